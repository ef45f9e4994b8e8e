"""Begin and end a room-session; the log-in cut-off and the city's extension of it (Y-014, Y-016)."""

from django.db import transaction
from django.utils.translation import gettext as _

from examadmin.audit.services import record
from examadmin.base import clock
from examadmin.base.errors import Invalid, Refusal

from ..models import CutoffExtension, RoomSession
from ..queries.timetable import cutoff_of
from .gate import authorise, require_reason


@transaction.atomic
def extend_cutoff(*, site, day, until, reason: str, by, now) -> CutoffExtension:
    """The city lets candidates of a site log in until a later moment of that day."""
    authorise(by, "extend_cutoff", site)
    reason = require_reason(reason, _("请填写延长登录时间的理由。"))
    if day not in site.exam.rules.dates:
        raise Invalid(_("%(day)s不是考试日。") % {"day": day})
    if clock.local(until).date() != day or until <= cutoff_of(site, day):
        raise Invalid(_("延长到的时间须在当天，并晚于现在的登录截止时间。"))
    extension = CutoffExtension.objects.create(
        site=site, day=day, until=until, reason=reason, by=by, at=now
    )
    record(
        by=by,
        now=now,
        action="scheduling.extend_cutoff",
        target=extension,
        chain=site.school.chain,
        changes={"day": day, "until": until},
        reason=reason,
    )
    return extension


def require_login_open(room_session, now) -> None:
    """Refuse once nobody may log in any more on the day of this session (Y-016)."""
    session = room_session.session
    cutoff = cutoff_of(session.site, session.day)
    if now > cutoff:
        raise Refusal(
            _("%(site)s%(day)s的登录已于%(time)s截止，须经市级批准延长。")
            % {
                "site": session.site,
                "day": session.day,
                "time": f"{clock.local(cutoff):%H:%M}",
            }
        )


@transaction.atomic
def begin_room_session(*, room_session, by, now) -> RoomSession:
    """Note the actual start beside the planned one. Two people pressing: one start stands."""
    room_session = _read(room_session)
    authorise(by, "run_session", room_session)
    require_login_open(room_session, now)
    _note(room_session, "began_at", by=by, now=now)
    return room_session


@transaction.atomic
def end_room_session(*, room_session, by, now) -> RoomSession:
    """Note the actual end."""
    room_session = _read(room_session)
    authorise(by, "run_session", room_session)
    if room_session.began_at is None or room_session.began_at >= now:
        raise Refusal(_("%(room_session)s还没有开始。") % {"room_session": room_session})
    _note(room_session, "ended_at", by=by, now=now)
    return room_session


def _read(room_session) -> RoomSession:
    return RoomSession.objects.select_related(
        "room", "session__site__school", "session__site__exam__policy"
    ).get(pk=room_session.pk)


def _note(room_session, field: str, *, by, now) -> None:
    done = RoomSession.objects.filter(pk=room_session.pk, **{field: None}).update(**{field: now})
    if not done:
        raise Refusal(_("%(room_session)s的实际时间已经登记过。") % {"room_session": room_session})
    setattr(room_session, field, now)
    record(
        by=by,
        now=now,
        action=f"scheduling.{field}",
        target=room_session,
        chain=room_session.session.site.school.chain,
        changes={field: now},
    )
