"""The arrangement as a picture: rooms × sessions of a site, and the seats of one room-session."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from centers.models import Room, Site

from ..choices import Level
from ..findings import Finding
from ..models import RoomSession, Seating, Session
from .board import CELL_FIELDS, Cell
from .destinations import Destinations
from .load import Load, load_counts, load_findings
from .rules import outside_bounds
from .timetable import templates_of


@dataclass(frozen=True, slots=True)
class Part:
    """The pupils of one class in a room-session. `key` is stable, for colours and moves."""

    school: int
    school_name: str
    category: str
    category_title: str
    class_no: int
    count: int
    guest: bool

    @property
    def key(self):
        return f"{self.school}:{self.category}:{self.class_no}"

    def __str__(self):
        return _("%(category)s%(class_no)d班") % {
            "category": self.category_title,
            "class_no": self.class_no,
        }


@dataclass
class GridCell:
    """One room in one session. Without `pk` the room is not open in that session."""

    pk: int | None
    capacity: int
    count: int = 0
    pinned: int = 0
    load: Load = field(default_factory=Load)
    parts: list[Part] = field(default_factory=list)
    conflicts: list[Finding] = field(default_factory=list)

    @property
    def free(self):
        return self.capacity - self.count

    @property
    def percent(self):
        return min(100, self.count * 100 // self.capacity) if self.capacity else 0


@dataclass
class GridRow:
    room: Room
    cells: list[GridCell]


@dataclass
class GridDay:
    """One day: its sessions are the columns."""

    day: object
    sessions: list[Session]
    rows: list[GridRow]

    @property
    def count(self):
        return sum(cell.count for row in self.rows for cell in row.cells)


@dataclass
class Grid:
    site: Site
    days: list[GridDay]
    classes: dict[str, Part]  # every class at this site once, in order, with its whole count

    @property
    def conflicts(self):
        return [f for day in self.days for row in day.rows for c in row.cells for f in c.conflicts]


def grid(user, site, destinations=None) -> Grid:
    """Ten queries, however large the site. A site that the person may not see gives no cells."""
    exam = site.exam
    destinations = destinations or Destinations(exam)
    seen = RoomSession.objects.visible_to(user, "scheduling.view_arrangement").filter(
        room__site=site
    )
    cells, facts = _cells(seen)
    classes = _fill(seen, site, exam, destinations, cells, facts)
    template = templates_of(exam).get(site.county_id)
    for key, cell in cells.items():
        if cell.count:
            _judge(cell, facts[key], exam.rules, template)
    sessions = defaultdict(list)
    for session in Session.objects.filter(site=site).order_by("day", "ordinal"):
        sessions[session.day].append(session)
    seated_rooms = {facts[key].room for key, cell in cells.items() if cell.count}
    rooms = list(
        Room.objects.filter(Q(in_use=True) | Q(pk__in=seated_rooms), site=site).order_by("number")
    )
    by_place = {(facts[k].room, facts[k].session): cell for k, cell in cells.items()}
    days = [
        GridDay(
            day,
            columns,
            [
                GridRow(
                    room,
                    [
                        by_place.get((room.pk, s.pk)) or GridCell(None, room.capacity)
                        for s in columns
                    ],
                )
                for room in rooms
            ],
        )
        for day, columns in sessions.items()
    ]
    return Grid(site, days, classes)


def _cells(seen):
    rows = (
        seen.order_by()
        .values_list(*CELL_FIELDS)
        .annotate(
            pins=Count("seatings", filter=Q(seatings__pinned=True)),
            **load_counts("seatings__", "room__"),
        )
    )
    cells, facts = {}, {}
    for *fields, pinned, people, highest, spare, allowed in rows:
        fact = Cell(*fields)
        facts[fact.pk] = fact
        cells[fact.pk] = GridCell(
            fact.pk, fact.capacity, people, pinned, Load(people, highest or 0, spare, allowed)
        )
    return cells, facts


def _fill(seen, site, exam, destinations, cells, facts) -> dict[str, Part]:
    """Put the classes into the cells; returns every class with its whole count."""
    titles = {key: c.title for key, c in exam.rules.categories.items()}
    rows = (
        Seating.objects.filter(room_session__in=seen.values("pk"))
        .order_by("candidate__school__code", "candidate__category", "candidate__class_no")
        .values_list(
            "room_session",
            "candidate__school",
            "candidate__school__name",
            "candidate__category",
            "candidate__class_no",
        )
        .annotate(Count("pk"))
    )
    whole: dict[str, Part] = {}
    for key, school, name, category, class_no, count in rows:
        guest = school != site.school_id
        title = titles.get(category, category)
        part = Part(school, name, category, title, class_no, count, guest)
        cells[key].parts.append(part)
        before = whole[part.key].count if part.key in whole else 0
        whole[part.key] = Part(school, name, category, title, class_no, before + count, guest)
        if not destinations.may_sit(site.pk, school, category, class_no):
            sentence = _("%(school)s%(part)s不应在此考点。") % {"school": name, "part": part}
            cells[key].conflicts.append(
                Finding(Level.BLOCK, "site_rule", sentence, room_session=key, site=site.pk)
            )
    return whole


def _judge(cell, fact, rules, template) -> None:
    def say(level, rule, sentence):
        cell.conflicts.append(Finding(level, rule, sentence, room_session=cell.pk, site=fact.site))

    cell.conflicts += load_findings(fact, cell.load)
    if not fact.in_use:
        say(Level.BLOCK, "room_not_in_use", _("考场已停用。"))
    outside = outside_bounds(fact, rules, template)
    if outside:
        say(Level.BLOCK, "outside_bounds", outside)


@dataclass(frozen=True, slots=True)
class SeatSpot:
    """One machine of a room-session."""

    seat: int
    spare: bool
    seating: Seating | None


def seat_plan(user, room_session) -> list[SeatSpot]:
    """Every machine of the room in order, with who sits there; one more query than the seats."""
    room = room_session.room
    seatings = (
        Seating.objects.visible_to(user, "scheduling.view_arrangement")
        .filter(room_session=room_session)
        .select_related("candidate__school", "candidate__photo")
        .distinct()
    )
    taken = {seating.seat: seating for seating in seatings}
    last = max([room.machines, *taken])
    return [SeatSpot(n, n > room.capacity, taken.get(n)) for n in range(1, last + 1)]
