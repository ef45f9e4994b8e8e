"""The part of an arrangement that some moves touch: the cells, who sits there, who would move."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from candidates.models import Candidate
from examadmin.base import clock
from examadmin.base.errors import Invalid

from ..models import RoomSession, Seating
from .destinations import Destinations
from .timetable import templates_of


@dataclass(frozen=True, slots=True)
class Move:
    """One candidate to a machine of a room-session. No seat: the lowest free one. No
    room-session: off the seat."""

    candidate: int
    room_session: int | None
    seat: int | None = None

    def as_dict(self):
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict) -> "Move":
        return cls(data["candidate"], data["room_session"], data.get("seat"))


def place_words(site: str, room: int, day: date, ordinal: int) -> str:
    return _("%(site)s第%(room)02d考场%(month)d月%(day)d日第%(ordinal)d场") % {
        "site": site,
        "room": room,
        "month": day.month,
        "day": day.day,
        "ordinal": ordinal,
    }


@dataclass(frozen=True, slots=True)
class Cell:
    """A room-session with what the rules ask about it."""

    pk: int
    exam: int
    site: int
    county: int
    school: int
    site_name: str
    room: int
    number: int
    machines: int
    spare: int
    in_use: bool
    session: int
    day: date
    ordinal: int
    starts_at: datetime
    ends_at: datetime

    @property
    def capacity(self):
        return self.machines - self.spare

    def __str__(self):
        return place_words(self.site_name, self.number, self.day, self.ordinal)

    @property
    def time(self):
        start, end = clock.local(self.starts_at), clock.local(self.ends_at)
        return f"{start:%H:%M}–{end:%H:%M}"


CELL_FIELDS = (
    "pk", "session__site__exam_id", "session__site_id", "session__site__county_id",
    "session__site__school_id", "session__site__school__name", "room_id", "room__number",
    "room__machines", "room__spare", "room__in_use", "session_id", "session__day",
    "session__ordinal", "session__starts_at", "session__ends_at",
)  # fmt: skip


def cells_of(queryset) -> dict[int, Cell]:
    """Room-sessions as plain data, in one query."""
    return {row[0]: Cell(*row) for row in queryset.values_list(*CELL_FIELDS)}


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate with what the rules ask about him."""

    pk: int
    exam: int
    name: str
    registration_no: str
    school: int
    school_name: str
    home: int
    category: str
    class_no: int
    gone: bool

    def __str__(self):
        return f"{self.name}（{self.registration_no}）"

    @property
    def class_key(self):
        return self.school, self.category, self.class_no


PERSON_FIELDS = (
    "pk", "exam_id", "name", "registration_no", "school_id", "school__name", "school__county_id",
    "category", "class_no", "withdrawn_at",
)  # fmt: skip


def people_of(queryset) -> dict[int, Person]:
    return {
        row[0]: Person(*row[:-1], gone=row[-1] is not None)
        for row in queryset.values_list(*PERSON_FIELDS)
    }


def numbers_to_keys(user, exam, numbers) -> dict[str, int]:
    """Registration numbers to keys, within the person's reach; Invalid names who is not found."""
    seen = Candidate.objects.visible_to(user, "scheduling.view_arrangement")
    rows = seen.filter(exam=exam, registration_no__in=set(numbers))
    keys = dict(rows.values_list("registration_no", "pk"))
    missing = [number for number in dict.fromkeys(numbers) if number not in keys]
    if missing:
        raise Invalid(
            _("有%(count)d个报名号找不到考生。") % {"count": len(missing)}, findings=missing[:50]
        )
    return keys


@dataclass(frozen=True, slots=True)
class Place:
    """A stored seating."""

    pk: int
    arrangement: int
    candidate: int
    cell: int
    seat: int
    pinned: bool
    version: int


PLACE_FIELDS = ("pk", "arrangement_id", "candidate_id", "room_session_id", "seat", "pinned",
                "version")  # fmt: skip


class Board:
    """Read in ten queries, however many moves."""

    def __init__(self, arrangement, moves):
        self.arrangement = arrangement
        self.rules = arrangement.exam.rules
        self.destinations = Destinations(arrangement.exam)
        self.templates = templates_of(arrangement.exam)
        movers = {move.candidate for move in moves}
        targets = {move.room_session for move in moves} - {None}
        own = Seating.objects.filter(candidate__in=movers)
        self.now_at = {row[2]: Place(*row) for row in own.values_list(*PLACE_FIELDS)}
        keys = targets | {place.cell for place in self.now_at.values()}
        self.cells = cells_of(RoomSession.objects.filter(pk__in=keys))
        self.inside: dict[int, dict[int, Place]] = defaultdict(dict)
        for row in Seating.objects.filter(room_session__in=keys).values_list(*PLACE_FIELDS):
            place = Place(*row)
            self.inside[place.cell][place.candidate] = place
        present = movers | {c for places in self.inside.values() for c in places}
        self.people = people_of(Candidate.objects.filter(pk__in=present))
        self.told = set(
            Candidate.objects.filter(pk__in=movers, notices__isnull=False).values_list(
                "pk", flat=True
            )
        )
        self.parts = self._parts(movers)

    def _parts(self, movers) -> dict[tuple, Counter]:
        """For the classes of the movers: how many sit in which room-session now."""
        classes = {self.people[m].class_key for m in movers if m in self.people}
        schools = {key[0] for key in classes}
        rows = Seating.objects.filter(
            candidate__exam=self.arrangement.exam, candidate__school__in=schools
        ).values_list(
            "candidate__school_id",
            "candidate__category",
            "candidate__class_no",
            "room_session_id",
        )
        parts: dict[tuple, Counter] = {key: Counter() for key in classes}
        for *key, cell in rows:
            if tuple(key) in parts:
                parts[tuple(key)][cell] += 1
        return parts
