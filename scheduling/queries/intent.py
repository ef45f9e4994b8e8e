"""What a person asks for (a class, a room-session, a session, a swap) spelled out as moves."""

from django.utils.translation import gettext as _

from candidates.models import Candidate
from examadmin.base.errors import Invalid, Refusal

from ..models import RoomSession, Seating, Session
from .board import Move


def members_of(exam, school, category, class_no) -> list[int]:
    """The candidates of a class, by registration number."""
    return list(
        Candidate.objects.filter(
            exam=exam, school=school, category=category, class_no=class_no, withdrawn_at=None
        )
        .order_by("registration_no")
        .values_list("pk", flat=True)
    )


def poured(members, target) -> list[Move]:
    """Members into the free usable machines of a room-session, or of the rooms of a session in
    their order. Who does not fit is sent to the last one, where the rule says that it is full."""
    cells = cells_in(target)
    if not cells:
        raise Refusal(_("目标场次没有启用的考场。"))
    moves, left = [], list(members)
    for cell in cells:
        taken = Seating.objects.filter(room_session=cell).exclude(candidate__in=members).count()
        free = max(0, cell.room.capacity - taken)
        moves += [Move(member, cell.pk) for member in left[:free]]
        left = left[free:]
    return moves + [Move(member, cells[-1].pk) for member in left]


def carried(source, target) -> list[Move]:
    """Everybody of a room-session, or of a session, to another one, on the same machines."""
    return [
        Move(candidate, there, seat)
        for here, there in _pairs(source, target)
        for candidate, seat in _inside(here)
    ]


def exchanged(first, second) -> list[Move]:
    """Everybody of two room-sessions, or of two sessions, changes places."""
    return carried(first, second) + [
        Move(candidate, here, seat)
        for here, there in _pairs(first, second)
        for candidate, seat in _inside(there)
    ]


def swapped(first, second) -> list[Move]:
    """Two candidates change machines."""
    seats = {s.candidate_id: s for s in Seating.objects.filter(candidate__in=[first.pk, second.pk])}
    for candidate in (first, second):
        if candidate.pk not in seats:
            raise Refusal(_("%(candidate)s还没有座位，不能互换。") % {"candidate": candidate})
    one, other = seats[first.pk], seats[second.pk]
    return [
        Move(first.pk, other.room_session_id, other.seat),
        Move(second.pk, one.room_session_id, one.seat),
    ]


def cells_in(place) -> list[RoomSession]:
    """A room-session alone, or the room-sessions of a session in the order of rooms."""
    if isinstance(place, RoomSession):
        return [place]
    return list(
        place.room_sessions.filter(room__in_use=True)
        .select_related("room")
        .order_by("room__number")
    )


def _inside(cell: int):
    return (
        Seating.objects.filter(room_session=cell)
        .order_by("seat")
        .values_list("candidate_id", "seat")
    )


def _pairs(source, target) -> list[tuple[int, int]]:
    """Which room-session goes where."""
    if isinstance(source, Session) != isinstance(target, Session):
        raise Invalid(_("考场场次只能与考场场次对调，场次只能与场次对调。"))
    if isinstance(source, RoomSession):
        return [(source.pk, target.pk)]
    if source.site_id != target.site_id:
        raise Invalid(_("整场移动只能在同一考点内进行。"))
    there = {cell.room_id: cell.pk for cell in cells_in(target)}
    pairs = []
    for cell in cells_in(source):
        if cell.room_id not in there:
            raise Refusal(_("目标场次没有%(room)s。") % {"room": cell.room})
        pairs.append((cell.pk, there[cell.room_id]))
    return pairs
