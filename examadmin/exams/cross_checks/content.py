"""Names, categories, codes, the room standard, titles and texts."""

import re
from collections import Counter
from string import Formatter

from django.utils.translation import gettext as _

from ..choices import Kind
from ..rules import Rules
from .kit import ERROR, WARNING, reads

# What `asked` of the room standard may name instead of a number.
COMPUTED = ("rooms_by_classes", "spare_by_percent")


def _twice(rows, part):
    for name, count in Counter(row["key"] for row in rows).items():
        if count > 1:
            yield ERROR, part, _("“%(key)s”出现了%(count)d次") % {"key": name, "count": count}


for _part in ("categories", "windows", "rounds", "milestones", "duty_documents", "standard"):
    reads(_part)(lambda data, part=_part: _twice(data[part], part))
reads("preparation")(lambda data: _twice(data["preparation"], "preparation"))
reads("sessions")(lambda data: _twice(data["sessions"]["bands"], "sessions.bands"))


@reads("categories")
def categories_do_not_share_a_name(data):
    seen = {}
    for index, category in enumerate(data["categories"]):
        for name in dict.fromkeys(category["synonyms"]):
            if name in seen:
                yield (
                    ERROR,
                    f"categories[{index}].synonyms",
                    _("“%(name)s”也是“%(other)s”的写法，名册无法区分")
                    % {"name": name, "other": seen[name]},
                )
            seen[name] = category["title"]


@reads("codes")
def patterns_fit_their_examples(data):
    codes = data["codes"]
    for key in ("registration_pattern", "site_pattern"):
        try:
            re.compile(codes[key])
        except (re.error, OverflowError, RecursionError):
            yield ERROR, f"codes.{key}", _("不是可用的正则表达式")
            continue
        if key == "registration_pattern" and not re.search(
            codes[key], codes["registration_example"]
        ):
            yield ERROR, "codes.registration_example", _("与中考报名号格式不符")
    example = codes["registration_example"]
    if len(example) != codes["registration_length"]:
        yield (
            ERROR,
            "codes.registration_length",
            _("示例“%(example)s”是%(n)d位") % {"example": example, "n": len(example)},
        )
    if not example.startswith(codes["registration_prefix"]):
        yield (
            ERROR,
            "codes.registration_prefix",
            _("示例“%(example)s”不以它开头") % {"example": example},
        )


@reads("capacity")
def capacity_leaves_usable_machines(data):
    capacity = data["capacity"]
    if capacity["machines_minimum"] > capacity["machines_maximum"]:
        yield ERROR, "capacity.machines_maximum", _("不能少于每考场最少机器")
    if Rules(data).spare(capacity["machines_minimum"]) >= capacity["machines_minimum"]:
        yield ERROR, "capacity.spare_minimum", _("最小的考场除去备用机后没有可用的机器")


@reads("standard")
def standard_items_are_consistent(data):
    keys = {item["key"] for item in data["standard"]}
    for index, item in enumerate(data["standard"]):
        where = f"standard[{index}]"
        asked, options = item.get("asked"), item.get("options") or []
        kind = item["kind"]
        if kind in (Kind.MIN, Kind.MAX):
            if isinstance(asked, list | None) or isinstance(asked, str) and asked not in COMPUTED:
                yield ERROR, f"{where}.asked", _("应为数")
        elif kind == Kind.LADDER:
            if isinstance(asked, list) or asked not in options:
                yield ERROR, f"{where}.asked", _("应为可选项之一")
        elif kind == Kind.CHOICE:
            if not isinstance(asked, list) or not set(asked) <= set(options):
                yield ERROR, f"{where}.asked", _("应为可选项中的若干项")
        elif kind == Kind.ALL and not options:
            yield ERROR, f"{where}.options", _("应列出要全部具备的各项")
        if item.get("reads", item["key"]) not in keys:
            yield ERROR, f"{where}.reads", _("没有项目“%(key)s”") % {"key": item["reads"]}
        if item.get("terminals_from", 0) >= item.get("terminals_below", 1_000_000):
            yield ERROR, f"{where}.terminals_below", _("应大于“终端数不少于”")


@reads("standard", "capacity")
def standard_and_capacity_agree(data):
    for index, item in enumerate(data["standard"]):
        limit = {Kind.MIN: "machines_minimum", Kind.MAX: "machines_maximum"}.get(item["kind"])
        if limit and item.get("reads", item["key"]) == "machines":
            here, there = item.get("asked"), data["capacity"][limit]
            if here != there:
                yield (
                    WARNING,
                    f"standard[{index}].asked",
                    _("与容量中的%(there)d台不一致") % {"there": there},
                )


@reads("forms", "preparation", "certificate")
def titles_hold_only_known_names(data):
    """Titles are templates; a name that nobody fills in would break the paper."""
    texts = {f"forms.{name}": (text, set()) for name, text in data["forms"].items()}
    texts["forms.banner"] = (data["forms"]["banner"], {"site"})
    for index, item in enumerate(data["preparation"]):
        texts[f"preparation[{index}].text"] = (item.get("text", ""), {"site"})
    for index, text in enumerate(data["certificate"]["paragraphs"]):
        names = {"site", "exam", "standard"}
        texts[f"certificate.paragraphs[{index}]"] = (text, names)
    for where, (text, allowed) in texts.items():
        try:
            pieces = [piece for piece in Formatter().parse(str(text)) if piece[1] is not None]
        except ValueError:
            pieces = None
        if pieces is None or any(p[1] not in allowed or p[2] or p[3] for p in pieces):
            names = "、".join(f"{{{name}}}" for name in sorted(allowed))
            yield (
                ERROR,
                where,
                _("花括号中只能写%(names)s") % {"names": names} if names else _("不能写花括号"),
            )


@reads("order_book")
def chapters_say_what_they_hold(data):
    for index, chapter in enumerate(data["order_book"]):
        if not chapter.get("from") and not chapter.get("text", "").strip():
            yield ERROR, f"order_book[{index}].text", _("请选择由哪些数据生成，或者写固定文字")


@reads("profile", "forms", "calendar")
def titles_name_the_year_of_the_exam(data):
    year = Rules(data).dates[0].year
    if data["profile"]["year"] != year:
        yield WARNING, "profile.year", _("考试首日在%(year)d年") % {"year": year}
    texts = {f"forms.{name}": text for name, text in data["forms"].items()}
    for name in ("exam_title", "question_bank"):
        texts[f"profile.{name}"] = data["profile"][name]
    for where, text in texts.items():
        other = [y for y in re.findall(r"(20[0-9]{2})年?", str(text)) if int(y) != year]
        if other:
            yield (
                WARNING,
                where,
                _("写的是%(other)s年，考试在%(year)d年") % {"other": other[0], "year": year},
            )
