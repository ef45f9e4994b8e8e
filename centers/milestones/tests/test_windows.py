"""Outside a window the server refuses; the city opens it again for one unit."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from centers.models import WindowOpening
from centers.windows import is_open, reopen_window, require_window
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.exams.rules import ZONE

CLOSE = datetime(2024, 4, 11, 18, 0, tzinfo=ZONE)
LATER = CLOSE + timedelta(days=1)
KEY = "site_application"


def reopen(world, **changed):
    wanted = {
        "exam": world.exam,
        "window": KEY,
        "school": world.school_a1,
        "until": LATER + timedelta(hours=4),
        "reason": "机房停电，申报未完成",
        "by": world.city_reviewer,
        "now": LATER,
    }
    return reopen_window(**wanted | changed)


@pytest.mark.clause("Y-030")
def test_applications_are_open_from_april_10_to_april_11(world):
    first = datetime(2024, 4, 10, 8, 0, tzinfo=ZONE)
    for moment, open_now in (
        (first - timedelta(seconds=1), False),
        (first, True),
        (CLOSE, True),
        (CLOSE + timedelta(seconds=1), False),
    ):
        assert is_open(world.exam, KEY, moment, school=world.school_a1) is open_now


@pytest.mark.clause("Y-031")
def test_a_closed_window_refuses_with_a_sentence(world):
    with pytest.raises(Refusal, match="“考点申报与县级审核”已于2024-04-11 18:00截止"):
        require_window(world.exam, KEY, LATER, school=world.school_a1)
    with pytest.raises(Refusal, match="还没有开始，时间是2024-04-10 08:00"):
        require_window(world.exam, KEY, CLOSE - timedelta(days=9), county=world.county_a)


@pytest.mark.clause("Y-031")
def test_the_city_reopens_for_one_unit_with_a_reason_on_record(world):
    reopen(world)
    require_window(world.exam, KEY, LATER, school=world.school_a1)
    for other in (world.school_a2, world.school_b1):
        assert not is_open(world.exam, KEY, LATER, school=other)
    assert not is_open(world.exam, KEY, LATER, county=world.county_a)
    assert not is_open(world.exam, "arrangement", LATER, school=world.school_a1)
    entry = Entry.objects.get(action="centers.reopen_window")
    assert (entry.chain, entry.reason) == ("school:630101", "机房停电，申报未完成")


def test_an_opening_for_a_county_holds_for_its_schools(world):
    reopen(world, school=None, county=world.county_a)
    assert is_open(world.exam, KEY, LATER, school=world.school_a2)
    assert is_open(world.exam, KEY, LATER, county=world.county_a)
    assert not is_open(world.exam, KEY, LATER, school=world.school_b1)


def test_an_opening_closes_by_itself(world):
    opening = reopen(world)
    assert not is_open(
        world.exam, KEY, opening.until + timedelta(seconds=1), school=world.school_a1
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": " "}, "理由"),
        ({"until": LATER}, "晚于现在"),
        ({"window": "nothing"}, "没有窗口"),
        ({"school": None}, "一个考区或一所学校"),
    ],
)
def test_an_opening_is_for_one_unit_until_a_moment_with_a_reason(world, changed, sentence):
    with pytest.raises(Invalid, match=sentence):
        reopen(world, **changed)


@pytest.mark.parametrize("person", ["officer_a", "chief_a1", "auditor", "inspector_a"])
def test_only_the_city_reopens(world, as_user, person):
    with pytest.raises(Forbidden):
        reopen(world, by=getattr(world, person))
    page = reverse("windows", args=["yq2024"])
    assert as_user(getattr(world, person)).get(page).status_code == 403
    assert as_user(getattr(world, person)).post(page, {}).status_code == 403


def test_the_city_reopens_on_a_page(world, as_user, at):
    at("2024-04-12 09:00")
    page = reverse("windows", args=["yq2024"])
    client = as_user(world.exam_office)
    assert "已截止" in client.get(page).content.decode()
    sent = {
        "window": KEY,
        "unit": "school:630101",
        "until": "2024-04-12T18:00",
        "reason": "停电",
    }
    assert client.post(page, sent).status_code == 302
    assert WindowOpening.objects.get().school == world.school_a1
    assert "停电" in client.get(page).content.decode()
    assert client.post(page, sent | {"unit": "school:999999"}).status_code == 400
