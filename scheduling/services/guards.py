"""What lower apps must not do while seats depend on it; registered with the hooks
of centers and candidates."""

from django.utils.translation import gettext as _

from examadmin.base.errors import Refusal

from ..choices import ArrangementState
from ..models import Arrangement, Seating
from ..queries.destinations import Destinations
from .moves import unseat


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


PLACE = {"school", "category", "class_no"}  # what decides at which site somebody sits


def check_withdrawal(candidates) -> None:
    """Whoever sits in a plan that is under review or locked leaves it by a change order first."""
    _require_movable(
        candidates, _("%(candidate)s的座位已上报或锁定，请先用变更单移出座位，再登记退出。")
    )


def free_seats(candidates, *, by, now) -> None:
    """Who has left the exam leaves the seat."""
    _unseat(Seating.objects.filter(candidate__in=candidates), _("考生退出考试"), now)


def check_correction(candidate, changes) -> None:
    if PLACE & set(changes):
        _require_movable(
            [candidate],
            _("%(candidate)s的座位已上报或锁定，更改学校、类别或班级须先用变更单移出座位。"),
        )


def leave_wrong_site(candidate, changes, *, by, now) -> None:
    """Another school or class may belong to another site: then the seat is given up."""
    seating = Seating.objects.filter(candidate=candidate).select_related("room_session__room")
    seat = seating.first()
    if seat is None or not PLACE & set(changes):
        return
    key = (candidate.school_id, candidate.category, candidate.class_no)
    if not Destinations(candidate.exam).may_sit(seat.room_session.room.site_id, *key):
        _unseat(seating, _("考生的学校或班级更正后不在此考点考试"), now)


def _require_movable(candidates, sentence) -> None:
    seated = Seating.objects.filter(candidate__in=candidates)
    for seat in seated.select_related("arrangement", "candidate"):
        if not seat.arrangement.is_open:
            raise Refusal(sentence % {"candidate": seat.candidate})


def _unseat(seatings, reason, now) -> None:
    """By the system: the person's own act is on record already."""
    by_arrangement = {}
    for seat in seatings.select_related("arrangement__exam", "arrangement__county", "candidate"):
        by_arrangement.setdefault(seat.arrangement, []).append(seat.candidate)
    for arrangement, candidates in by_arrangement.items():
        unseat(arrangement=arrangement, candidates=candidates, by=None, now=now, reason=reason)


def _frozen(exam: int, county: int) -> Arrangement | None:
    """The county's arrangement if it may not be changed."""
    arrangement = Arrangement.objects.filter(exam=exam, county=county).first()
    return None if arrangement is None or arrangement.is_open else arrangement
