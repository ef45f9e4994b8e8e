"""Breaking off, holding later and logging in longer, on the pages (Y-016, Y-017)."""

from datetime import datetime

import pytest
from django.urls import reverse

from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.exams.rules import ZONE
from examadmin.testing.world import EXAM
from scheduling.choices import PostponementState
from scheduling.models import CutoffExtension, Postponement
from scheduling.queries.timetable import cutoff_of
from scheduling.services.sessions import require_login_open

from .acts import arranged, cell


def at(hour, minute=0, day=30):
    return datetime(2024, 5, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def morning(world, monkeypatch):
    """The exam has begun: it is half past eight of the first day."""
    arranged(world)
    monkeypatch.setattr(clock, "now", lambda: at(8, 30))


def room_url(name, place):
    return reverse(name, args=[EXAM, "6301", "630101", place.pk])


def report(client, place, **more):
    asked = {"act": "report", "interrupted_at": "2024-05-30T08:07", "cause": "停电"} | more
    return client.post(room_url("interruption", place), asked)


def page_of(client, place):
    return client.get(room_url("room_session", place)).content.decode()


AGAIN = {"act": "reschedule", "starts_at": "2024-05-31T18:00", "ends_at": "2024-05-31T18:20",
         "notice": "5月31日18:00在第01考场延考，请带准考证。"}  # fmt: skip


@pytest.mark.clause("Y-017")
def test_a_session_goes_from_interrupted_to_postponed_to_rescheduled_on_its_page(
    world, as_user, morning
):
    place = cell(world.site_a1, 1, 1)
    chief = as_user(world.chief_a1)
    assert "报告中断" in page_of(chief, place)
    assert report(chief, place).status_code == 302
    page = page_of(chief, place)
    assert "停电" in page and "安排延考并发布通知" not in page

    county = as_user(world.officer_a)
    assert "延考，时间另行通知" in page_of(county, place)
    county.post(room_url("interruption", place), {"act": "postpone", "comment": "等待供电"})
    assert Postponement.objects.get().state == PostponementState.POSTPONED
    again = county.post(room_url("interruption", place), AGAIN | {"room": place.room_id})
    assert again.status_code == 302
    one = Postponement.objects.get()
    assert (one.state, one.starts_at) == (PostponementState.RESCHEDULED, at(18, day=31))
    page = page_of(as_user(world.chief_a1), place)
    assert "5月31日18:00在第01考场延考" in page and "2024-05-31 18:00" in page
    place.session.refresh_from_db()
    assert place.session.starts_at == at(8)


def test_a_time_without_a_notice_is_said_beside_the_form_and_nothing_is_arranged(
    world, as_user, morning
):
    place, county = cell(world.site_a1, 1, 1), as_user(world.officer_a)
    report(county, place)
    asked = AGAIN | {"room": place.room_id, "notice": ""}
    answer = county.post(room_url("interruption", place), asked)
    assert answer.status_code == 400 and "向考生公布的通知" in answer.content.decode()
    assert report(as_user(world.chief_a1), place, cause="").status_code == 400
    assert Postponement.objects.get().state == PostponementState.INTERRUPTED
    nothing = county.post(room_url("interruption", place), {"act": "x"})
    assert nothing.status_code == 400


def test_before_its_time_and_without_candidates_nothing_is_offered(world, as_user, morning):
    chief = as_user(world.chief_a1)
    for place in (cell(world.site_a1, 1, 2, day=1), cell(world.site_a1, 1, 15)):
        assert "报告中断" not in page_of(chief, place)


def test_the_list_shows_each_county_its_own_and_the_menu_only_who_decides(world, as_user, morning):
    place = cell(world.site_a1, 1, 1)
    report(as_user(world.chief_a1), place)
    url = reverse("postponements", args=[EXAM])
    for person in (world.officer_a, world.city_reviewer):
        client = as_user(person)
        page = client.get(url).content.decode()
        assert "停电" in page and "1 个考场场次中断" in page
        home = client.get("/").content.decode()
        assert f'href="{url}"' in home and "中断的场次等待安排延考" in home
        assert "停电" not in client.get(url, {"state": "rescheduled"}).content.decode()
    assert "停电" not in as_user(world.officer_b).get(url).content.decode()
    for person in (world.chief_a1, world.auditor, world.clerk_a3):
        client = as_user(person)
        assert client.get(url).status_code == 403
        assert f'href="{url}"' not in client.get("/").content.decode()


def test_another_county_neither_reports_nor_postpones_here(world, as_user, morning):
    place = cell(world.site_a1, 1, 1)
    assert report(as_user(world.officer_b), place).status_code == 404
    assert report(as_user(world.auditor), place).status_code == 403
    report(as_user(world.chief_a1), place)
    chief = as_user(world.chief_a1)
    assert chief.post(room_url("interruption", place), {"act": "postpone"}).status_code == 403


@pytest.mark.clause("Y-016")
def test_the_city_lets_a_site_log_in_longer_with_a_reason_and_only_on_that_day(
    world, as_user, morning
):
    place = cell(world.site_a1, 1, 1)
    with pytest.raises(Refusal, match="截止"):
        require_login_open(place, at(18, 40))
    url, city = reverse("cutoff_extend", args=[EXAM]), as_user(world.city_reviewer)
    asked = {"site": "630101", "day": "2024-05-30", "until": "19:00", "reason": "上午停电"}
    assert city.post(url, asked | {"reason": ""}).status_code == 400
    assert city.post(url, asked | {"until": "18:00"}).status_code == 400
    assert not CutoffExtension.objects.exists()
    assert city.post(url, asked).status_code == 302
    require_login_open(place, at(18, 40))
    assert cutoff_of(world.site_a1, at(8, day=31).date()) == at(18, 30, day=31)
    page = as_user(world.officer_a).get(reverse("postponements", args=[EXAM])).content.decode()
    assert "上午停电" in page and "批准一个考点延长" not in page
    assert "经市级批准延长" in page_of(as_user(world.chief_a1), place)
    times = reverse("site_timetable", args=[EXAM, "6301", "630101"])
    assert "延长到 19:00" in as_user(world.chief_a1).get(times).content.decode()


def test_only_the_city_extends_the_login(world, as_user, morning):
    asked = {"site": "630101", "day": "2024-05-30", "until": "19:00", "reason": "上午停电"}
    for person in (world.officer_a, world.chief_a1, world.exam_office):
        answer = as_user(person).post(reverse("cutoff_extend", args=[EXAM]), asked)
        assert answer.status_code == 403
    assert not CutoffExtension.objects.exists()


def test_these_pages_answer_in_twenty_queries(
    world, as_user, morning, django_assert_max_num_queries
):
    places = [cell(world.site_a1, room, n) for room in (1, 2) for n in (1, 2)]
    for place in places:
        report(as_user(world.chief_a1), place)
    for person in (world.city_reviewer, world.officer_a):
        client = as_user(person)
        with django_assert_max_num_queries(20):
            client.get(reverse("postponements", args=[EXAM]))
        with django_assert_max_num_queries(20):
            client.get(room_url("room_session", places[0]))
