"""One seat after another in the order of the paper: read once, as a stream."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.conf import settings

from .selection import Selection

# Order of printing: what the form says, and the columns that make it.
BY_CLASS = "class"
BY_ROOM = "room"
ORDERS = {
    BY_CLASS: (
        "学校－班级－报名号",
        (
            "candidate__school__code",
            "candidate__category",
            "candidate__class_no",
            "candidate__registration_no",
        ),
    ),
    BY_ROOM: (
        "考点－考场－场次－座位",
        (
            "room_session__room__site__school__code",
            "room_session__room__number",
            "room_session__session__starts_at",
            "seat",
        ),
    ),
}


class Seat(NamedTuple):
    """A candidate on his machine, with everything that a paper says of him."""

    name: str
    number: str
    sex: str
    category: str
    class_no: int
    school: str
    photo: str | None
    site: str
    address: str
    room: int
    machines: int
    spare: int
    cell: int
    day: object
    ordinal: int
    starts_at: object
    ends_at: object
    seat: int


_COLUMNS = (
    "candidate__name", "candidate__registration_no", "candidate__sex", "candidate__category",
    "candidate__class_no", "candidate__school__name", "candidate__photo__sha256",
    "room_session__room__site__school__name", "room_session__room__site__school__address",
    "room_session__room__number", "room_session__room__machines", "room_session__room__spare",
    "room_session_id", "room_session__session__day", "room_session__session__ordinal",
    "room_session__session__starts_at", "room_session__session__ends_at", "seat",
)  # fmt: skip


def seats(selection: Selection, order: str) -> Iterator[Seat]:
    rows = selection.seatings().order_by(*ORDERS[order][1]).values_list(*_COLUMNS)
    return (Seat(*row) for row in rows.iterator(2000))


def cells(selection: Selection):
    """(first seat of the room-session, all its seats), in order of room and time."""
    for _key, group in groupby(seats(selection, BY_ROOM), key=attrgetter("cell")):
        rows = list(group)
        yield rows[0], rows


def photo(sha256: str | None) -> bytes | None:
    """The picture's bytes, or None while there is no photograph."""
    if not sha256:
        return None
    path = settings.MEDIA_ROOT / sha256[:2] / sha256
    return path.read_bytes() if path.exists() else None


def class_name(rules, category: str, class_no: int) -> str:
    known = rules.categories.get(category)
    return f"{known.title if known else category}{class_no}班"
