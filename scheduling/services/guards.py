"""What lower apps must not do while seats depend on it; registered with centers.hooks."""

from django.utils.translation import gettext as _

from examadmin.base.errors import Refusal

from ..choices import ArrangementState
from ..models import Arrangement, Seating


def check_room_change(room, *, machines, spare, in_use) -> None:
    """Under review or locked, a room may not lose a machine that somebody sits at. Before that it
    may: the next run places those candidates anew, and until then they are findings."""
    arrangement = _frozen(room.site.exam_id, room.site.county_id)
    if arrangement is None:
        return
    usable = machines - spare if in_use else 0
    losers = Seating.objects.filter(room_session__room=room, seat__gt=usable)
    if usable < room.capacity and losers.exists():
        raise Refusal(
            _("%(arrangement)s现在的状态是“%(state)s”，%(room)s有考生在要停用的机器上，不能改动。")
            % {"arrangement": arrangement, "state": arrangement.get_state_display(), "room": room}
        )


def check_hosting_change(exam, *, guest, host) -> None:
    """借考 stands still while the city reviews, and where the guests are seated in a locked plan."""
    arrangement = _frozen(exam.pk, host.county_id)
    if arrangement is None:
        return
    seated = Seating.objects.filter(
        candidate__exam=exam, candidate__school=guest, room_session__room__site=host
    )
    if arrangement.state != ArrangementState.LOCKED or seated.exists():
        raise Refusal(
            _("%(arrangement)s现在的状态是“%(state)s”，借考安排不能改动。")
            % {"arrangement": arrangement, "state": arrangement.get_state_display()}
        )


def _frozen(exam: int, county: int) -> Arrangement | None:
    """The county's arrangement if it may not be changed."""
    arrangement = Arrangement.objects.filter(exam=exam, county=county).first()
    return None if arrangement is None or arrangement.is_open else arrangement
