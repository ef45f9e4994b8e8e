"""What the solver is given and what it gives back: frozen data, no behaviour but a check.

A *cell* is one room in one session (考场场次). A *class* here is a `Group`: the pupils of one school,
one category and one class number. Keys are whatever the caller uses (numbers or strings); the solver
never looks into them and never sorts by them, so the order of the tuples is the order of the plan.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Key = Hashable


class MalformedProblem(ValueError):
    """The problem contradicts itself: a fault of the caller, not of the exam's data."""


class SeatOrder(StrEnum):
    """How machine numbers are dealt inside a cell."""

    ROLL = "roll"  # class by class, in registration-number order
    SHUFFLED = "shuffled"  # by the seed, so that neighbours are seldom neighbours in the roll


class Reason(StrEnum):
    """Why a candidate has no seat."""

    NO_ROOM = "no_room"  # the site has no room with a usable machine
    NO_SLOT = "no_slot"  # the site has no session inside the bounds
    NO_SEAT = "no_seat"  # every free seat of every session is taken
    CATEGORY = "category"  # the free seats that are left stand in cells of another category
    PIN_ROOM = "pin_room"  # pinned to a room that the site does not have
    PIN_SLOT = "pin_slot"  # pinned to a session that is not there or outside the bounds
    PIN_SEAT = "pin_seat"  # pinned to a spare machine or to none
    PIN_TAKEN = "pin_taken"  # pinned to a machine that an earlier pin holds


@dataclass(frozen=True, slots=True)
class Room:
    """A room; the tuple of rooms is in the order in which rooms fill."""

    key: Key
    number: int  # the number on the door
    capacity: int  # machines less spare; seats are 1..capacity


@dataclass(frozen=True, slots=True)
class Slot:
    """A session of the site (场次); the tuple of slots is in order of time."""

    key: Key
    ordinal: int  # as printed: 第n场 of the day
    day: date
    start_minute: int  # minutes since midnight
    end_minute: int


@dataclass(frozen=True, slots=True)
class Window:
    """A half-day band: a session lies wholly inside and starts no later than `last_start`."""

    start_minute: int
    end_minute: int
    last_start: int | None = None

    def holds(self, slot: Slot) -> bool:
        """Whether the session may be held in this band."""
        latest = self.end_minute if self.last_start is None else self.last_start
        inside = self.start_minute <= slot.start_minute and slot.end_minute <= self.end_minute
        return inside and slot.start_minute <= latest


@dataclass(frozen=True, slots=True)
class Group:
    """A class: the pupils of one school, category and class number."""

    key: Key
    school: Key
    order: int  # its place among the classes of its school
    members: tuple[Key, ...]  # candidates in roll order
    guest: bool = False  # a school that is no site and sits here (借考)
    category: Key = ""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A seat that a re-run must keep: locked, or placed by hand."""

    candidate: Key
    room: Key
    slot: Key
    seat: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One site. Schools stand in the order in which they first appear among the groups."""

    site: Key
    rooms: tuple[Room, ...]
    slots: tuple[Slot, ...]
    groups: tuple[Group, ...]
    pins: tuple[Pinned, ...] = ()
    closed: frozenset[tuple[Key, Key]] = frozenset()  # (room, slot): nobody new may enter
    separate_categories: bool = False
    seat_order: SeatOrder = SeatOrder.ROLL
    windows: tuple[Window, ...] = ()  # none: every slot may be used

    def check(self) -> None:
        """Raise `MalformedProblem` where the problem contradicts itself."""
        _once("room", [room.key for room in self.rooms])
        _once("slot", [slot.key for slot in self.slots])
        _once("group", [group.key for group in self.groups])
        candidates = [candidate for group in self.groups for candidate in group.members]
        known = _once("candidate", candidates)
        _once("pin", [pin.candidate for pin in self.pins])
        for pin in self.pins:
            if pin.candidate not in known:
                raise MalformedProblem(f"pin of an unknown candidate: {pin.candidate!r}")
        for room in self.rooms:
            if room.capacity < 0:
                raise MalformedProblem(f"room {room.key!r} has a negative capacity")
        for before, after in zip(self.slots, self.slots[1:], strict=False):
            if (before.day, before.end_minute) > (after.day, after.start_minute):
                raise MalformedProblem(f"slot {after.key!r} begins before the one before it ends")
        guests: dict[Key, bool] = {}
        for group in self.groups:
            if guests.setdefault(group.school, group.guest) != group.guest:
                raise MalformedProblem(f"school {group.school!r} is both host and guest")


@dataclass(frozen=True, slots=True)
class Seating:
    """One candidate on one machine in one session."""

    candidate: Key
    room: Key
    slot: Key
    seat: int
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Unplaced:
    """One candidate without a seat."""

    candidate: Key
    reason: Reason


@dataclass(frozen=True, slots=True)
class Report:
    """How good the plan is, each count beside the least that any plan could reach."""

    candidates: int
    seated: int
    pinned: int
    unplaced: int
    sessions: int  # sessions with somebody in them
    sessions_bound: int
    cells: int  # room-sessions with somebody in them
    cells_bound: int
    splits: int  # sum over the classes of (cells it sits in, less one)
    splits_bound: int
    proved: bool  # no plan has fewer sessions, nor fewer splits in as many sessions
    order_breaks: int  # a class that begins in an earlier session than the class before it
    apart: int  # split classes whose parts are not in neighbouring cells
    guests_apart: int  # guest schools whose sessions are not neighbours
    load_min: int  # candidates in the emptiest used cell
    load_max: int  # and in the fullest


@dataclass(frozen=True, slots=True)
class Plan:
    """Every candidate of the problem stands once: in `seatings` or in `unplaced`.

    Seatings are in order of session, room and seat; the unplaced in order of the groups.
    """

    seatings: tuple[Seating, ...]
    unplaced: tuple[Unplaced, ...]
    report: Report | None = None  # None where a plan was read back from storage


def _once(what: str, keys: list[Key]) -> set[Key]:
    seen = set(keys)
    if len(seen) != len(keys):
        raise MalformedProblem(f"the same {what} key stands twice")
    return seen
