"""Pages of counties, sites and room-sessions: what a person sees, and what pressing comes to."""

import pytest
from django.urls import reverse

from candidates.models import Candidate
from centers.models import Room, School, Site, SiteApplication
from examadmin.testing.world import EXAM
from scheduling.models import Arrangement, Seating
from scheduling.services.moves import pin, unseat

from .acts import arranged, cell, locked, settled, somebody, submitted

pytestmark = pytest.mark.usefixtures("at_work")


def url(name, *args):
    return reverse(name, args=[EXAM, *args])


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# ---- every page, bounded queries


def pages(world):
    a1, used = world.site_a1, Seating.objects.filter(room_session__room__site=world.site_a1)
    room_session = used.first().room_session
    return [
        url("arrangements"),
        url("arrangement", "6301"),
        url("arrangement_unplaced", "6301"),
        url("arrangement_zero", "6301"),
        url("form3", "6301"),
        url("county_timetable", "6301"),
        url("site_arrangement", "6301", a1.school.code),
        url("site_timetable", "6301", a1.school.code),
        url("room_session", "6301", a1.school.code, room_session.pk),
        url("arrangement_move", "6301") + f"?group={a1.school_id}:grade8:1",
        url("arrangement_move", "6301") + f"?cell={room_session.pk}",
        url("arrangement_move", "6301") + f"?session={room_session.session_id}",
        url("change_orders"),
        url("notices"),
        url("notices_left"),
        url("publication"),
    ]


def more(world, count):
    """More sites of county A with a class each, so that rows grow."""
    for n in range(count):
        school = School.objects.create(code=f"63015{n}", name=f"第{n}校", county=world.county_a)
        application = SiteApplication.objects.create(
            exam=world.exam, school=school, state="approved", created_at=world.now
        )
        site = Site.objects.create(
            exam=world.exam, school=school, county=world.county_a, application=application,
            approved_at=world.now,
        )  # fmt: skip
        Room.objects.create(site=site, number=1, machines=33, spare=3)
        Candidate.objects.bulk_create(
            Candidate(
                exam=world.exam, school=school, registration_no=f"2363015{n}{i:05d}", name="多",
                name_sort="duo", sex="M", category="grade8", class_no=i // 20 + 1,
                id_digest=f"{n}-{i}", created_at=world.now,
            )
            for i in range(40)
        )  # fmt: skip


@pytest.mark.parametrize("rows", [0, 6])
def test_every_page_answers_in_twenty_queries_however_many_rows(
    world, as_user, rows, django_assert_max_num_queries
):
    more(world, rows)
    arrangement = arranged(world)
    unseat(
        arrangement=arrangement, candidates=[somebody(world.school_a1)], by=world.officer_a,
        now=world.now, reason="试",
    )  # fmt: skip
    client = as_user(world.officer_a)
    for address in pages(world):
        with django_assert_max_num_queries(20, info=address):
            answer = client.get(address)
        assert answer.status_code in (200, 302), address
    city = as_user(world.city_reviewer)
    for address in (url("arrangements"), url("arrangement", "6301"), url("notices")):
        with django_assert_max_num_queries(20, info=address):
            assert city.get(address).status_code == 200


def test_the_page_before_the_first_run_shows_what_is_needed_and_one_button(world, as_user):
    text = text_of(as_user(world.officer_a).get(url("arrangement", "6301")))
    assert "能力测算" in text and "够用" in text
    assert text.count(url("arrangement_run", "6301")) == 1


@pytest.mark.clause("Y-018")
def test_the_outlook_says_rooms_sessions_and_days_before_anybody_is_arranged(world, as_user):
    text = text_of(as_user(world.officer_a).get(url("arrangement", "6301")))
    row = text[text.index("阳泉市实验中学") :]
    # 72 own pupils and 10 guests at 60 machines: two of 45 sessions, the last ends at 08:50
    assert "2 / 45" in row and "5月30日 08:50" in row


def test_pressing_run_seats_everybody_and_the_page_says_how_good_it_is(
    world, as_user, django_capture_on_commit_callbacks
):
    client = as_user(world.officer_a)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("arrangement_run", "6301"), {"seed": "1"})
    text = text_of(client.get(url("arrangement", "6301")))
    assert Arrangement.objects.get(county=world.county_a).unplaced == {}
    assert "最少需要" in text and "场次最少" in text


def test_rebuilding_keeps_only_what_is_pinned(world, as_user, django_capture_on_commit_callbacks):
    arrangement, one = arranged(world), somebody(world.school_a1)
    pin(arrangement=arrangement, candidates=[one], by=world.officer_a, now=world.now)
    with django_capture_on_commit_callbacks(execute=True):
        as_user(world.officer_a).post(
            url("arrangement_run", "6301"), {"seed": "2", "rebuild": "anew", "reason": "重排"}
        )
    arrangement.refresh_from_db()
    assert arrangement.seed == 2
    assert Seating.objects.get(candidate=one).pinned


def test_the_red_list_names_everybody_without_a_seat_with_the_reason(world, as_user):
    arrangement, one = arranged(world), somebody(world.school_a1)
    unseat(
        arrangement=arrangement, candidates=[one], by=world.officer_a, now=world.now, reason="病"
    )
    client = as_user(world.officer_a)
    red = text_of(client.get(url("arrangement_unplaced", "6301")))
    assert one.registration_no in red and "已人工移出座位" in red
    assert "还有1名考生没有座位" in text_of(client.get(url("arrangement", "6301")))
    site = text_of(client.get(url("site_arrangement", "6301", "630101")))
    assert "有 1 名考生还没有座位" in site


@pytest.mark.clause("Y-008")
def test_zero_registered_candidates_are_settled_in_bulk_and_the_gate_shows_who_is_left(
    world, as_user
):
    arranged(world)
    client, address = as_user(world.officer_a), url("arrangement_zero", "6301")
    assert "还有 2 人没有落实" in text_of(client.get(address))
    ids = Candidate.objects.filter(category="grade9", school__county=world.county_a)
    client.post(address, {"ids": [ids[0].pk], "note": "家长已知"})
    assert "还有 1 人没有落实" in text_of(client.get(address))
    assert "还有1个问题" in text_of(client.get(url("arrangement", "6301")))
    client.post(address, {"ids": [c.pk for c in ids]})
    assert "全部 2 人已落实" in text_of(client.get(address))
    assert "可以上报了" in text_of(client.get(url("arrangement", "6301")))


def test_submitting_on_the_page_freezes_it_and_shows_the_wait(world, as_user):
    settled(world)
    client = as_user(world.officer_a)
    client.post(url("arrangement_submit", "6301"), {"comment": "请审核"})
    text = text_of(client.get(url("arrangement", "6301")))
    assert "等待市级审核" in text and "请审核" in text
    assert url("arrangement_run", "6301") not in text


def test_the_picture_shows_every_class_with_its_count_and_the_guests(world, as_user):
    arranged(world)
    text = text_of(as_user(world.officer_a).get(url("site_arrangement", "6301", "630101")))
    assert "八1班" in text and "block-guest" in text and "荫营小镇中学" in text
    assert 'role="grid"' in text


def test_a_conflict_stands_in_red_in_the_picture(world, as_user):
    arranged(world)
    Room.objects.filter(site=world.site_a1, number=1).update(spare=20)
    text = text_of(as_user(world.officer_a).get(url("site_arrangement", "6301", "630101")))
    assert "cell-conflict" in text and "处有冲突" in text


def test_the_seat_plan_shows_names_free_machines_and_spares(world, as_user):
    arranged(world)
    seat = Seating.objects.get(candidate=somebody(world.school_a1))
    text = text_of(
        as_user(world.officer_a).get(url("room_session", "6301", "630101", seat.room_session_id))
    )
    assert seat.candidate.name in text
    assert text.count("seat-spare") == 3


def test_pinning_and_unpinning_from_the_seat_plan(world, as_user):
    arranged(world)
    seat = Seating.objects.get(candidate=somebody(world.school_a1))
    client = as_user(world.officer_a)
    address = url("room_session_act", "6301", "630101", seat.room_session_id)
    client.post(address, {"act": "pin", "ids": [seat.candidate_id]})
    seat.refresh_from_db()
    assert seat.pinned
    client.post(address, {"act": "unpin", "ids": [seat.candidate_id]})
    seat.refresh_from_db()
    assert not seat.pinned


@pytest.mark.clause("Y-036")
def test_form_3_on_the_page_is_the_data_and_says_where_it_does_not_add_up(world, as_user):
    arranged(world)
    client, address = as_user(world.officer_a), url("form3", "6301")
    text = text_of(client.get(address))
    assert "荫营小镇中学10人借考" in text and ">82<" in text
    assert "都不超过" in text
    Room.objects.filter(site=world.site_a1).update(spare=25)
    assert "多于考场×可用考试机×场次" in text_of(client.get(address))


# ---- who sees what


def test_an_officer_of_another_county_does_not_find_the_pages(world, as_user):
    arranged(world)
    client = as_user(world.officer_b)
    for address in pages(world)[1:12]:
        assert client.get(address).status_code == 404, address


def test_a_site_chief_sees_his_own_site_and_no_names_of_other_schools(world, as_user):
    arrangement = arranged(world)
    unseat(
        arrangement=arrangement, candidates=[somebody(world.school_a2)], by=world.officer_a,
        now=world.now, reason="试",
    )  # fmt: skip
    client = as_user(world.chief_a1)
    county = text_of(client.get(url("arrangement", "6301")))
    assert "阳泉市外国语学校" not in county
    assert client.get(url("site_arrangement", "6301", "630101")).status_code == 200
    assert client.get(url("site_arrangement", "6301", "630102")).status_code == 404
    red = text_of(client.get(url("arrangement_unplaced", "6301")))
    assert somebody(world.school_a2).name not in red


def test_nobody_moves_from_the_picture_without_the_right(world, as_user):
    arranged(world)
    text = text_of(as_user(world.city_reviewer).get(url("site_arrangement", "6301", "630101")))
    assert url("arrangement_move", "6301") not in text
    answer = as_user(world.city_reviewer).get(
        url("arrangement_move", "6301") + f"?group={world.school_a1.pk}:grade8:1"
    )
    assert answer.status_code == 403


def test_no_seat_is_moved_on_the_page_while_the_city_reviews(world, as_user):
    submitted(world)
    answer = as_user(world.officer_a).get(
        url("arrangement_move", "6301") + f"?group={world.school_a1.pk}:grade8:1"
    )
    assert answer.status_code == 409 and "正在审核" in answer.content.decode()


def test_a_locked_county_leads_to_papers_and_change_orders(world, as_user):
    locked(world)
    text = text_of(as_user(world.officer_a).get(url("arrangement", "6301")))
    assert "编排已锁定" in text and url("notices") in text


def test_a_room_session_of_another_site_is_not_found_under_this_one(world, as_user):
    arranged(world)
    other = cell(world.site_a2, 1, 1)
    answer = as_user(world.officer_a).get(url("room_session", "6301", "630101", other.pk))
    assert answer.status_code == 404
