"""The rules of an arrangement, and how a broken one is told."""

from dataclasses import dataclass
from enum import StrEnum

from ..problem import Key


class Rule(StrEnum):
    """What can be broken. The first kind is law; the second (`REMARKS`) is good arrangement."""

    UNKNOWN_CANDIDATE = "unknown_candidate"  # not a candidate of this site
    TWICE = "twice"  # seated twice, or seated and unplaced
    MISSING = "missing"  # neither seated nor unplaced
    FALSE_REASON = "false_reason"  # unplaced, and the reason is not true
    IDLE_SEAT = "idle_seat"  # unplaced although a seat is free that he may use
    UNKNOWN_ROOM = "unknown_room"
    UNKNOWN_SLOT = "unknown_slot"
    OUTSIDE_WINDOW = "outside_window"  # the session is not wholly inside a band, or starts too late
    CLOSED_CELL = "closed_cell"  # a newcomer in a room-session that is closed
    NO_SUCH_SEAT = "no_such_seat"  # a number below 1
    SPARE_SEAT = "spare_seat"  # a number above the capacity: a spare machine
    SEAT_TAKEN = "seat_taken"  # two candidates on one machine
    OVER_CAPACITY = "over_capacity"  # more candidates than usable machines
    PIN_LOST = "pin_lost"  # a pin that could be kept was not
    PIN_INVENTED = "pin_invented"  # called pinned, but there is no such pin
    MIXED_CATEGORIES = "mixed_categories"  # where the policy keeps them apart
    # from here on: remarks
    MORE_SESSIONS = "more_sessions"  # than the seats of all rooms ask for
    NEEDLESS_SPLIT = "needless_split"  # a room-session has room for the whole class
    SPLIT_APART = "split_apart"  # parts of a class not in neighbouring rooms or sessions
    GUESTS_APART = "guests_apart"  # sessions of a guest school are not neighbours
    CLASS_ORDER = "class_order"  # two alike classes of a school sit against class order
    ROLL_ORDER = "roll_order"  # candidates of a class sit against roll order
    ROOM_ORDER = "room_order"  # an earlier room stands empty that would do
    UNEVEN = "uneven"  # two cells share a class and could be evener
    SEAT_GAP = "seat_gap"  # a lower machine number is free
    REPORT_FALSE = "report_false"  # the plan's counts are not those of its seatings


REMARKS = frozenset(list(Rule)[list(Rule).index(Rule.MORE_SESSIONS) :])


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken rule and what it is about; what does not apply is None."""

    rule: Rule
    candidate: Key | None = None
    group: Key | None = None
    school: Key | None = None
    room: Key | None = None
    slot: Key | None = None
    seat: int | None = None
    number: int | None = None  # a count: candidates over capacity, sessions too many, …

    @property
    def remark(self) -> bool:
        """Whether the plan is lawful all the same."""
        return self.rule in REMARKS
