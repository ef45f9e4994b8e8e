"""A room-session that broke off: reported at once, postponed, held later by a published notice
(Y-017). The planned time is never overwritten."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from examadmin.audit.services import record
from examadmin.base import clock
from examadmin.base.errors import Invalid, Refusal

from ..models import Postponement, RoomSession
from ..states import POSTPONEMENT
from .gate import authorise, require_reason


@transaction.atomic
def report_interruption(*, room_session, cause: str, interrupted_at, by, now) -> Postponement:
    """Tell the tiers above that a room-session has broken off; the report's own time is kept."""
    authorise(by, "report_interruption", room_session)
    cause = require_reason(cause, _("请说明中断的原因。"))
    if interrupted_at > now:
        raise Invalid(_("中断时间不能晚于现在。"))
    if not room_session.seatings.exists():
        raise Invalid(_("这个考场场次没有考生。"))
    try:
        with transaction.atomic():
            postponement = Postponement.objects.create(
                room_session=room_session,
                cause=cause,
                interrupted_at=interrupted_at,
                reported_at=now,
            )
    except IntegrityError:
        raise Refusal(
            _("%(room_session)s的中断已经报告过。") % {"room_session": room_session}
        ) from None
    record(
        by=by,
        now=now,
        action="scheduling.report_interruption",
        target=postponement,
        chain=_chain(postponement),
        changes={"interrupted_at": interrupted_at},
        reason=cause,
    )
    return postponement


@transaction.atomic
def postpone(*, postponement, by, now, comment="") -> Postponement:
    """The rest is held later; when and where is told by a notice of its own."""
    authorise(by, "postpone", postponement)
    return POSTPONEMENT.move(
        postponement, "postpone", by=by, now=now, chain=_chain(postponement), comment=comment
    )


@transaction.atomic
def reschedule(*, postponement, room, starts_at, ends_at, notice: str, by, now) -> Postponement:
    """Give the postponed session its room and time and publish the notice."""
    authorise(by, "postpone", postponement)
    notice = require_reason(notice, _("请填写向考生公布的通知。"))
    site = postponement.room_session.session.site
    if room.site_id != site.pk:
        raise Invalid(_("延考须安排在原考点的考场。"))
    if not now < starts_at < ends_at:
        raise Invalid(_("延考时间须晚于现在，结束须晚于开始。"))
    _require_free(room, starts_at, ends_at, postponement)
    return POSTPONEMENT.move(
        postponement,
        "reschedule",
        by=by,
        now=now,
        chain=_chain(postponement),
        changes={"room": room.number, "starts_at": starts_at, "ends_at": ends_at},
        room=room,
        starts_at=starts_at,
        ends_at=ends_at,
        notice=notice,
        published_at=now,
    )


def _require_free(room, starts_at, ends_at, postponement) -> None:
    """Nobody else may sit in that room then: neither by plan nor by another postponement."""
    planned = RoomSession.objects.filter(
        room=room,
        session__starts_at__lt=ends_at,
        session__ends_at__gt=starts_at,
        seatings__isnull=False,
    ).first()
    if planned:
        raise Refusal(
            _("%(room)s这段时间已有%(session)s。") % {"room": room, "session": planned.session}
        )
    other = (
        Postponement.objects.filter(room=room, starts_at__lt=ends_at, ends_at__gt=starts_at)
        .exclude(pk=postponement.pk)
        .exists()
    )
    if other:
        raise Refusal(
            _("%(room)s%(time)s已安排其他延考。")
            % {"room": room, "time": f"{clock.local(starts_at):%m-%d %H:%M}"}
        )


def _chain(postponement) -> str:
    return postponement.room_session.session.site.school.chain
