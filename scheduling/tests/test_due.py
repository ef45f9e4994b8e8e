"""What the home page counts for a county is what its own page counts, with fewer questions."""

import pytest

from centers.models import Hosting
from examadmin.ui.registry import Todo
from scheduling import portal
from scheduling.models import Seating
from scheduling.queries.due import county_lines
from scheduling.queries.totals import county_totals

from .acts import arranged, locked, somebody


def counted(world):
    both = {world.county_a.pk, world.county_b.pk}
    return {line.pk: (line.roster, line.unplaced) for line in county_lines(world.exam, both)}


def test_the_lines_agree_with_the_totals_also_where_guests_cross_the_county(world):
    arranged(world)
    Seating.objects.filter(candidate=somebody(world.school_a1)).delete()
    for change in (
        {},
        {"host": world.site_b1},
        {"host": world.site_b1, "classes": ["grade8:1"]},
    ):
        Hosting.objects.update(**change)
        totals = county_totals(world.city_reviewer, world.exam)
        assert counted(world) == {t.county.pk: (t.roster, t.unplaced) for t in totals}


def test_a_county_costs_three_queries_while_open_and_one_when_locked(
    world, django_assert_num_queries
):
    exam, mine = world.exam, {world.county_a.pk}
    with django_assert_num_queries(3):
        [line] = county_lines(exam, mine)
    assert (line.state, line.roster, line.unplaced) == ("draft", 140, 140)
    locked(world)
    with django_assert_num_queries(1):
        [line] = county_lines(exam, mine)
    with django_assert_num_queries(0):
        assert county_lines(exam, set()) == []


@pytest.mark.parametrize("made", [None, arranged, locked])
def test_an_officer_is_told_what_comes_next(world, made):
    if made:
        made(world)
    found = list(portal.todos(world.officer_a, world.exam, world.now))
    assert all(isinstance(todo, Todo) for todo in found)
    assert [str(todo.title) for todo in found] == {
        None: ["编排考场"], arranged: ["检查并上报编排"], locked: ["通知考生、发放准考证"],
    }[made]  # fmt: skip
