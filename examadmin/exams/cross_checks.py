"""What must hold between the values of a profile.

A check is a generator of (is it an error, where, sentence); `parts` names what it reads, so that it
runs only on sound data. Errors stop the publication, warnings are shown.
"""

import re
from collections import Counter
from string import Formatter

from django.utils.translation import gettext as _

from examadmin.accounts.choices import TIER_OF, Tier

from . import checks
from .choices import Each, Kind
from .rules import Rules, as_date, as_moment, as_time

CHECKS = []
ERROR, WARNING = True, False
TIERS = list(Tier)
# What `asked` of the room standard may name instead of a number.
COMPUTED = ("rooms_by_classes", "spare_by_percent")
# Windows that the program asks for by name.
WINDOWS = ("site_application", "arrangement")


def reads(*parts):
    def add(check):
        check.parts = frozenset(parts)
        CHECKS.append(check)
        return check

    return add


def _twice(rows, part):
    for name, count in Counter(row["key"] for row in rows).items():
        if count > 1:
            yield ERROR, part, _("“%(key)s”出现了%(count)d次") % {"key": name, "count": count}


for _part in ("categories", "windows", "rounds", "milestones", "duty_documents", "standard"):
    reads(_part)(lambda data, part=_part: _twice(data[part], part))
reads("preparation")(lambda data: _twice(data["preparation"], "preparation"))
reads("sessions")(lambda data: _twice(data["sessions"]["bands"], "sessions.bands"))


def _minutes(value):
    clock = as_time(value)
    return clock.hour * 60 + clock.minute


def _clock(minutes):
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@reads("sessions")
def bands_hold_their_sessions(data):
    """K-03: the end of the band, the most sessions and the log-in cut-off are three numbers."""
    sessions = data["sessions"]
    length, gap = sessions["minutes"], sessions["gap_minutes"]
    cutoff = _minutes(sessions["login_cutoff"])
    before = None
    for index, band in enumerate(sessions["bands"]):
        where = f"sessions.bands[{index}]"
        start, end, cap = _minutes(band["start"]), _minutes(band["end"]), band["cap"]
        last = start + (cap - 1) * (length + gap)
        if end <= start:
            yield ERROR, f"{where}.end", _("应晚于本时段的开始")
            continue
        if last + length > end:
            yield (
                ERROR,
                f"{where}.cap",
                _("容不下%(cap)d场：最后一场要到%(last)s才结束，本时段%(end)s结束")
                % {"cap": cap, "last": _clock(last + length), "end": _clock(end)},
            )
        elif last + length + gap > end:
            yield WARNING, f"{where}.cap", _("最后一场结束后不足一个场次间隔")
        if last > cutoff:
            yield (
                ERROR,
                "sessions.login_cutoff",
                _("早于“%(band)s”最后一场的开始%(last)s")
                % {"band": band["title"], "last": _clock(last)},
            )
        if before is not None and start < before:
            yield ERROR, f"{where}.start", _("与前一时段重叠，各时段应按时间先后排列")
        before = end


@reads("calendar")
def dates_are_in_order(data):
    dates = data["calendar"]["dates"]
    if sorted(set(dates)) != dates:
        yield ERROR, "calendar.dates", _("应按先后排列，不能重复")
    rules = Rules(data)
    for day in rules.dates:
        if day.isoformat() in data["calendar"]["holidays"]:
            yield WARNING, "calendar.dates", _("%(day)s是节假日") % {"day": day}
    for index, text in enumerate(data["calendar"]["working_weekends"]):
        if as_date(text).weekday() < 5:
            yield (
                WARNING,
                f"calendar.working_weekends[{index}]",
                _("%(day)s不是周末") % {"day": text},
            )
    years = {text[:4] for text in data["calendar"]["holidays"]}
    missing = sorted({str(day.year) for day in rules.dates} - years)
    if missing:
        yield (
            WARNING,
            "calendar.holidays",
            _("没有%(years)s年的节假日，工作日将只按周末推算") % {"years": "、".join(missing)},
        )


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


@reads("windows", "calendar")
def windows_close_before_the_exam(data):
    first = Rules(data).dates[0]
    known = {window["key"] for window in data["windows"]}
    for key in WINDOWS:
        if key not in known:
            yield ERROR, "windows", _("缺少“%(key)s”") % {"key": key}
    for index, window in enumerate(data["windows"]):
        where = f"windows[{index}].closes"
        if as_moment(window["opens"]) >= as_moment(window["closes"]):
            yield ERROR, where, _("应晚于开始")
        if as_moment(window["closes"]).date() >= first:
            yield ERROR, where, _("应在考试首日%(day)s之前") % {"day": first}


@reads("rounds", "calendar")
def rounds_follow_each_other(data):
    """Y-040 to Y-043: the mock rounds one after another, the formal one last and on the dates."""
    rounds, dates = data["rounds"], Rules(data).dates
    if sum(not r["mock"] for r in rounds) != 1:
        yield ERROR, "rounds", _("应当有且只有一个正式考试轮次")
    before = None
    for index, one in enumerate(rounds):
        where = f"rounds[{index}]"
        download, opens, closes = (as_date(one[k]) for k in ("download", "opens", "closes"))
        if closes < opens:
            yield ERROR, f"{where}.closes", _("不能早于开始")
        if download > opens:
            yield ERROR, f"{where}.download", _("不能晚于开始")
        if before and opens <= before:
            yield ERROR, f"{where}.opens", _("应在前一轮结束之后")
        before = closes
        if not one["mock"] and (opens, closes) != (dates[0], dates[-1]):
            yield (
                ERROR,
                f"{where}.opens",
                _("正式考试应为考试日期%(first)s至%(last)s")
                % {"first": dates[0], "last": dates[-1]},
            )
        if one["mock"] and closes >= dates[0]:
            yield ERROR, f"{where}.closes", _("模拟考试应在考试首日之前结束")


@reads("milestones")
def milestones_have_a_sound_order(data):
    """K-08: a step that is due no later than the one before it leaves its owner no time."""
    by_key = {m["key"]: m for m in data["milestones"]}
    for index, one in enumerate(data["milestones"]):
        where = f"milestones[{index}]"
        due = as_moment(one["due"])
        if "opens" in one and as_moment(one["opens"]) >= due:
            yield ERROR, f"{where}.due", _("应晚于开始")
        if one.get("check") and one["check"] not in checks.known():
            yield (
                WARNING,
                f"{where}.check",
                _("没有名为“%(name)s”的自动检查，此项须由负责人确认") % {"name": one["check"]},
            )
        if TIERS.index(TIER_OF.get(one.get("owed_by"), Tier.CITY)) > TIERS.index(one["each"]):
            yield ERROR, f"{where}.owed_by", _("办理人的层级低于本项的范围")
        if one.get("papers") and one["each"] != Each.CITY:
            yield ERROR, f"{where}.papers", _("只有全市一项的工作可以留存材料")
        if "after" not in one:
            continue
        before = by_key.get(one["after"])
        if before is None:
            yield ERROR, f"{where}.after", _("没有第%(key)s项") % {"key": one["after"]}
        elif _in_a_circle(one, by_key):
            yield ERROR, f"{where}.after", _("前后关系绕成了圈")
        elif due <= as_moment(before["due"]):
            yield (
                WARNING,
                f"{where}.due",
                _("第%(key)s项的期限不晚于它所等待的第%(before)s项（%(due)s），负责人没有办理时间")
                % {
                    "key": one["key"],
                    "before": before["key"],
                    "due": as_moment(before["due"]).strftime("%Y-%m-%d %H:%M"),
                },
            )


def _in_a_circle(one, by_key):
    seen = set()
    while one and "after" in one and one["key"] not in seen:
        seen.add(one["key"])
        one = by_key.get(one["after"])
    return bool(one) and one["key"] in seen


@reads("milestones", "calendar")
def working_days_before_the_exam_are_kept(data):
    """Y-051: tickets in the candidates' hands two working days before the exam."""
    rules = Rules(data)
    for index, one in enumerate(data["milestones"]):
        days = one.get("due_working_days_before_exam")
        if not days:
            continue
        latest = rules.working_day(rules.dates[0], -days)
        if as_moment(one["due"]).date() > latest:
            yield (
                ERROR,
                f"milestones[{index}].due",
                _("最迟应在考前%(days)d个工作日，即%(latest)s") % {"days": days, "latest": latest},
            )


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
