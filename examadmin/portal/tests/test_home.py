"""The home page: what is due now for this person, and where the exam stands."""

from datetime import timedelta

import pytest
import time_machine

from examadmin.exams.models import Exam
from examadmin.portal import queries
from examadmin.portal.way import way_of
from examadmin.ui.registry import Todo
from scheduling.models import Arrangement


@pytest.fixture
def todos(monkeypatch):
    """todos(…) -> only these things are due, for everybody."""

    def only(*things):
        monkeypatch.setattr(queries, "todo_sources", [lambda user, exam, now: things])

    only()
    return only


@pytest.fixture
def now(world):
    with time_machine.travel(world.now, tick=False):
        yield world.now


def test_what_is_due_stands_overdue_first_then_grave_then_by_its_date(todos, world, now):
    todos(
        Todo("later", "/", due=now + timedelta(days=9)),
        Todo("whenever", "/"),
        Todo("soon", "/", due=now + timedelta(hours=3)),
        Todo("grave", "/", grave=True),
        Todo("late", "/", due=now - timedelta(hours=1)),
        Todo("latest", "/", due=now - timedelta(days=4)),
    )
    order = [(d.todo.title, d.tone) for d in queries.dues(world.officer_a, world.exam, now)]
    assert order == [
        ("latest", "late"),
        ("late", "late"),
        ("grave", "grave"),
        ("soon", "soon"),
        ("later", "plain"),
        ("whenever", "plain"),
    ]


def test_a_due_thing_shows_count_detail_and_how_long_is_left(todos, as_user, world, now):
    todos(Todo("导入名册", "/there/", "还有 2 所学校", now + timedelta(hours=20), 2))
    text = as_user(world.officer_a).get("/").content.decode()
    assert 'href="/there/"' in text
    assert "还有 2 所学校" in text
    assert "还有 20 小时" in text
    assert "期限 2024-04-11 05:00" in text
    assert '<span class="todo-count">2</span>' in text


def test_when_nothing_is_due_the_page_says_so(todos, as_user, world, now):
    assert "现在没有要您办的事" in as_user(world.officer_a).get("/").content.decode()


def test_somebody_without_a_post_is_told_what_to_do(as_user, world):
    text = as_user(world.nobody).get("/").content.decode()
    assert "您还没有可以办理的考试" in text
    assert world.exam.title not in text


def test_a_draft_is_offered_to_the_city_only(world):
    Exam.objects.create(
        code="draft", title="草稿", first_day="2025-05-30", last_day="2025-06-01",
        created_at=world.now,
    )  # fmt: skip
    assert {e.code for e in queries.choices_of(world.city_reviewer)} == {"yq2024", "draft"}
    assert {e.code for e in queries.choices_of(world.officer_a)} == {"yq2024"}
    assert queries.pick(queries.choices_of(world.officer_a), "draft").code == "yq2024"


def test_the_chosen_exam_stays_chosen_on_other_pages(todos, as_user, world):
    Exam.objects.create(
        code="second", title="另一场考试", state="published", first_day="2025-05-30",
        last_day="2025-06-01", created_at=world.now,
    )  # fmt: skip
    client = as_user(world.officer_a)
    assert "阳泉2024" in client.get("/?exam=yq2024").content.decode()
    assert 'title="阳泉2024（测试）"' in client.get("/jobs/").content.decode()
    client.get("/?exam=second")
    assert 'title="另一场考试"' in client.get("/jobs/").content.decode()


def test_the_way_of_the_exam_stops_at_the_first_step_that_is_not_complete(world):
    way = way_of(world.city_reviewer, world.exam, world.now)
    assert [s.state for s in way] == ["done", "done", "done", "now", "later", "later", "later"]
    assert way[3].detail == "0 / 2 个考区"
    for county in (world.county_a, world.county_b):
        Arrangement.objects.create(
            exam=world.exam, county=county, arranged_at=world.now, state="locked", sha256="0" * 64
        )
    way = way_of(world.city_reviewer, world.exam, world.now)
    assert [s.state for s in way][3:6] == ["done", "done", "now"]


def test_the_way_speaks_of_the_own_counties_only(world):
    Arrangement.objects.create(exam=world.exam, county=world.county_a, arranged_at=world.now)
    assert way_of(world.officer_a, world.exam, world.now)[3].state == "done"
    assert way_of(world.officer_b, world.exam, world.now)[3].state == "now"
    assert way_of(world.city_reviewer, world.exam, world.now)[3].detail == "1 / 2 个考区"


def test_the_way_costs_one_query(world, django_assert_num_queries):
    user = world.city_reviewer
    exam = world.exam
    user.has_perm("exams.view_exam")
    with django_assert_num_queries(1):
        way_of(user, exam, world.now)


@pytest.mark.parametrize("person", ["city_reviewer", "officer_a", "chief_a1", "nobody"])
def test_home_answers_in_at_most_twenty_queries(
    as_user, world, person, django_assert_max_num_queries
):
    client = as_user(getattr(world, person))
    with django_assert_max_num_queries(20):
        assert client.get("/").status_code == 200
