"""After the lock: a change is asked for with a reason, decided by another person, carried out by
the same rules, and says which papers must be printed again (Y-039, D-22)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from examadmin.base.errors import Forbidden, Invalid, Refusal

from ..choices import ArrangementState, ChangeState
from ..findings import blocking
from ..models import Arrangement, ChangeOrder
from ..queries.affected import affected_papers, seat_facts
from ..queries.board import Move
from ..queries.frozen import fingerprint
from ..queries.rules import check
from ..queries.told import with_origins
from ..states import CHANGE
from .carry_out import apply_moves
from .gate import audit, authorise, chain_of, hold, require_reason


@transaction.atomic
def request_change(*, arrangement, moves, reason: str, by, now) -> ChangeOrder:
    """Ask for moves in a locked arrangement. Refused where a rule forbids one, or while another
    order of the county is open."""
    held = hold(arrangement)
    authorise(by, "request_change", held)
    _require_locked(held)
    reason = require_reason(reason, _("请填写变更理由。"))
    moves = list(moves)
    if not moves:
        raise Invalid(_("没有选中要调整的考生。"))
    checked = check(held, moves)
    _require_allowed(checked.findings)
    try:
        with transaction.atomic():
            order = ChangeOrder.objects.create(
                arrangement=held,
                moves=with_origins(checked),
                reason=reason,
                base_version=held.version,
                requested_by=by,
                requested_at=now,
            )
    except IntegrityError:
        raise Refusal(_("本考区还有一份变更单等待批准，请先处理完。")) from None
    audit(
        held,
        "request_change",
        by=by,
        now=now,
        target=order,
        reason=reason,
        changes={"moves": order.moves, "version": held.version},
    )
    return order


@transaction.atomic
def approve_change(*, order, by, now, comment="") -> ChangeOrder:
    """Carry out what was asked for. The moves are checked again against the seats as they are.

    `order.affected` then lists the papers to print again. Not by the person who asked.
    """
    held = hold(order.arrangement)
    order = _take(order, by)
    _require_locked(held)
    if order.state == ChangeState.REQUESTED and held.version != order.base_version:
        raise Refusal(_("申请之后座位有过变动，请不予批准，由考区重新申请。"))
    moves = [Move.from_dict(data) for data in order.moves]
    CHANGE.move(
        order,
        "approve",
        by=by,
        now=now,
        chain=chain_of(held),
        comment=comment,
        decided_by=by,
        decided_at=now,
    )
    people = [move.candidate for move in moves]
    before = seat_facts(people)
    apply_moves(held, moves, by=by, now=now, reason=order.reason, action="carry_out_change")
    after = seat_facts(people)
    order.affected = [paper.as_dict() for paper in affected_papers(before, after)]
    order.save(update_fields=["affected"])
    held.sha256 = fingerprint(held)
    Arrangement.objects.filter(pk=held.pk).update(sha256=held.sha256)
    return order


@transaction.atomic
def refuse_change(*, order, by, now, reason: str) -> ChangeOrder:
    held = hold(order.arrangement)
    order = _take(order, by)
    reason = require_reason(reason, _("请填写不批准的理由。"))
    return CHANGE.move(
        order,
        "refuse",
        by=by,
        now=now,
        chain=chain_of(held),
        comment=reason,
        decided_by=by,
        decided_at=now,
    )


def _take(order, by) -> ChangeOrder:
    """The order as it is now, for somebody who may decide it."""
    order = ChangeOrder.objects.select_related("arrangement__county", "requested_by").get(
        pk=order.pk
    )
    authorise(by, "approve_change", order)
    if by is None or by.pk == order.requested_by_id:
        raise Forbidden(_("变更须由申请人以外的人决定。"))
    return order


def _require_locked(held) -> None:
    if held.state != ArrangementState.LOCKED:
        raise Refusal(
            _("%(arrangement)s还没有锁定，可以直接调整，不需要变更单。") % {"arrangement": held}
        )


def _require_allowed(findings) -> None:
    grave = [f for f in blocking(findings) if f.rule != "unseated"]
    if grave:
        raise Refusal(_("所申请的调整不符合规定。"), findings=findings)
