"""The standard as a sheet of sections: the whole site, then each room; for the form that asks and
for the page that judges."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from . import wording
from .answers import questions
from .standard import ROOM, SITE, Verdict


@dataclass
class Line:
    """A verdict with its words, and what the county found."""

    verdict: Verdict
    judgement: object = None
    photos: list = field(default_factory=list)

    @property
    def id(self):
        return f"{self.verdict.item}.{self.verdict.room}"

    @property
    def asked(self):
        return wording.asked(self.verdict)

    @property
    def given(self):
        return wording.given(self.verdict)

    @property
    def note(self):
        return wording.note(self.verdict)


@dataclass
class Section:
    """The site (number 0) or one room."""

    number: int
    title: str
    name: str = ""
    lines: list[Line] = field(default_factory=list)
    questions: list = field(default_factory=list)

    @property
    def open(self):
        """How many lines still fail or are missing."""
        return sum(line.verdict.result in ("fail", "missing") for line in self.lines)

    @property
    def unjudged(self):
        return sum(line.judgement is None for line in self.lines)


@dataclass
class Question:
    """A field of the form: its control, its value, and the verdicts that read it."""

    item: dict
    name: str
    value: object
    lines: list[Line]

    @property
    def id(self):
        return self.name.replace(".", "-")

    @property
    def title(self):
        return self.lines[0].verdict.title if self.lines else self.item["title"]

    @property
    def text(self):
        return "" if self.value is None else str(self.value)

    @property
    def chosen(self):
        return self.value if isinstance(self.value, list) else []


def sections(answers, verdicts, judgements=(), photos=()) -> list[Section]:
    """The verdicts by place, each with its judgement and its photographs."""
    judged = {(j.item, j.room): j for j in judgements}
    shown: dict[tuple, list] = {}
    for photo in photos:
        shown.setdefault((photo.item, photo.room), []).append(photo)
    found = {0: Section(0, _("全考点"))}
    for room in answers.get("rooms") or []:
        number = room["number"]
        title = _("第%(number)d考场") % {"number": number}
        found[number] = Section(number, title, room.get("name", ""))
    for v in verdicts:
        line = Line(v, judged.get((v.item, v.room)), shown.get((v.item, v.room), []))
        found[v.room].lines.append(line)
    return list(found.values())


def form_sections(standard, answers, verdicts) -> list[Section]:
    """The same for the form: each section with its questions. Of the lines for large and for small
    schools only those that apply are there, but what was typed is kept."""
    reads = {item["key"]: item.get("reads", item["key"]) for item in standard}
    by_room = {room["number"]: room for room in answers.get("rooms") or []}
    found = sections(answers, verdicts)
    for section in found:
        given = by_room.get(section.number) or answers.get("site") or {}
        prefix = f"room.{section.number}." if section.number else "site."
        section.questions = [
            Question(
                item=item,
                name=prefix + item["key"],
                value=given.get(item["key"]),
                lines=[x for x in section.lines if reads[x.verdict.item] == item["key"]],
            )
            for item in questions(standard, ROOM if section.number else SITE)
        ]
    return found
