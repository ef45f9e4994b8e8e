"""The picture by keyboard and by drag, and every page at 360 px, in Chromium."""

import pytest
from django.urls import reverse

from examadmin.base import clock
from examadmin.testing.browser import folder_of_pictures
from examadmin.testing.world import EXAM
from scheduling.models import Seating

from .acts import arranged, cell, seat_of, somebody

pytestmark = pytest.mark.browser


@pytest.fixture
def living(live_world, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: live_world.now)
    live_world.arrangement = arranged(live_world)
    return live_world


def url(name, *args):
    return reverse(name, args=[EXAM, *args])


def keep(page, name):
    folder = folder_of_pictures()
    if folder:
        page.screenshot(path=folder / f"{name}.png", full_page=True)


def focused(page):
    return page.evaluate("document.activeElement.dataset.cell || ''")


def test_arrows_walk_through_the_picture_and_enter_opens_the_room_session(living, page_of):
    page = page_of(living.officer_a)
    page.goto(url("site_arrangement", "6301", "630101"))
    stops = page.locator(".picture >> nth=0").locator("a.cell[tabindex='0']")
    assert stops.count() == 1  # one stop in the tab order
    stops.focus()
    first = focused(page)
    page.keyboard.press("ArrowRight")
    beside = focused(page)
    assert beside == str(cell(living.site_a1, 2, 1).pk) != first
    page.keyboard.press("ArrowDown")
    assert focused(page) == str(cell(living.site_a1, 2, 2).pk)
    page.keyboard.press("Home")
    assert focused(page) == str(cell(living.site_a1, 1, 2).pk)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/630101/{cell(living.site_a1, 1, 2).pk}/")
    keep(page, "room-session")


def test_a_candidate_is_moved_with_the_keyboard_alone(living, page_of):
    one = somebody(living.school_a1)
    place, target = seat_of(one)[0], cell(living.site_a1, 2, 8)
    page = page_of(living.officer_a)
    page.goto(url("room_session", "6301", "630101", place))
    page.locator(f"input[name=ids][value='{one.pk}']").focus()
    page.keyboard.press("Space")
    page.locator("button[value=move]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/move/**")
    choice = page.locator(f"input[name=to][value='{target.pk}']")
    choice.focus()
    page.keyboard.press("Space")
    page.locator("[data-next]").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="确认调整").focus()
    keep(page, "move-check")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/630101/{target.pk}/")
    assert seat_of(one)[0] == target.pk


def test_a_class_dragged_to_an_empty_room_session_leads_to_the_check(living, page_of):
    seat = Seating.objects.get(candidate=somebody(living.school_a1))
    target = cell(living.site_a1, 1, 3)
    page = page_of(living.officer_a)
    page.goto(url("site_arrangement", "6301", "630101"))
    page.locator("details.rest summary").first.click()
    block = page.locator(f"a.cell[data-cell='{seat.room_session_id}'] .block").first
    block.drag_to(page.locator(f"a.cell[data-cell='{target.pk}']"))
    page.wait_for_url("**/move/**")
    assert page.get_by_role("button", name="确认调整").is_visible()
    assert Seating.objects.get(pk=seat.pk).room_session_id == seat.room_session_id


def test_moving_works_without_scripts(living, page_of):
    one, target = somebody(living.school_a1), cell(living.site_a1, 2, 8)
    page = page_of(living.officer_a, java_script_enabled=False)
    page.goto(url("room_session", "6301", "630101", seat_of(one)[0]))
    page.locator(f"input[name=ids][value='{one.pk}']").check()
    page.locator("button[value=move]").click()
    page.locator(f"input[name=to][value='{target.pk}']").check()
    page.locator("[data-next]").first.click()
    page.get_by_role("button", name="确认调整").click()
    assert seat_of(one)[0] == target.pk


def test_no_page_is_wider_than_a_telephone(living, page_of):
    one = somebody(living.school_a1)
    page = page_of(living.officer_a, width=360)
    place = seat_of(one)[0]
    for name, address in {
        "county": url("arrangement", "6301"),
        "site": url("site_arrangement", "6301", "630101"),
        "room": url("room_session", "6301", "630101", place),
        "where": url("arrangement_move", "6301") + f"?ids={one.pk}",
        "check": url("arrangement_move", "6301")
        + f"?ids={one.pk}&to={cell(living.site_a1, 2, 8).pk}",
        "zero": url("arrangement_zero", "6301"),
        "form3": url("form3", "6301"),
        "county-times": url("county_timetable", "6301"),
        "site-times": url("site_timetable", "6301", "630101"),
        "notices": url("notices"),
        "changes": url("change_orders"),
    }.items():
        page.goto(address)
        keep(page, f"360-{name}")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), name
    city = page_of(living.city_reviewer, width=360)
    city.goto(url("arrangement_review"))
    keep(city, "360-review")
    assert not city.evaluate("document.documentElement.scrollWidth > innerWidth")
