"""A table of moves: a row for each candidate with his place, judged row by row by the one rule."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from candidates.models import Candidate

from ..choices import Level
from ..findings import Finding, forbidding
from ..models import RoomSession
from .board import Move
from .rules import Check, check

VIEW = "scheduling.view_arrangement"


@dataclass
class Line:
    """One row: what was given, the move it means, and what is wrong with it."""

    number: int
    given: dict
    move: Move | None = None
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, rule, sentence):
        self.findings.append(Finding(Level.BLOCK, rule, sentence))


@dataclass
class Judged:
    """A whole table: its rows, the check of all its moves, and what is said of no row alone."""

    lines: list[Line]
    checked: Check
    others: list[Finding]

    @property
    def moves(self):
        return [line.move for line in self.lines if line.move]

    @property
    def forbidden(self):
        return any(forbidding(line.findings) for line in self.lines) or bool(
            forbidding(self.others)
        )

    @property
    def told(self):
        """The rows that something is said of."""
        return [line for line in self.lines if line.findings]


def lines_of(arrangement, rows, *, by=None) -> list[Line]:
    """Rows to moves: dicts with `registration_no`, `site` (school code), `room` (number), `day`
    (date), `session` (ordinal), `seat` (number or None), and where they come from a file `row`
    and `wrong` (sentences). Two queries; only candidates that the person sees are known.
    """
    rows = list(rows)
    seen = Candidate.objects.visible_to(by, VIEW) if by else Candidate.objects.all()
    numbers = [row["registration_no"] for row in rows]
    people = dict(
        seen.filter(exam=arrangement.exam, registration_no__in=numbers).values_list(
            "registration_no", "pk"
        )
    )
    cells = _cells(arrangement)
    lines = []
    for number, row in enumerate(rows, 1):
        line = Line(row.get("row", number), row)
        for sentence in row.get("wrong", ()):
            line.refuse("unreadable", sentence)
        if not line.findings:
            _match(line, people, cells)
        lines.append(line)
    return lines


def _cells(arrangement) -> dict[tuple, int]:
    rows = RoomSession.objects.filter(
        session__site__exam=arrangement.exam, session__site__county=arrangement.county
    ).values_list(
        "pk", "session__site__school__code", "room__number", "session__day", "session__ordinal"
    )
    return {tuple(place): pk for pk, *place in rows}


def _match(line, people, cells):
    row = line.given
    person = people.get(row["registration_no"])
    cell = cells.get((row["site"], row["room"], row["day"], row["session"]))
    if person is None:
        sentence = _("没有报名号为%(no)s的考生。") % {"no": row["registration_no"]}
        line.refuse("unknown_candidate", sentence)
    elif cell is None:
        names = {name: row[name] for name in ("site", "room", "day", "session")}
        sentence = _("本考区没有%(site)s第%(room)s考场%(day)s第%(session)s场。") % names
        line.refuse("unknown_room_session", sentence)
    else:
        line.move = Move(person, cell, row.get("seat"))


def judge_table(arrangement, rows, *, by=None) -> Judged:
    """Every finding of every row, before anything is changed."""
    lines = lines_of(arrangement, rows, by=by)
    checked = check(arrangement, [line.move for line in lines if line.move])
    of_person, of_cell = defaultdict(list), defaultdict(list)
    for line in filter(lambda line: line.move, lines):
        of_person[line.move.candidate].append(line)
        of_cell[line.move.room_session].append(line)
    others = []
    for finding in checked.findings:
        if finding.candidate:
            about = of_person[finding.candidate]
        elif finding.level == Level.BLOCK:
            about = of_cell[finding.room_session]
        else:
            about = []
        for line in about:
            line.findings.append(finding)
        if not about:
            others.append(finding)
    return Judged(lines, checked, others)
