"""What is asked: the city's table, the picture, 附件3, the outlook; in constant queries."""

from datetime import time

import pytest

from candidates.models import Candidate
from centers.models import Hosting, Room
from scheduling.choices import Level
from scheduling.models import Seating, Session
from scheduling.queries.city import city_review_table, homeless_by_county
from scheduling.queries.form3 import form3, form3_rows
from scheduling.queries.grid import grid, seat_plan
from scheduling.queries.outlook import capacity_outlook
from scheduling.services.moves import move_candidate
from scheduling.services.review import review_site
from scheduling.services.timetable import adjust_timetable, make_sessions

from .acts import arranged, cell, settled, somebody, submitted


def line(table, site):
    return next(row for row in table if row.site == site)


@pytest.mark.clause("Y-038")
def test_the_city_sees_all_sites_in_one_table(world):
    arranged(world, "a")
    arranged(world, "b")
    table = city_review_table(world.city_reviewer, world.exam)
    assert [row.site.school.code for row in table] == ["630101", "630102", "630201", "630202"]
    first = table[0]
    assert (first.roster, first.seated, first.unplaced) == (82, 82, 0)
    assert first.guests == {"荫营小镇中学": 10}
    assert (first.rooms, first.machines, first.usable) == (2, 66, 60)
    assert (first.sessions_used, first.room_sessions_used, first.capacity_used) == (2, 4, 120)
    assert first.fill_percent == 68
    assert first.flags == []


@pytest.mark.clause("Y-038")
def test_the_table_flags_what_is_wrong_and_puts_it_first(world):
    arranged(world, "a")
    arranged(world, "b")
    Seating.objects.filter(candidate=somebody(world.school_b1)).delete()
    Candidate.objects.filter(pk=somebody(world.school_a2).pk).update(withdrawn_at=world.now)
    Room.objects.filter(pk=world.room_b2_1.pk).update(machines=10, spare=3)
    late = Session.objects.filter(site=world.site_a1).first()
    Session.objects.filter(pk=late.pk).update(
        ends_at=late.ends_at.replace(hour=14), starts_at=late.starts_at.replace(hour=13)
    )
    table = city_review_table(world.city_reviewer, world.exam)
    found = {row.site.school.code: {f.rule for f in row.flags} for row in table}
    assert found == {
        "630101": {"outside_bounds"},
        "630102": {"withdrawn"},
        "630201": {"unplaced"},
        "630202": {"over_capacity", "no_such_seat"},
    }
    assert {row.site.school.code for row in table[:2]} == {"630101", "630202"}
    assert table[0].flags[0].level == Level.BLOCK


@pytest.mark.clause("Y-038")
def test_the_table_tells_who_sits_where_he_may_not_and_who_has_no_site(world):
    arranged(world, "a")
    Hosting.objects.all().delete()
    table = city_review_table(world.city_reviewer, world.exam)
    assert [f.sentence for f in line(table, world.site_a1).flags] == [
        "10名考生不应在此考点",
        "比应在此考点的名册多10名",
    ]
    assert homeless_by_county(world.exam) == {world.county_a.pk: 10}


def test_the_table_tells_a_word_on_an_earlier_plan_from_one_on_this_plan(world):
    arrangement = submitted(world)
    review_site(
        arrangement=arrangement, site=world.site_a1, passed=True, sha256=arrangement.sha256,
        by=world.city_reviewer, now=world.now,
    )  # fmt: skip
    assert not line(city_review_table(world.city_reviewer, world.exam), world.site_a1).stale
    arrangement.sha256 = "0" * 64
    arrangement.save()
    assert line(city_review_table(world.city_reviewer, world.exam), world.site_a1).stale


def test_a_county_sees_only_its_own_sites_in_the_table(world):
    table = city_review_table(world.officer_b, world.exam)
    assert {row.county for row in table} == {world.county_b}
    assert city_review_table(world.nobody, world.exam) == []


def test_the_table_takes_the_same_queries_for_an_empty_and_a_full_city(
    world, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        city_review_table(world.city_reviewer, world.exam)
    arranged(world, "a")
    arranged(world, "b")
    with django_assert_max_num_queries(16):
        city_review_table(world.city_reviewer, world.exam)


@pytest.mark.clause("Y-035", "Y-036")
def test_form_3_is_filled_from_the_data(world):
    settled(world)
    sheet = form3(world.exam, world.county_a)
    first, second = sheet.rows
    assert (first.number, first.school_code, first.school_name) == (1, "630101", "阳泉市实验中学")
    assert (first.candidates, first.rooms, first.machines, first.sessions) == (82, 2, 66, 2)
    assert (first.network_operator, first.bandwidth) == ("中国联通", "100M")
    assert (second.number, second.remark) == (2, "")
    assert (sheet.total.candidates, sheet.total.rooms, sheet.total.machines) == (140, 4, 132)
    assert sheet.findings == []


@pytest.mark.clause("Y-028", "Y-015")
def test_form_3_remarks_on_guests_and_on_another_first_start(world):
    adjust_timetable(
        site=world.site_a1, first_start=time(9), gap_minutes=15, by=world.officer_a,
        now=world.now, reason="校车",
    )  # fmt: skip
    arranged(world)
    first, second = form3_rows(world.exam, world.county_a)
    assert first.remark == "荫营小镇中学10人借考；首场09:00开考；场次间隔15分钟"
    assert second.remark == ""


@pytest.mark.clause("Y-036")
def test_form_3_tells_more_candidates_than_rooms_machines_and_sessions_hold(world):
    arranged(world)
    Room.objects.filter(site=world.site_a1).update(machines=20, spare=3)
    sheet = form3(world.exam, world.county_a)
    assert [str(f) for f in sheet.findings] == [
        "禁止：阳泉市实验中学：考生82名，多于考场×可用考试机×场次所能容纳的68名。"
    ]


@pytest.mark.clause("Y-018")
def test_the_outlook_proposes_rooms_sessions_and_the_end_of_the_day(world):
    first, second = capacity_outlook(world.exam, world.county_a)
    assert (first.candidates, first.usable, first.sessions_needed, first.days) == (82, 60, 2, 1)
    assert (first.needed, first.available, first.reserve) == (3, 90, 87)
    assert f"{first.ends_at:%m-%d %H:%M}" == "05-30 08:50"
    assert (second.sessions_needed, f"{second.ends_at:%H:%M}") == (1, "08:20")
    assert first.enough and second.enough


def test_the_outlook_tells_missing_seats_before_anybody_is_arranged(world):
    Room.objects.filter(site=world.site_a1).update(in_use=False)
    first, _second = capacity_outlook(world.exam, world.county_a)
    assert (first.missing_seats, first.enough, first.ends_at) == (82, False, None)


def test_the_picture_shows_rooms_by_sessions_filled_by_class(world):
    arranged(world)
    picture = grid(world.officer_a, world.site_a1)
    assert [len(day.sessions) for day in picture.days] == [15, 15, 15]
    assert [row.room.number for row in picture.days[0].rows] == [1, 2]
    first = picture.days[0].rows[0].cells[0]
    assert first.count == sum(part.count for part in first.parts) > 0
    assert (first.capacity, first.free) == (30, 30 - first.count)
    assert picture.days[0].count == 82
    assert sum(part.count for part in picture.classes.values()) == 82
    guests = [part for part in picture.classes.values() if part.guest]
    assert [str(part) for part in guests] == ["八年级1班", "九年级零报考1班"]
    assert picture.conflicts == []


def test_the_picture_marks_conflicts_where_they_are(world):
    arranged(world)
    Hosting.objects.all().delete()
    Room.objects.filter(pk=world.room_a1_1.pk).update(machines=20, spare=3)
    picture = grid(world.officer_a, world.site_a1)
    assert {f.rule for f in picture.conflicts} == {
        "site_rule", "over_capacity", "no_such_seat", "spare_seat",
    }  # fmt: skip


def test_the_picture_shows_a_person_only_his_own_rooms(world):
    arranged(world)
    for stranger in (world.officer_b, world.chief_a2, world.nobody):
        assert not any(
            cell.count
            for day in grid(stranger, world.site_a1).days
            for row in day.rows
            for cell in row.cells
        )


def test_the_picture_takes_the_same_queries_for_few_and_many_candidates(
    world, django_assert_max_num_queries
):
    make_sessions(world.site_a1)
    with django_assert_max_num_queries(10):
        grid(world.officer_a, world.site_a1)
    arranged(world)
    with django_assert_max_num_queries(10):
        grid(world.officer_a, world.site_a1)


def test_the_seat_plan_shows_every_machine_and_marks_the_spare_ones(
    world, django_assert_max_num_queries
):
    arranged(world)
    target = cell(world.site_a1, 1, 9)
    pupil = somebody(world.school_a1)
    move_candidate(candidate=pupil, room_session=target, seat=7, by=world.officer_a, now=world.now)
    with django_assert_max_num_queries(2):
        spots = seat_plan(world.officer_a, target)
        assert spots[6].seating.candidate.school == world.school_a1
    assert [spot.seat for spot in spots] == list(range(1, 34))
    assert [spot.seat for spot in spots if spot.spare] == [31, 32, 33]
    assert [spot.seat for spot in spots if spot.seating] == [7]
    assert not any(spot.seating for spot in seat_plan(world.officer_b, target))
