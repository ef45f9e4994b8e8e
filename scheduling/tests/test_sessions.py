"""Sessions of sites: made from policy, county and site; adjusted; begun and ended; the cut-off."""

from datetime import date, datetime, time, timedelta

import pytest

from centers.models import Site
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.exams.rules import ZONE
from scheduling.models import RoomSession, Seating, Session
from scheduling.queries.timetable import timetable_difference, timetable_findings
from scheduling.services.sessions import (
    begin_room_session,
    end_room_session,
    extend_cutoff,
    require_login_open,
)
from scheduling.services.timetable import adjust_timetable, make_sessions, set_county_timetable

from .acts import arranged, cell, locked, seat_of, somebody, submitted

DAY = date(2024, 5, 30)


def at(hour, minute=0, day=30):
    return datetime(2024, 5, day, hour, minute, tzinfo=ZONE)


def adjust(world, by=None, **options):
    return adjust_timetable(
        **{
            "site": world.site_a1,
            "first_start": None,
            "gap_minutes": None,
            "by": by or world.officer_a,
            "now": world.now,
            "reason": "机房散热",
            **options,
        }
    )


@pytest.mark.clause("Y-011")
def test_a_site_gets_fifteen_sessions_on_each_of_the_three_exam_days(world):
    sessions = make_sessions(world.site_a1)
    days = {session.day for session in sessions}
    assert days == {date(2024, 5, 30), date(2024, 5, 31), date(2024, 6, 1)}
    assert [len([s for s in sessions if s.day == day]) for day in sorted(days)] == [15, 15, 15]
    assert sessions[0].clock == "08:00–08:20"


def test_every_room_in_use_is_open_in_every_session_and_making_again_changes_nothing(world):
    make_sessions(world.site_a1)
    before = list(RoomSession.objects.values_list("pk", flat=True))
    assert len(before) == 2 * 45
    make_sessions(world.site_a1)
    assert list(RoomSession.objects.values_list("pk", flat=True)) == before


@pytest.mark.clause("Y-014")
def test_a_site_adjusts_its_gap_and_its_sessions_follow_with_their_candidates(world):
    arrangement = arranged(world)
    pupil = somebody(world.school_a1)
    place, version = seat_of(pupil), arrangement.version
    adjust(world, gap_minutes=30)
    sessions = Session.objects.filter(site=world.site_a1, day=DAY)
    assert [s.clock for s in sessions[:2]] == ["08:00–08:20", "08:50–09:10"]
    assert sessions.count() == 10
    assert seat_of(pupil) == place
    arrangement.refresh_from_db()
    assert arrangement.version > version
    moved = Seating.objects.filter(room_session__session__ordinal=2, arrangement=arrangement)
    assert set(moved.values_list("version", flat=True)) == {arrangement.version}
    other = Session.objects.filter(site=world.site_a2, day=DAY)
    assert other.count() == 15


@pytest.mark.clause("Y-015")
def test_a_site_may_begin_later_but_not_outside_the_bands(world):
    adjust(world, first_start=time(9, 0))
    assert Session.objects.filter(site=world.site_a1).first().clock == "09:00–09:20"
    for outside in (time(7, 30), time(12, 30), time(19, 0)):
        with pytest.raises(Refusal, match="不在规定的考试时段内"):
            adjust(world, first_start=outside)
    adjust(world)
    assert Session.objects.filter(site=world.site_a1).first().clock == "08:00–08:20"


def test_a_gap_that_leaves_no_time_to_come_in_is_refused(world):
    with pytest.raises(Refusal, match="间隔"):
        adjust(world, gap_minutes=4)


def test_an_adjustment_that_would_cancel_a_session_with_candidates_is_refused(world):
    arranged(world)
    pupil = somebody(world.school_a1)
    seating = Seating.objects.get(candidate=pupil)
    late = cell(world.site_a1, 1, 15, day=2)
    Seating.objects.filter(pk=seating.pk).update(room_session=late)
    with pytest.raises(Refusal, match="已编排在将要取消的场次") as refused:
        adjust(world, gap_minutes=30)
    assert refused.value.findings == ["6月1日第15场原有1名考生。"]
    assert Site.objects.get(pk=world.site_a1.pk).gap_minutes is None
    assert Session.objects.filter(site=world.site_a1).count() == 45


def test_the_chief_of_another_site_cannot_adjust_the_timetable(world):
    adjust(world, by=world.chief_a1, gap_minutes=15)
    with pytest.raises(Forbidden):
        adjust(world, by=world.chief_a2, gap_minutes=20)
    with pytest.raises(Forbidden):
        adjust(world, by=world.officer_b, gap_minutes=20)


def test_an_adjustment_needs_a_reason_and_leaves_one_audit_row(world):
    with pytest.raises(Invalid, match="理由"):
        adjust(world, gap_minutes=15, reason=" ")
    before = Entry.objects.count()
    adjust(world, gap_minutes=15)
    assert Entry.objects.count() == before + 1


def test_the_timetable_stands_still_under_review_and_after_the_lock(world):
    submitted(world)
    with pytest.raises(Refusal, match="待市级审核"):
        adjust(world, gap_minutes=15)
    assert len(make_sessions(world.site_a1)) == 45


@pytest.mark.clause("Y-031")
def test_the_timetable_stands_still_when_the_window_is_closed(world):
    with pytest.raises(Refusal, match="截止"):
        adjust(world, gap_minutes=15, now=datetime(2024, 4, 12, tzinfo=ZONE))


@pytest.mark.clause("Y-022")
def test_a_county_changes_its_copy_of_the_timetable_and_sees_the_difference(world):
    county = world.county_a
    make_sessions(world.site_a1)
    assert not timetable_difference(world.exam, county).settings
    set_county_timetable(
        exam=world.exam,
        county=county,
        gap_minutes=15,
        bands=[{"key": "morning", "start": "08:30", "end": "12:00", "cap": 5}],
        by=world.officer_a,
        now=world.now,
    )
    difference = timetable_difference(world.exam, county)
    assert {(s.title, s.city, s.county) for s in difference.settings} == {
        ("场次间隔（分钟）", "10", "15"),
        ("上午时段", "08:00–12:00", "08:30–12:00"),
        ("上午场次上限", "8", "5"),
    }
    first = difference.sessions[0]
    assert (first.city, first.county, first.differs) == ("08:00–08:20", "08:30–08:50", True)
    assert (difference.sessions[-1].city, difference.sessions[-1].county) == ("17:30–17:50", "")
    assert Session.objects.filter(site=world.site_a1).first().clock == "08:30–08:50"
    assert not timetable_findings([world.site_a1])
    assert not timetable_difference(world.exam, world.county_b).settings


@pytest.mark.parametrize(
    "band",
    [
        {"key": "morning", "start": "07:30", "end": "12:00", "cap": 8},
        {"key": "afternoon", "start": "14:30", "end": "19:00", "cap": 7},
        {"key": "afternoon", "start": "14:30", "end": "18:30", "cap": 8},
        {"key": "morning", "start": "11:00", "end": "10:00", "cap": 3},
    ],
)
def test_a_county_cannot_leave_the_bands_of_the_city(world, band):
    with pytest.raises(Refusal, match="之内"):
        set_county_timetable(
            exam=world.exam,
            county=world.county_a,
            gap_minutes=None,
            bands=[band],
            by=world.officer_a,
            now=world.now,
        )


def test_sessions_changed_behind_the_timetable_are_findings(world):
    first, second, *_rest = make_sessions(world.site_a1)
    Session.objects.filter(pk=second.pk).update(starts_at=first.starts_at + timedelta(minutes=5))
    rules = {finding.rule for finding in timetable_findings([world.site_a1])}
    assert {"timetable.overlap", "timetable.stale"} <= rules


# ---- the day itself


@pytest.mark.clause("Y-016")
def test_nobody_begins_or_enters_after_half_past_six_without_an_extension_by_the_city(world):
    arranged(world)
    room = cell(world.site_a1, 1, 15)
    require_login_open(room, at(18, 30))
    with pytest.raises(Refusal, match="18:30截止"):
        require_login_open(room, at(18, 31))
    with pytest.raises(Refusal, match="18:30截止"):
        begin_room_session(room_session=room, by=world.chief_a1, now=at(18, 31))
    extension = {"site": world.site_a1, "day": DAY, "reason": "停电", "now": at(18, 0)}
    with pytest.raises(Forbidden):
        extend_cutoff(until=at(19), by=world.officer_a, **extension)
    extend_cutoff(until=at(19), by=world.city_reviewer, **extension)
    assert begin_room_session(room_session=room, by=world.chief_a1, now=at(18, 59)).began_at
    with pytest.raises(Refusal, match="19:00截止"):
        require_login_open(room, at(19, 1))
    require_login_open(cell(world.site_a1, 1, 15, day=1), at(18, 30, day=31))
    with pytest.raises(Refusal):
        require_login_open(cell(world.site_a1, 1, 15, day=1), at(18, 31, day=31))


def test_an_extension_lies_on_the_same_day_and_after_the_cut_off(world):
    for until in (at(18, 0), at(0, 30, day=31)):
        with pytest.raises(Invalid):
            extend_cutoff(
                site=world.site_a1, day=DAY, until=until, reason="停电",
                by=world.city_reviewer, now=at(18),
            )  # fmt: skip


@pytest.mark.clause("Y-014")
def test_planned_and_actual_times_stand_side_by_side(world):
    arranged(world)
    room = cell(world.site_a1, 1, 1)
    begin_room_session(room_session=room, by=world.chief_a1, now=at(8, 3))
    end_room_session(room_session=room, by=world.chief_a1, now=at(8, 24))
    room.refresh_from_db()
    assert (room.began_at, room.ended_at) == (at(8, 3), at(8, 24))
    assert (room.session.starts_at, room.session.ends_at) == (at(8), at(8, 20))
    with pytest.raises(Refusal, match="登记过"):
        begin_room_session(room_session=room, by=world.chief_a1, now=at(8, 5))


def test_a_room_session_that_has_not_begun_cannot_end(world):
    arranged(world)
    with pytest.raises(Refusal, match="还没有开始"):
        end_room_session(room_session=cell(world.site_a1, 1, 1), by=world.chief_a1, now=at(8, 20))


def test_locking_leaves_the_sessions_as_they_are(world):
    locked(world)
    assert Session.objects.filter(site=world.site_a1).count() == 45
