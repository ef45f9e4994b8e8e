"""The board: rows of counties (or of the own site), columns of items, and what is missing now."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from examadmin.exams.choices import Each

from .choices import Standing
from .queries import Unit, owed_by_all

URGENCY = list(Standing)


@dataclass(frozen=True)
class Cell:
    """One item of the plan before one row of the board."""

    item: str
    title: str
    standing: Standing | None
    done: int
    total: int
    due_at: datetime | None
    owner: str


@dataclass(frozen=True)
class Row:
    """A county (or, for a site's people, a site) with its cells and how many steps stand how."""

    unit: Unit
    cells: list
    counts: dict

    @property
    def segments(self):
        """(standing, start, width) of the row's little picture, in hundredths."""
        total, start = sum(self.counts.values()) or 1, 0.0
        for name in (Standing.DONE, Standing.LATE, Standing.DUE, Standing.LATER):
            width = round(100 * self.counts.get(name, 0) / total, 2)
            if width:
                yield name, round(start, 2), width
            start += width


@dataclass(frozen=True)
class Item:
    """One of the numbered items of the plan; 4.1 to 4.3 are one item."""

    number: str
    title: str
    owner: str
    due_at: datetime


@dataclass(frozen=True)
class Board:
    items: list
    rows: list
    missing: list
    counts: dict


def board(user, exam, now) -> Board:
    owed = owed_by_all(user, exam, now)
    steps = list({row.step.pk: row.step for row in owed}.values())
    by_item = defaultdict(list)
    for step in steps:
        by_item[step.item].append(step)
    items = [
        Item(
            number=number,
            title=group[0].short or group[0].title,
            owner=group[0].owner,
            due_at=max(step.due_at for step in group),
        )
        for number, group in by_item.items()
    ]
    counties = {row.unit.county_id: row.unit for row in owed if row.unit.kind == Each.COUNTY}
    heads = list(counties.values()) or list(
        {row.unit.site.pk: row.unit for row in owed if row.unit.site}.values()
    )
    rows = [_row(head, items, owed) for head in heads]
    missing = sorted(
        (row for row in owed if row.open),
        key=lambda row: (*_urgency(row), row.step.position),
    )
    return Board(items, rows, missing, count(owed))


def count(owed) -> dict:
    counts = dict.fromkeys(Standing, 0)
    for row in owed:
        counts[row.standing] += 1
    return counts


def _row(head, items, owed):
    mine = [r for r in owed if r.unit.kind == Each.CITY or _within(r.unit, head)]
    cells = []
    for item in items:
        inside = [r for r in mine if r.step.item == item.number]
        left = [r for r in inside if r.standing != Standing.DONE]
        urgent = min(left, key=_urgency, default=None)
        cells.append(
            Cell(
                item=item.number,
                title=item.title,
                standing=urgent.standing if urgent else Standing.DONE if inside else None,
                done=len(inside) - len(left),
                total=len(inside),
                due_at=urgent.step.due_at if urgent else None,
                owner=urgent.step.owner if urgent else "",
            )
        )
    return Row(head, cells, count(r for r in mine if r.unit.kind != Each.CITY))


def _urgency(row):
    return (URGENCY.index(row.standing), row.step.due_at)


def _within(unit, head):
    return unit.site == head.site if head.site else unit.county_id == head.county_id
