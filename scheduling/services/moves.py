"""Move by hand: one candidate, a class, a session; every verb becomes moves that one rule checks."""

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.models import Candidate
from examadmin.audit.services import record
from examadmin.base.errors import Invalid, Refusal

from ..models import Arrangement, RoomSession, Seating, Session
from ..queries.board import Move
from ..queries.rules import check_moves
from .carry_out import LISTED, Moved, make_moves
from .gate import authorise, hold, hold_of, next_version, require_open, require_reason

__all__ = [
    "Move",
    "Moved",
    "check_moves",
    "make_moves",
    "move_candidate",
    "move_class",
    "move_session",
    "pin",
    "swap_candidates",
    "swap_sessions",
    "unpin",
    "unseat",
]


def move_candidate(
    *, candidate, room_session, seat=None, by, now, reason="", allow_spare=False
) -> Moved:
    """One candidate to a room-session, on a given machine or on the lowest free one."""
    return make_moves(
        arrangement=_arrangement_at(room_session),
        moves=[Move(candidate.pk, room_session.pk, seat)],
        by=by,
        now=now,
        reason=reason,
        action="move_candidate",
        allow_spare=allow_spare,
    )


def move_class(*, school, category, class_no, target, by, now, reason="") -> Moved:
    """A whole class to a room-session, or to a session, whose rooms fill in their order."""
    arrangement = _arrangement_at(target)
    members = list(
        Candidate.objects.filter(
            exam=arrangement.exam_id,
            school=school,
            category=category,
            class_no=class_no,
            withdrawn_at=None,
        )
        .order_by("registration_no")
        .values_list("pk", flat=True)
    )
    return make_moves(
        arrangement=arrangement,
        moves=_poured(members, _cells(target)),
        by=by,
        now=now,
        reason=reason,
        action="move_class",
    )


def move_session(*, source, target, by, now, reason="") -> Moved:
    """Everybody of a room-session, or of a whole session, to another one, on the same machines.

    Sessions are of one kind on both sides. A session moves room by room.
    """
    return make_moves(
        arrangement=_arrangement_at(target),
        moves=[
            Move(candidate, there, seat)
            for here, there in _pairs(source, target)
            for candidate, seat in _inside(here)
        ],
        by=by,
        now=now,
        reason=reason,
        action="move_session",
    )


def swap_sessions(*, first, second, by, now, reason="") -> Moved:
    """Everybody of two room-sessions, or of two sessions, changes places."""
    moves = []
    for here, there in _pairs(first, second):
        moves += [Move(candidate, there, seat) for candidate, seat in _inside(here)]
        moves += [Move(candidate, here, seat) for candidate, seat in _inside(there)]
    return make_moves(
        arrangement=_arrangement_at(second),
        moves=moves,
        by=by,
        now=now,
        reason=reason,
        action="swap_sessions",
    )


def swap_candidates(*, first, second, by, now, reason="") -> Moved:
    """Two candidates change machines."""
    seats = {s.candidate_id: s for s in Seating.objects.filter(candidate__in=[first.pk, second.pk])}
    for candidate in (first, second):
        if candidate.pk not in seats:
            raise Refusal(_("%(candidate)s还没有座位，不能互换。") % {"candidate": candidate})
    one, other = seats[first.pk], seats[second.pk]
    return make_moves(
        arrangement=one.arrangement,
        moves=[
            Move(first.pk, other.room_session_id, other.seat),
            Move(second.pk, one.room_session_id, one.seat),
        ],
        by=by,
        now=now,
        reason=reason,
        action="swap_candidates",
    )


def unseat(*, arrangement, candidates, by, now, reason) -> Moved:
    """Off their seats and onto the red list; the next run places them again."""
    reason = require_reason(reason, _("请填写移出座位的理由。"))
    return make_moves(
        arrangement=arrangement,
        moves=[Move(candidate.pk, None) for candidate in candidates],
        by=by,
        now=now,
        reason=reason,
        action="unseat",
    )


def pin(*, arrangement, candidates, by, now) -> int:
    """Fix the seats of these candidates against every later run; returns how many changed."""
    return _set_pinned(arrangement, candidates, True, by=by, now=now)


def unpin(*, arrangement, candidates, by, now) -> int:
    return _set_pinned(arrangement, candidates, False, by=by, now=now)


@transaction.atomic
def _set_pinned(arrangement, candidates, pinned, *, by, now) -> int:
    held = hold(arrangement)
    authorise(by, "arrange", held)
    require_open(held, by=by, now=now)
    rows = Seating.objects.filter(
        arrangement=held, candidate__in=[c.pk for c in candidates], pinned=not pinned
    )
    numbers = list(rows.values_list("candidate__registration_no", flat=True))
    count = rows.update(pinned=pinned)
    if count:
        record(
            by=by,
            now=now,
            action="scheduling.pin" if pinned else "scheduling.unpin",
            target=held,
            chain=f"county:{held.county.code}",
            changes={
                "version": next_version(held),
                "count": count,
                "candidates": numbers[:LISTED],
            },
        )
    return count


# ---- parts of the verbs


def _arrangement_at(place) -> Arrangement:
    """The arrangement that a room-session or a session belongs to."""
    session = place.session if isinstance(place, RoomSession) else place
    site = session.site
    with transaction.atomic():
        return hold_of(exam=site.exam, county=site.county)


def _cells(place) -> list[RoomSession]:
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
    there = {cell.room_id: cell.pk for cell in _cells(target)}
    pairs = []
    for cell in _cells(source):
        if cell.room_id not in there:
            raise Refusal(_("目标场次没有%(room)s。") % {"room": cell.room})
        pairs.append((cell.pk, there[cell.room_id]))
    return pairs


def _poured(members, cells) -> list[Move]:
    """Members into the free usable machines of the cells in order; who does not fit is sent to the
    last one, where the rule says that it is full."""
    moves, left = [], list(members)
    for cell in cells:
        taken = Seating.objects.filter(room_session=cell).exclude(candidate__in=members).count()
        free = max(0, cell.room.capacity - taken)
        moves += [Move(member, cell.pk) for member in left[:free]]
        left = left[free:]
    if not cells:
        raise Refusal(_("目标场次没有启用的考场。"))
    return moves + [Move(member, cells[-1].pk) for member in left]
