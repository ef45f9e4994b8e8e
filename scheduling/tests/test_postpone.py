"""A session that broke off (Y-017)."""

from datetime import datetime, timedelta

import pytest

from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.exams.rules import ZONE
from scheduling.choices import PostponementState
from scheduling.services.postpone import postpone, report_interruption, reschedule

from .acts import arranged, cell


def at(hour, minute=0, day=30):
    return datetime(2024, 5, day, hour, minute, tzinfo=ZONE)


def broken_off(world, by=None):
    arranged(world)
    return report_interruption(
        room_session=cell(world.site_a1, 1, 1), cause="停电", interrupted_at=at(8, 7),
        by=by or world.chief_a1, now=at(8, 9),
    )  # fmt: skip


def again(world, one, **options):
    return reschedule(
        **{"postponement": one, "room": world.room_a1_1, "starts_at": at(18, 0),
           "ends_at": at(18, 20), "notice": "第1场延至18:00", "by": world.officer_a,
           "now": at(9), **options}
    )  # fmt: skip


@pytest.mark.clause("Y-017")
def test_a_broken_off_session_is_reported_postponed_and_rescheduled_by_a_published_notice(world):
    one = broken_off(world)
    assert (one.state, one.interrupted_at, one.reported_at) == (
        PostponementState.INTERRUPTED, at(8, 7), at(8, 9),
    )  # fmt: skip
    postpone(postponement=one, by=world.officer_a, now=at(8, 40))
    again(world, one)
    one.refresh_from_db()
    assert one.state == PostponementState.RESCHEDULED
    assert (one.starts_at, one.notice, one.published_at) == (at(18), "第1场延至18:00", at(9))
    assert one.room_session.session.starts_at == at(8)
    assert Entry.objects.filter(object_type="scheduling.Postponement").count() == 3


def test_an_interruption_is_reported_once_with_its_cause_and_not_ahead_of_time(world):
    one = broken_off(world)
    report = {"room_session": one.room_session, "by": world.chief_a1, "now": at(8, 20)}
    with pytest.raises(Refusal, match="已经报告过"):
        report_interruption(cause="停电", interrupted_at=at(8, 7), **report)
    with pytest.raises(Invalid, match="原因"):
        report_interruption(cause="", interrupted_at=at(8, 7), **report)
    with pytest.raises(Invalid, match="不能晚于现在"):
        report_interruption(cause="停电", interrupted_at=at(8, 30), **report)
    with pytest.raises(Invalid, match="没有考生"):
        report_interruption(
            room_session=cell(world.site_a1, 1, 15), cause="停电", interrupted_at=at(8),
            by=world.chief_a1, now=at(8, 20),
        )  # fmt: skip


def test_a_notice_is_needed_and_a_free_room_of_the_same_site(world):
    one = broken_off(world)
    with pytest.raises(Invalid, match="通知"):
        again(world, one, notice="")
    with pytest.raises(Invalid, match="原考点"):
        again(world, one, room=world.room_a2_1)
    with pytest.raises(Invalid, match="晚于现在"):
        again(world, one, starts_at=at(8), ends_at=at(8, 20))
    taken = cell(world.site_a1, 2, 2).session
    with pytest.raises(Refusal, match="这段时间已有"):
        again(world, one, room=world.room_a1_2, starts_at=taken.starts_at,
              ends_at=taken.ends_at, now=at(8, 20))  # fmt: skip
    again(world, one)
    other = report_interruption(
        room_session=cell(world.site_a1, 2, 1), cause="停电", interrupted_at=at(8, 7),
        by=world.proctor_a1_2, now=at(8, 9),
    )  # fmt: skip
    with pytest.raises(Refusal, match="其他延考"):
        again(world, other, starts_at=at(18) + timedelta(minutes=10), ends_at=at(18, 30))


def test_the_site_reports_but_the_county_or_city_decides(world):
    one = broken_off(world)
    for person in (world.chief_a1, world.officer_b, world.auditor):
        with pytest.raises(Forbidden):
            postpone(postponement=one, by=person, now=at(9))
    with pytest.raises(Forbidden):
        report_interruption(
            room_session=cell(world.site_a2, 1, 1), cause="停电", interrupted_at=at(8),
            by=world.chief_a1, now=at(9),
        )  # fmt: skip
