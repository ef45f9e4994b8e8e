"""The city's review on one page: what differs first; pass, return, lock, for many at once."""

import pytest
from django.urls import reverse

from centers.models import Room
from examadmin.testing.world import EXAM
from scheduling.models import Arrangement, SiteReview

from .acts import locked, passed, submitted
from .test_pages import more

pytestmark = pytest.mark.usefixtures("at_work")


def url(name, *args):
    return reverse(name, args=[EXAM, *args])


def seen(arrangement):
    return f"{arrangement.county.code}:{arrangement.sha256}"


@pytest.mark.clause("Y-038")
def test_the_city_sees_all_sites_in_one_table_and_those_with_differences_first(world, as_user):
    submitted(world)
    submitted(world, "b")
    Room.objects.filter(site=world.site_b2).update(spare=20)
    client = as_user(world.city_reviewer)
    text = client.get(url("arrangement_review"), {"show": "all"}).content.decode()
    table = text[text.index("<tbody>") :]
    names = ["阳泉市第十七中学校", "阳泉市实验中学", "阳泉市外国语学校", "阳泉市第十一中学校"]
    places = [table.index(name) for name in names]
    assert places == sorted(places)
    assert "考场场次占用备用机" in table
    only = client.get(url("arrangement_review"), {"show": "differ"}).content.decode()
    assert "阳泉市实验中学" not in only[only.index("<tbody>") :]


@pytest.mark.clause("Y-038")
def test_a_site_is_returned_with_a_comment_and_the_county_reads_it(world, as_user):
    arrangement = submitted(world)
    client = as_user(world.city_reviewer)
    form = {
        "ids": [world.site_a1.pk],
        f"sha-{world.county_a.pk}": arrangement.sha256,
        "act": "return",
    }
    assert not SiteReview.objects.exists()
    client.post(url("arrangement_review_sites"), form)  # without a comment: refused
    assert not SiteReview.objects.exists()
    client.post(url("arrangement_review_sites"), form | {"comment": "第2考场设备未到位"})
    client.post(url("arrangement_review_act"), {"ids": [seen(arrangement)], "act": "return"})
    text = as_user(world.officer_a).get(url("arrangement", "6301")).content.decode()
    assert "已退回" in text and "第2考场设备未到位" in text


def test_a_word_on_a_plan_that_was_replaced_is_refused(world, as_user):
    submitted(world)
    client = as_user(world.city_reviewer)
    answer = client.post(
        url("arrangement_review_act"), {"ids": ["6301:" + "0" * 64], "act": "pass"}
    )
    assert answer.status_code == 409 and "已经过时" in answer.content.decode()


@pytest.mark.clause("Y-038")
def test_a_county_is_passed_and_then_locked(world, as_user):
    arrangement = submitted(world)
    client = as_user(world.city_reviewer)
    for act, state in (("pass", "passed"), ("lock", "locked")):
        client.post(url("arrangement_review_act"), {"ids": [seen(arrangement)], "act": act})
        arrangement.refresh_from_db()
        assert arrangement.state == state


def test_all_that_are_ready_are_passed_and_locked_and_the_others_say_why(world, as_user):
    first, second = submitted(world), submitted(world, "b")
    SiteReview.objects.create(
        arrangement=second, site=world.site_b1, passed=False, comment="缺机", by=world.city_issuer,
        sha256=second.sha256, at=world.now,
    )  # fmt: skip
    client = as_user(world.city_reviewer)
    answer = client.post(
        url("arrangement_review_act"),
        {"ids": [seen(first), seen(second)], "act": "pass_and_lock"},
        follow=True,
    )
    told = answer.content.decode()
    assert "城区已通过并锁定" in told and "已被退回，不能整体通过" in told
    states = dict(Arrangement.objects.values_list("county__code", "state"))
    assert states == {"6301": "locked", "6302": "submitted"}


def test_a_county_with_a_grave_difference_is_not_in_the_offer_to_lock_all(world, as_user):
    first, second = submitted(world), submitted(world, "b")
    Room.objects.filter(site=world.site_b2).update(spare=20)
    text = as_user(world.city_reviewer).get(url("arrangement_review")).content.decode()
    offer = text[text.index("全部通过并锁定") : text.index("county-cards")]
    assert seen(first) in offer and seen(second) not in offer


def test_a_county_officer_does_not_review(world, as_user):
    arrangement = submitted(world)
    client = as_user(world.officer_a)
    assert client.get(url("arrangement_review")).status_code == 403
    answer = client.post(url("arrangement_review_act"), {"ids": [seen(arrangement)], "act": "pass"})
    assert answer.status_code == 403


@pytest.mark.parametrize("rows", [0, 5])
def test_the_review_answers_in_twenty_queries(world, as_user, rows, django_assert_max_num_queries):
    more(world, rows)
    passed(world, "b")
    client = as_user(world.city_reviewer)
    with django_assert_max_num_queries(20):
        client.get(url("arrangement_review"), {"show": "all"})


def test_home_tells_city_and_county_what_is_due(world, as_user):
    home = as_user(world.officer_a).get("/").content.decode()
    assert "编排考场" in home
    submitted(world)
    assert "考区编排等待审核" in as_user(world.city_reviewer).get("/").content.decode()
    assert "编排考场" not in as_user(world.officer_a).get("/").content.decode()


def test_after_the_lock_the_county_is_reminded_of_the_notices(world, as_user):
    locked(world)
    assert "通知考生、发放准考证" in as_user(world.officer_a).get("/").content.decode()
