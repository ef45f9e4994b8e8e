"""Moving on the pages: who, where, check, one press; a change order after the lock."""

import pytest
from django.urls import reverse

from examadmin.testing.world import EXAM
from scheduling.models import ChangeOrder, Seating
from scheduling.queries.intent import members_of
from scheduling.queries.offers import offers
from scheduling.queries.rules import check_moves
from scheduling.services.moves import Move, unseat

from .acts import arranged, cell, locked, seat_of, somebody

pytestmark = pytest.mark.usefixtures("at_work")


def url(name, *args):
    return reverse(name, args=[EXAM, *args])


def move_url(**asked):
    return url("arrangement_move", "6301"), asked


def press(client, address, asked, arrangement, **more):
    arrangement.refresh_from_db()
    return client.post(address, asked | {"version": arrangement.version} | more)


def test_one_candidate_is_moved_in_three_steps_without_scripts(world, as_user):
    arrangement, one = arranged(world), somebody(world.school_a1)
    target = cell(world.site_a1, 2, 8)
    client = as_user(world.officer_a)
    address, asked = move_url(ids=one.pk)
    where = client.get(address, asked)
    assert f'value="{target.pk}"' in where.content.decode()
    asked |= {"to": target.pk, "seat": 7}
    shown = client.get(address, asked).content.decode()
    assert "检查无误后确认" in shown and "7号" in shown and "将分在" in shown
    press(client, address, asked, arrangement, reason="换机")
    assert seat_of(one) == (target.pk, 7)


def test_a_class_goes_to_a_session_and_fills_its_rooms_in_order(world, as_user):
    arrangement = arranged(world)
    session = cell(world.site_a1, 1, 5).session
    address, asked = move_url(group=f"{world.school_a1.pk}:grade8:2", to=f"s{session.pk}")
    press(as_user(world.officer_a), address, asked, arrangement)
    rooms = set(
        Seating.objects.filter(
            candidate__school=world.school_a1, candidate__category="grade8", candidate__class_no=2
        ).values_list("room_session__session", flat=True)
    )
    assert rooms == {session.pk}


def test_a_forbidden_move_is_shown_with_its_reason_and_has_no_button(world, as_user):
    arranged(world)
    one, full = somebody(world.school_a1), seat_of(somebody(world.school_a2))[0]
    address, asked = move_url(ids=one.pk, to=full)
    shown = as_user(world.officer_a).get(address, asked).content.decode()
    assert "不能这样调整" in shown and "没有借考到" in shown
    assert "确认调整" not in shown


def test_a_forbidden_move_is_refused_when_it_is_pressed_all_the_same(world, as_user):
    arrangement = arranged(world)
    one, full = somebody(world.school_a1), seat_of(somebody(world.school_a2))[0]
    before = seat_of(one)
    address, asked = move_url(ids=one.pk, to=full)
    answer = press(as_user(world.officer_a), address, asked, arrangement)
    assert answer.status_code == 409 and seat_of(one) == before


def test_who_presses_on_an_old_check_is_shown_the_new_one(world, as_user):
    arrangement, one = arranged(world), somebody(world.school_a1)
    before = seat_of(one)
    address, asked = move_url(ids=one.pk, to=cell(world.site_a1, 2, 8).pk)
    answer = as_user(world.officer_a).post(address, asked | {"version": arrangement.version - 1})
    assert "刚才有人调整了座位" in answer.content.decode() and seat_of(one) == before


def test_two_candidates_swap_from_the_seat_plan(world, as_user):
    arrangement = arranged(world)
    one, other = somebody(world.school_a1, 0), somebody(world.school_a1, 1)
    first, second = seat_of(one), seat_of(other)
    client = as_user(world.officer_a)
    act = url("room_session_act", "6301", "630101", first[0])
    answer = client.post(act, {"act": "swap", "ids": [one.pk, other.pk]})
    assert "swap=1" in answer.url
    press(client, *move_url(ids=[one.pk, other.pk], swap=1), arrangement)
    assert (seat_of(one), seat_of(other)) == (second, first)


def test_a_room_session_moves_on_the_same_machines_or_changes_places(world, as_user):
    arrangement, one = arranged(world), somebody(world.school_a1)
    home, seat = seat_of(one)
    client, empty = as_user(world.officer_a), cell(world.site_a1, 1, 8)
    press(client, *move_url(cell=home, to=empty.pk), arrangement)
    assert seat_of(one) == (empty.pk, seat)
    other = seat_of(somebody(world.school_a1, -1 % 71))[0]
    press(client, *move_url(cell=empty.pk, to=f"x{other}"), arrangement)
    assert seat_of(one) == (other, seat)


def test_a_whole_session_moves_to_an_empty_one(world, as_user):
    arrangement, one = arranged(world), somebody(world.school_a1)
    source = cell(world.site_a1, 1, 1).session
    target = cell(world.site_a1, 1, 9).session
    inside = Seating.objects.filter(room_session__session=source).count()
    press(as_user(world.officer_a), *move_url(session=source.pk, to=f"s{target.pk}"), arrangement)
    assert inside == Seating.objects.filter(room_session__session=target).count() > 0
    assert one


def test_taking_somebody_off_his_seat_needs_a_reason(world, as_user):
    arrangement, one = arranged(world), somebody(world.school_a1)
    client, (address, asked) = as_user(world.officer_a), move_url(ids=one.pk, to="off")
    assert press(client, address, asked, arrangement).status_code == 400
    press(client, address, asked, arrangement, reason="转学")
    assert not Seating.objects.filter(candidate=one).exists()


def test_the_red_list_leads_to_targets_and_they_are_seated(world, as_user):
    arrangement = arranged(world)
    left = [somebody(world.school_a1, n) for n in range(3)]
    unseat(arrangement=arrangement, candidates=left, by=world.officer_a, now=world.now, reason="试")
    group = f"{world.school_a1.pk}:grade8:1"
    address, asked = move_url(group=group, loose=1)
    client = as_user(world.officer_a)
    assert "3 人" in client.get(address, asked).content.decode()
    press(client, address, asked | {"to": cell(world.site_a1, 1, 8).pk}, arrangement)
    assert Seating.objects.filter(candidate__in=left).count() == 3


def test_everything_that_is_offered_is_lawful_and_nothing_lawful_is_missing(world):
    """The offers agree with the one rule, for one candidate, a class and a guest."""
    arrangement = arranged(world)
    for people in (
        [somebody(world.school_a1).pk],
        members_of(world.exam, world.school_a1, "grade8", 2),
        [somebody(world.school_a3).pk],
    ):
        shown = {
            offer.cell.pk: offer
            for site in offers(arrangement, people)
            for _day, rows in site.days
            for row in rows
            for offer in row.offers
        }
        assert shown
        for pk, offer in list(shown.items())[::7]:
            if offer.stays == len(people):
                continue
            found = check_moves(arrangement, [Move(person, pk) for person in people])
            assert offer.lawful == (not any(f.level == "block" for f in found)), str(offer.cell)


# ---- after the lock


@pytest.mark.clause("Y-039")
def test_after_the_lock_a_move_becomes_a_change_order_decided_by_another_person(world, as_user):
    arrangement, one = locked(world), somebody(world.school_a1)
    target, before = cell(world.site_a1, 2, 8), seat_of(one)
    address, asked = move_url(ids=one.pk, to=target.pk)
    client = as_user(world.officer_a)
    shown = client.get(address, asked).content.decode()
    assert "提交变更单" in shown and "批准后须重新打印" in shown and "准考证" in shown
    assert press(client, address, asked, arrangement).status_code == 400  # no reason given
    press(client, address, asked, arrangement, reason="机器损坏")
    order = ChangeOrder.objects.get()
    assert seat_of(one) == before and order.reason == "机器损坏"

    client = as_user(world.city_reviewer)
    page = client.get(url("change_order", order.pk)).content.decode()
    assert one.name in page and "批准并生效" in page
    client.post(url("change_order_decide", order.pk), {"act": "approve"})
    assert seat_of(one)[0] == target.pk
    page = client.get(url("change_order", order.pk)).content.decode()
    assert "须重新打印" in page and "签到表" in page and "考务秩序册" in page


def test_a_refused_change_order_says_why_and_moves_nobody(world, as_user):
    arrangement, one = locked(world), somebody(world.school_a1)
    before = seat_of(one)
    address, asked = move_url(ids=one.pk, to=cell(world.site_a1, 2, 8).pk)
    press(as_user(world.officer_a), address, asked, arrangement, reason="家长要求")
    order, client = ChangeOrder.objects.get(), as_user(world.city_reviewer)
    decide = url("change_order_decide", order.pk)
    assert client.post(decide, {"act": "refuse"}).status_code == 400
    client.post(decide, {"act": "refuse", "comment": "理由不足"})
    assert "理由不足" in client.get(url("change_order", order.pk)).content.decode()
    assert seat_of(one) == before


def test_change_orders_of_another_county_are_not_found(world, as_user):
    arrangement, one = locked(world), somebody(world.school_a1)
    address, asked = move_url(ids=one.pk, to=cell(world.site_a1, 2, 8).pk)
    press(as_user(world.officer_a), address, asked, arrangement, reason="x")
    order = ChangeOrder.objects.get()
    client = as_user(world.officer_b)
    assert client.get(url("change_order", order.pk)).status_code == 404
    assert str(order) not in client.get(url("change_orders")).content.decode()


def test_the_pages_of_change_orders_answer_in_twenty_queries(
    world, as_user, django_assert_max_num_queries
):
    arrangement = locked(world)
    people = members_of(world.exam, world.school_a1, "grade8", 1)[:20]
    address, asked = move_url(ids=people, to=cell(world.site_a1, 2, 8).pk)
    client = as_user(world.officer_a)
    with django_assert_max_num_queries(20):
        client.get(address, asked)
    press(client, address, asked, arrangement, reason="整体调整")
    order, client = ChangeOrder.objects.get(), as_user(world.city_reviewer)
    with django_assert_max_num_queries(20):
        client.get(url("change_order", order.pk))
    with django_assert_max_num_queries(20):
        client.get(url("change_orders"))


def test_a_decided_change_order_still_says_which_seat_was_left(world, as_user):
    arrangement, one = locked(world), somebody(world.school_a1)
    before, target = seat_of(one), cell(world.site_a1, 2, 8)
    address, asked = move_url(ids=one.pk, to=target.pk, seat=9)
    press(as_user(world.officer_a), address, asked, arrangement, reason="机器损坏")
    order, client = ChangeOrder.objects.get(), as_user(world.city_reviewer)
    origin = Seating.objects.get(candidate=one).room_session
    assert order.moves[0]["from"] == {
        "site": "阳泉市实验中学", "room": origin.room.number, "seat": before[1],
        "day": origin.session.day.isoformat(), "session": origin.session.ordinal,
    }  # fmt: skip
    client.post(url("change_order_decide", order.pk), {"act": "approve"})
    page = client.get(url("change_order", order.pk)).content.decode()
    left = f"阳泉市实验中学第{origin.room.number:02d}考场5月30日第{origin.session.ordinal}场"
    assert f'<span class="route-from">{left}</span>' in page
    assert f"{before[1]} → 9号" in page and "没有座位" not in page
