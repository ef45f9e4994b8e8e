"""Everybody sees the own works only; a page that waits stops asking when it is over."""

import pytest
from django.urls import reverse

from examadmin.jobs.models import Job


@pytest.fixture
def job(world):
    return Job.objects.create(
        kind="tests.count",
        title="导入城区名册",
        owner=world.officer_a,
        state="running",
        stage="读取",
        done=30,
        total=120,
        created_at=world.now,
    )


def ask(client, job, **query):
    return client.get(reverse("job", args=[job.pk]), query, headers={"hx-request": "true"})


def test_the_list_shows_the_own_works_and_no_others(as_user, world, job):
    assert "导入城区名册" in as_user(world.officer_a).get("/jobs/").content.decode()
    assert "导入城区名册" not in as_user(world.officer_b).get("/jobs/").content.decode()


@pytest.mark.parametrize("person", ["officer_b", "city_reviewer", "chief_a1"])
def test_the_work_of_somebody_else_is_not_found(as_user, world, job, person):
    client = as_user(getattr(world, person))
    assert client.get(reverse("job", args=[job.pk])).status_code == 404
    assert client.post(reverse("job_cancel", args=[job.pk])).status_code == 404


def test_a_running_work_shows_stage_count_and_percent(as_user, world, job):
    text = as_user(world.officer_a).get(reverse("job", args=[job.pk])).content.decode()
    assert "读取" in text
    assert "30 / 120（25%）" in text
    assert '<meta http-equiv="refresh"' in text  # for browsers without scripts


def test_asking_goes_on_while_it_runs_and_ends_when_it_is_over(as_user, world, job):
    client = as_user(world.officer_a)
    running = ask(client, job)
    assert running.status_code == 200
    assert 'hx-trigger="every 1s"' in running.content.decode()
    Job.objects.update(state="done")
    over = ask(client, job, done="/search/")
    assert over.status_code == 286
    assert "hx-trigger" not in over.content.decode()
    assert 'href="/search/"' in over.content.decode()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "//evil.example/", "https://evil.example/"]
)
def test_the_link_to_the_result_never_leads_away(as_user, world, job, link):
    Job.objects.update(state="done")
    assert link not in ask(as_user(world.officer_a), job, done=link).content.decode()


def test_a_page_that_wants_to_be_loaded_anew_is(as_user, world, job):
    client = as_user(world.officer_a)
    assert "HX-Refresh" not in ask(client, job, reload="1").headers
    Job.objects.update(state="done")
    assert ask(client, job, reload="1").headers["HX-Refresh"] == "true"


def test_the_result_link_of_the_work_itself_is_offered(as_user, world, job):
    Job.objects.update(state="done", result={"url": "/e/x/papers/"})
    assert 'href="/e/x/papers/"' in ask(as_user(world.officer_a), job).content.decode()


def test_a_failed_work_says_why(as_user, world, job):
    Job.objects.update(state="failed", error="名册里有 2 处错误。", result={"findings": ["第3行"]})
    text = ask(as_user(world.officer_a), job).content.decode()
    assert "名册里有 2 处错误。" in text
    assert "第3行" in text


def test_stopping_needs_a_form_and_is_told(as_user, world, job):
    client = as_user(world.officer_a)
    address = reverse("job_cancel", args=[job.pk])
    assert client.get(address).status_code == 405
    answer = client.post(address, follow=True)
    assert "已请求停止" in answer.content.decode()


def test_a_hundred_works_cost_as_many_queries_as_one(
    as_user, world, job, django_assert_max_num_queries
):
    Job.objects.bulk_create(
        Job(kind="x", title="x", owner=world.officer_a, created_at=world.now) for _ in range(120)
    )
    client = as_user(world.officer_a)
    with django_assert_max_num_queries(8):
        text = client.get("/jobs/").content.decode()
    assert "只列出最近的 100 项" in text
