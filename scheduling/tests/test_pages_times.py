"""Timetables, notices and what is published, on their pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from examadmin.testing.world import EXAM
from scheduling.models import CountyTimetable, Notice, Seating, Session
from scheduling.queries.timetable import frame_for
from scheduling.services.changes import approve_change, request_change
from scheduling.services.moves import Move

from .acts import arranged, cell, locked, somebody, submitted

pytestmark = pytest.mark.usefixtures("at_work")

CITY = {
    "morning_start": "08:00", "morning_end": "12:00", "morning_cap": 8,
    "afternoon_start": "14:30", "afternoon_end": "18:30", "afternoon_cap": 7,
}  # fmt: skip


def url(name, *args):
    return reverse(name, args=[EXAM, *args])


# ---- timetable of a site


def test_the_timetable_of_a_site_is_form_1(world, as_user):
    text = as_user(world.officer_a).get(url("site_timetable", "6301", "630101")).content.decode()
    rows = [
        f"<td>{n}</td><td>{start}</td>" for n, start in ((1, "08:00"), (9, "14:30"), (15, "17:30"))
    ]
    assert all(row in text for row in rows) and 'rowspan="15"' in text
    assert "18:30后截止登录考试" in text


@pytest.mark.clause("Y-014")
def test_another_gap_is_previewed_with_what_it_does_and_saved_only_when_pressed(world, as_user):
    arranged(world)
    client, address = as_user(world.officer_a), url("site_timetable", "6301", "630101")
    tried = client.get(address, {"gap_minutes": "15", "first_start": ""}).content.decode()
    assert "预览，还没有保存" in tried and "<td>2</td><td>08:35</td>" in tried
    assert "每天只有" in tried
    assert Session.objects.get(site=world.site_a1, day="2024-05-30", ordinal=2).clock[:5] == "08:30"
    client.post(address, {"gap_minutes": "15", "first_start": "", "reason": "换场需要"})
    session = Session.objects.get(site=world.site_a1, day="2024-05-30", ordinal=2)
    assert session.clock == "08:35–08:55"


def test_a_gap_too_short_to_come_in_is_said_in_the_preview_and_refused(world, as_user):
    client, address = as_user(world.chief_a1), url("site_timetable", "6301", "630101")
    tried = client.get(
        address, {"gap_minutes": "2", "first_start": ""}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "太短" in tried and "<html" not in tried
    answer = client.post(address, {"gap_minutes": "2", "first_start": "", "reason": "快"})
    assert answer.status_code == 409


def test_times_stand_still_while_the_city_reviews(world, as_user):
    submitted(world)
    text = as_user(world.officer_a).get(url("site_timetable", "6301", "630101")).content.decode()
    assert "场次时间不能改动" in text and "保存并重新计算" not in text


# ---- the county's difference from the city


@pytest.mark.clause("Y-022")
def test_a_county_changes_its_copy_and_sees_every_difference_from_the_city(world, as_user):
    client, address = as_user(world.officer_a), url("county_timetable", "6301")
    assert "与全市时间表相同" in client.get(address).content.decode()
    client.post(address, CITY | {"morning_start": "08:30", "gap_minutes": "", "morning_cap": 7})
    own = CountyTimetable.objects.get(county=world.county_a)
    assert own.bands == [{"key": "morning", "start": "08:30", "end": "12:00", "cap": 7}]
    text = client.get(address).content.decode()
    assert '<td class="differs">08:30–12:00</td>' in text
    assert "08:00–08:20" in text and 'class="differs">08:30–08:50' in text
    assert frame_for(world.site_b1).bands[0].start.hour == 8


def test_a_county_cannot_leave_the_bands_of_the_city(world, as_user):
    client, address = as_user(world.officer_a), url("county_timetable", "6301")
    answer = client.post(address, CITY | {"morning_start": "07:30", "gap_minutes": ""})
    assert answer.status_code == 409 and "全市规定的" in answer.content.decode()


def test_a_county_goes_back_to_the_city_s_timetable(world, as_user):
    client, address = as_user(world.officer_a), url("county_timetable", "6301")
    client.post(address, CITY | {"gap_minutes": "12"})
    assert "作了下列改动" in client.get(address).content.decode()
    client.post(address, {"act": "reset"})
    assert "与全市时间表相同" in client.get(address).content.decode()


# ---- notices


def classes(school, *numbers):
    return [f"{school.pk}:grade8:{number}" for number in numbers]


@pytest.mark.clause("Y-009", "Y-051")
def test_tickets_of_whole_classes_are_confirmed_and_the_rest_stays_on_the_list(world, as_user):
    locked(world)
    client = as_user(world.chief_a1)
    client.post(
        url("notices_confirm"),
        {"ids": classes(world.school_a1, 1, 2), "channel": "ticket", "proof": "签收表1"},
    )
    assert Notice.objects.filter(proof="签收表1").count() == 51
    rest = client.get(url("notices_left")).content.decode()
    told, left = somebody(world.school_a1, 0), somebody(world.school_a1, 60)
    assert left.registration_no in rest and told.registration_no not in rest


@pytest.mark.clause("Y-009")
def test_whoever_is_moved_after_he_was_told_comes_back_to_the_list(world, as_user):
    arrangement, one = locked(world), somebody(world.school_a1)
    client = as_user(world.officer_a)
    client.post(url("notices_confirm"), {"ids": classes(world.school_a1, 1), "channel": "teacher"})
    assert one.registration_no not in client.get(url("notices_left")).content.decode()
    order = request_change(
        arrangement=arrangement, moves=[Move(one.pk, cell(world.site_a1, 2, 9).pk)],
        reason="换", by=world.officer_a, now=world.now,
    )  # fmt: skip
    approve_change(order=order, by=world.city_reviewer, now=world.now + timedelta(minutes=1))
    assert one.registration_no in client.get(url("notices_left")).content.decode()


def test_nothing_is_confirmed_before_the_lock(world, as_user):
    arranged(world)
    client = as_user(world.officer_a)
    assert "锁定后才能登记" in client.get(url("notices")).content.decode()
    answer = client.post(
        url("notices_confirm"), {"ids": classes(world.school_a1, 1), "channel": "ticket"}
    )
    assert answer.status_code == 409


def test_nobody_confirms_for_pupils_of_another_school(world, as_user):
    locked(world)
    answer = as_user(world.chief_a1).post(
        url("notices_confirm"), {"ids": classes(world.school_a2, 1), "channel": "ticket"}
    )
    assert answer.status_code == 400 and not Notice.objects.exists()


@pytest.mark.clause("Y-058")
def test_time_room_session_seat_and_log_in_number_of_every_candidate_are_published(world, as_user):
    arrangement = arranged(world)
    client, address = as_user(world.clerk_a3), url("publication")
    guest = Seating.objects.select_related("candidate", "room_session__session").get(
        candidate=somebody(world.school_a3)
    )
    assert guest.candidate.registration_no not in client.get(address).content.decode()
    arrangement.delete()
    locked(world)
    text = client.get(address).content.decode()
    guest = Seating.objects.get(candidate=guest.candidate)
    row = text[text.index(guest.candidate.registration_no) :][:900]
    assert guest.room_session.session.clock in row and "阳泉市实验中学" in row
    assert str(guest.room_session.room) in row and guest.candidate.id_tail not in row


@pytest.mark.parametrize("name", ["notices", "notices_left", "publication"])
def test_the_pages_of_notices_answer_in_twenty_queries(
    world, as_user, name, django_assert_max_num_queries
):
    locked(world)
    for person in (world.officer_a, world.city_reviewer, world.chief_a1):
        client = as_user(person)
        with django_assert_max_num_queries(20):
            assert client.get(url(name)).status_code == 200
