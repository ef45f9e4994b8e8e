"""Questions about candidates and imports: plain data, or querysets through the person."""

import json
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from candidates import hooks
from candidates.choices import Sex
from candidates.models import Candidate
from candidates.sentences import sentence, title
from centers.models import School
from examadmin.audit.models import Entry
from examadmin.base.seal import digest

SHOWN = "candidates.view_candidate"
# A seat hangs below a candidate; the app that makes it stands above this one.
SEAT = "seating"
SEAT_PARTS = (f"{SEAT}__room_session__session", f"{SEAT}__room_session__room__site__school")
ACTS = {
    "candidates.correct_candidate": _("更正信息"),
    "candidates.withdraw_candidate": _("登记退出考试"),
    "candidates.return_candidate": _("恢复参加考试"),
    "candidates.reveal_identity": _("查看完整证件号码和电话"),
    "candidates.set_photo": _("更换照片"),
}


def candidates_of(user, exam, asked: dict):
    """The candidates that a person sees, by the filters of the list."""
    rows = Candidate.objects.filter(exam=exam).visible_to(user, SHOWN)
    return filtered(rows, asked)


def filtered(rows, asked: dict):
    """asked: county, school (codes), category, class, flag, q (name, pinyin or number), who (the
    fingerprint of an identity number)."""
    if asked.get("county"):
        rows = rows.filter(school__county__code=asked["county"])
    if asked.get("school"):
        rows = rows.filter(school__code=asked["school"])
    if asked.get("category"):
        rows = rows.filter(category=asked["category"])
    if asked.get("class", "").isdecimal():
        rows = rows.filter(class_no=int(asked["class"][:4]))
    if asked.get("who"):
        rows = rows.filter(id_digest=asked["who"])
    if asked.get("q"):
        rows = rows.filter(_named(asked["q"]))
    flag = asked.get("flag")
    if flag == "withdrawn":
        return rows.exclude(withdrawn_at=None)
    if flag == "no_photo":
        rows = rows.filter(photo=None, withdrawn_at=None)
    elif flag == "no_seat":
        rows = rows.filter(**{f"{SEAT}__isnull": True}, withdrawn_at=None)
    return rows


def _named(text):
    text = text.strip()
    if text.isascii() and text.isdigit():
        return Q(registration_no__startswith=text)
    if text.isascii():
        sound = text.lower().replace(" ", "")
        return (
            Q(name_sort__startswith=sound)
            | Q(initials=sound)
            | Q(registration_no__istartswith=text)
        )
    return Q(name__startswith=text)


def is_identity(text: str) -> bool:
    """Whether a text looks like an identity number: such a text never goes into an address."""
    text = text.strip()
    return (
        len(text) in (15, 18) and text[:-1].isdigit() and (text[-1].isdigit() or text[-1] in "xX")
    )


def fingerprint(text: str) -> str:
    return digest(text.strip().upper())


def seat_of(candidate):
    """The seat with room, site and session; None while there is none."""
    rows = Candidate.objects.select_related(*SEAT_PARTS)
    try:
        return getattr(rows.get(pk=candidate.pk), SEAT)
    except ObjectDoesNotExist:
        return None


def history_of(candidate, most=50):
    """What was done to one candidate, newest first: (entry, its name, changes as text)."""
    rows = Entry.objects.filter(
        object_type=Candidate._meta.label, object_id=str(candidate.pk)
    ).order_by("-id")[:most]
    told = []
    for entry in rows:
        changes = [
            (title(name), *pair)
            for name, pair in entry.changes.items()
            if isinstance(pair, list) and len(pair) == 2 and title(name)
        ]
        told.append(
            {"entry": entry, "title": ACTS.get(entry.action, entry.action), "changes": changes}
        )
    return told


def photo_tally(user, exam):
    """Per county within reach: (county, candidates, of them without a photograph)."""
    rows = Candidate.objects.filter(exam=exam, withdrawn_at=None).visible_to(user, SHOWN)
    return list(
        rows.order_by("school__county__position", "school__county__code")
        .values("school__county__name", "school__county__code")
        .annotate(total=Count("pk"), missing=Count("pk", filter=Q(photo=None)))
    )


def zero_registered(user, exam):
    """Candidates who are settled one by one (Y-008): the categories that ask for it."""
    keys = [c.key for c in exam.rules.categories.values() if c.settle_one_by_one]
    return Candidate.objects.filter(exam=exam, category__in=keys, withdrawn_at=None).visible_to(
        user, SHOWN
    )


def is_settled() -> Q:
    """With a site and a session at least; the app above may ask for more."""
    rule = Q(**{f"{SEAT}__isnull": False})
    for more in hooks.settled_when:
        rule &= more
    return rule


def not_settled(candidates):
    return candidates.exclude(pk__in=candidates.order_by().filter(is_settled()).values("pk"))


def zero_left(exam, county=None) -> int:
    """How many are not settled yet: 0 before an arrangement may close (Y-008)."""
    keys = [c.key for c in exam.rules.categories.values() if c.settle_one_by_one]
    rows = Candidate.objects.filter(exam=exam, category__in=keys, withdrawn_at=None)
    if county is not None:
        rows = rows.filter(school__county=county)
    return not_settled(rows).count()


def completeness(user, exam):
    """Per school within reach: candidates per category, classes, photographs, seats, zero left."""
    schools = School.objects.visible_to(user, SHOWN).select_related("county")
    people = Candidate.objects.filter(exam=exam, withdrawn_at=None, school__in=schools)
    settle = [c.key for c in exam.rules.categories.values() if c.settle_one_by_one]
    found = {
        row["school"]: row
        for row in people.order_by()
        .values("school")
        .annotate(
            total=Count("pk"),
            photos=Count("photo"),
            no_photo=Count("pk", filter=Q(photo=None)),
            no_seat=Count("pk", filter=Q(**{f"{SEAT}__isnull": True})),
            zero=Count("pk", filter=Q(category__in=settle)),
            done=Count("pk", filter=Q(category__in=settle) & is_settled()),
        )
    }
    categories, classes = {}, {}
    for school, category, number in (
        people.order_by().values_list("school", "category", "class_no").annotate(n=Count("pk"))
    ).values_list("school", "category", "n"):
        per = categories.setdefault(school, {})
        per[category] = per.get(category, 0) + number
        classes[school] = classes.get(school, 0) + 1
    empty = {"total": 0, "photos": 0, "no_photo": 0, "no_seat": 0, "zero_left": 0}
    for row in found.values():
        row["zero_left"] = row["zero"] - row["done"]
    return [
        {
            **(found.get(school.pk) or empty),
            "school": school,
            "categories": [categories.get(school.pk, {}).get(k, 0) for k in exam.rules.categories],
            "classes": classes.get(school.pk, 0),
        }
        for school in schools.order_by("county__position", "code")
    ]


def count_pupils(exam, school_ids=None) -> dict[int, dict[str, int]]:
    """{school: {"category:class number": pupils}} of those who sit the exam."""
    rows = Candidate.objects.filter(exam=exam, withdrawn_at=None)
    if school_ids is not None:
        rows = rows.filter(school__in=school_ids)
    found = {}
    counted = rows.order_by().values_list("school", "category", "class_no").annotate(n=Count("pk"))
    for school, category, class_no, number in counted:
        found.setdefault(school, {})[f"{category}:{class_no}"] = number
    return found


# Kept findings and differences


def lines_of(stored):
    """The JSON values of a kept file of lines."""
    if stored is None:
        return
    with stored.path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


@dataclass
class Slice:
    rows: list
    has_next: bool


def findings_of(roster, *, level="", field="", start=0, size=100) -> Slice:
    """Findings in the order of rows, said in the reader's language."""
    headings = roster.counts.get("headings", {})

    def told(line):
        row, grade, at, code, params = line
        return {
            "row": row,
            "level": grade,
            "code": code,
            "column": headings.get(at) or title(at),
            "sentence": sentence(code, params),
        }

    wanted = (
        line
        for line in lines_of(roster.findings)
        if (not level or line[1] == level) and (not field or line[2] == field)
    )
    return _slice(wanted, told, start, size)


def photo_findings_of(handed_in, *, level="", start=0, size=100) -> Slice:
    def told(line):
        name, grade, code, params = line
        return {"file": name, "level": grade, "code": code, "sentence": sentence(code, params)}

    wanted = (line for line in lines_of(handed_in.findings) if not level or line[1] == level)
    return _slice(wanted, told, start, size)


def differences_of(roster, *, kind="changed", start=0, size=100) -> Slice:
    """Changed candidates with old and new values, or those missing from the file."""

    shown = {"sex": dict(Sex.choices)}
    shown["category"] = {c.key: c.title for c in roster.exam.rules.categories.values()}

    def told(line):
        _kind, row, pk, number, name, school, fields = line
        changes = []
        for key, pair in fields.items():
            words = shown.get(key, {})
            changes.append((title(key), *(words.get(value, value) for value in pair)))
        return {
            "row": row, "pk": pk, "number": number, "name": name, "school": school,
            "fields": changes,
        }  # fmt: skip

    wanted = (line for line in lines_of(roster.differences) if line[0] == kind)
    return _slice(wanted, told, start, size)


def _slice(lines, told, start, size):
    rows = []
    for position, line in enumerate(lines):
        if position < start:
            continue
        if len(rows) == size:
            return Slice(rows, True)
        rows.append(told(line))
    return Slice(rows, False)
