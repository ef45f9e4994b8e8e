"""Carry out moves, however they came about: checked by one rule, written without collision."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from examadmin.audit.services import record
from examadmin.base.errors import Invalid, Refusal

from ..choices import Unseated
from ..findings import Finding, forbidding
from ..models import Arrangement, Seating
from ..queries.board import Move
from ..queries.rules import check
from .gate import authorise, hold, next_version, require_open

PARK = 10_000  # where seats wait while they change places
LISTED = 300  # moves that an audit row names one by one


@dataclass(frozen=True)
class Moved:
    """What came of it: the arrangement, the moves with their machines, and what to bear in mind."""

    arrangement: Arrangement
    moves: list[Move]
    findings: list[Finding]


@transaction.atomic
def make_moves(
    *, arrangement, moves, by, now, reason="", action="move", allow_spare=False
) -> Moved:
    """Carry out any moves of one arrangement, all or none.

    Raises Refusal with every finding if a rule forbids one of them, or where the arrangement is
    under review or locked, or its window is closed.
    """
    held = hold(arrangement)
    authorise(by, "arrange", held)
    require_open(held, by=by, now=now)
    return apply_moves(
        held, moves, by=by, now=now, reason=reason, action=action, allow_spare=allow_spare
    )


def apply_moves(held, moves, *, by, now, reason, action, allow_spare=False) -> Moved:
    """The moves of an arrangement that the caller holds and may change."""
    moves = list(moves)
    if not moves:
        raise Invalid(_("没有选中要调整的考生。"))
    checked = check(held, moves, allow_spare=allow_spare)
    if forbidding(checked.findings):
        raise Refusal(_("调整没有进行，没有改动。"), findings=checked.findings)
    board = checked.board
    changed = [m for m in checked.resolved if not _same(m, board.now_at.get(m.candidate))]
    unplaced = dict(held.unplaced)
    for move in changed:
        unplaced.pop(str(move.candidate), None)
        if move.room_session is None:
            unplaced[str(move.candidate)] = str(Unseated.TAKEN_OUT)
    version = next_version(held, unplaced=unplaced)
    _write(held, changed, board, version)
    record(
        by=by,
        now=now,
        action=f"scheduling.{action}",
        target=held,
        chain=f"county:{held.county.code}",
        changes={
            "version": version,
            "count": len(changed),
            "moves": [_told(move, board) for move in changed[:LISTED]],
        },
        reason=reason,
    )
    return Moved(held, changed, checked.findings)


def _same(move, place) -> bool:
    return place is not None and (place.cell, place.seat) == (move.room_session, move.seat)


def _write(held, moves, board, version) -> None:
    """Two steps, so that nobody meets another on a machine that he is about to leave. A spare
    machine that was asked for is pinned: no run takes it away, and nobody asks again."""
    now_at = board.now_at
    pinned = {m.candidate for m in moves if _is_pinned(m, board)}
    leaving = [now_at[m.candidate].pk for m in moves if m.room_session is None]
    Seating.objects.filter(pk__in=leaving).delete()
    staying = [m for m in moves if m.room_session is not None and m.candidate in now_at]
    keys = [now_at[m.candidate].pk for m in staying]
    Seating.objects.filter(pk__in=keys).update(seat=F("seat") + PARK)
    Seating.objects.bulk_update(
        [
            Seating(
                pk=now_at[m.candidate].pk,
                room_session_id=m.room_session,
                seat=m.seat,
                pinned=m.candidate in pinned,
                version=version,
            )
            for m in staying
        ],
        ["room_session", "seat", "pinned", "version"],
        batch_size=100,
    )
    Seating.objects.bulk_create(
        [
            Seating(
                arrangement=held,
                candidate_id=m.candidate,
                room_session_id=m.room_session,
                seat=m.seat,
                pinned=m.candidate in pinned,
                version=version,
            )
            for m in moves
            if m.room_session is not None and m.candidate not in now_at
        ],
        batch_size=500,
    )


def _is_pinned(move, board) -> bool:
    if move.room_session is None:
        return False
    place = board.now_at.get(move.candidate)
    on_spare = move.seat > board.cells[move.room_session].capacity
    return on_spare or (place is not None and place.pinned)


def _told(move, board) -> dict:
    """A move in words that stay true when rows are gone."""
    place = board.now_at.get(move.candidate)
    return {
        "candidate": board.people[move.candidate].registration_no,
        "from": f"{board.cells[place.cell]} {place.seat}" if place else "",
        "to": f"{board.cells[move.room_session]} {move.seat}" if move.room_session else "",
    }
