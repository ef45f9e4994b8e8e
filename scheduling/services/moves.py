"""Move by hand: one candidate, a class, a session; every verb becomes moves that one rule checks."""

from django.db import transaction
from django.utils.translation import gettext as _

from examadmin.audit.services import record

from ..models import Arrangement, RoomSession, Seating
from ..queries.board import Move
from ..queries.intent import carried, exchanged, members_of, poured, swapped
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
    members = members_of(arrangement.exam_id, school, category, class_no)
    return make_moves(
        arrangement=arrangement,
        moves=poured(members, target),
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
        moves=carried(source, target),
        by=by,
        now=now,
        reason=reason,
        action="move_session",
    )


def swap_sessions(*, first, second, by, now, reason="") -> Moved:
    """Everybody of two room-sessions, or of two sessions, changes places."""
    return make_moves(
        arrangement=_arrangement_at(second),
        moves=exchanged(first, second),
        by=by,
        now=now,
        reason=reason,
        action="swap_sessions",
    )


def swap_candidates(*, first, second, by, now, reason="") -> Moved:
    """Two candidates change machines."""
    moves = swapped(first, second)
    seating = Seating.objects.select_related("arrangement").get(candidate=first)
    return make_moves(
        arrangement=seating.arrangement,
        moves=moves,
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
