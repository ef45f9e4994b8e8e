"""A long work as a row: run, tell, refuse, stop, and come back after a crash."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from examadmin.jobs import services
from examadmin.jobs.models import Job, JobState

from . import works  # noqa: F401  (registers the works)


@pytest.fixture
def started(world, django_capture_on_commit_callbacks):
    """started(kind, **params) -> the job after the commit, which with JOBS_INLINE has run it."""

    def start(kind, key=None, **params):
        with django_capture_on_commit_callbacks(execute=True):
            job = services.start(
                kind, title="试验", by=world.officer_a, now=world.now, key=key, **params
            )
        job.refresh_from_db()
        return job

    return start


@pytest.fixture
def lost(world):
    """lost(state, …) -> a job whose worker was killed two minutes ago."""

    def make(state=JobState.RUNNING, **fields):
        ago = world.now - 2 * services.STALE
        row = {"heartbeat_at": ago if state == JobState.RUNNING else None, **fields}
        return Job.objects.create(
            kind="tests.count",
            title="试验",
            params={"steps": 3},
            owner=world.officer_a,
            state=state,
            created_at=ago,
            **row,
        )

    return make


def test_a_work_runs_after_the_commit_and_its_result_is_kept(started):
    job = started("tests.count", steps=3)
    assert (job.state, job.result, job.done, job.total) == ("done", {"counted": 3}, 3, 3)
    assert job.finished_at is not None
    assert job.attempts == 1


def test_an_unknown_kind_of_work_is_a_programming_error(world):
    with pytest.raises(LookupError):
        services.start("tests.unknown", title="x", by=None, now=world.now)


def test_stage_and_count_are_seen_while_the_work_runs(started):
    result = started("tests.look").result
    assert result["state"] == "running"
    assert result["said"] == {"stage": "核对", "done": 1, "total": 4, "percent": 25}


def test_a_refused_work_gives_its_sentence_and_its_findings(started):
    job = started("tests.refuse")
    assert (job.state, job.error) == ("failed", "名册里有 2 处错误。")
    assert job.result["findings"] == ["第3行：姓名为空", "第9行：性别不明"]


def test_a_crash_gives_a_sentence_and_keeps_its_details_for_the_log(started, caplog):
    job = started("tests.crash")
    assert job.state == "failed"
    assert str(job.pk) in job.error
    assert "secret" not in job.error
    assert "ZeroDivisionError" in caplog.text


def test_a_work_that_its_owner_stops_ends_at_its_next_step(started):
    job = started("tests.stopped")
    assert (job.state, job.stage) == ("cancelled", "第二步")
    assert "停止" in job.error


def test_a_work_stopped_before_it_began_never_runs(lost, world):
    job = lost(JobState.QUEUED)
    services.cancel(job, by=world.officer_a)
    services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("cancelled", 0)


def test_the_same_key_gives_the_first_job_back(started):
    first = started("tests.count", key="import-1", steps=1)
    assert started("tests.count", key="import-1", steps=9) == first
    assert Job.objects.get().result == {"counted": 1}


def test_a_second_wake_up_call_does_nothing(started):
    job = started("tests.count", steps=1)
    services.run(job.pk)
    job.refresh_from_db()
    assert job.attempts == 1


def test_sweep_runs_a_job_again_whose_worker_was_killed(lost, world):
    job = lost(attempts=1)
    assert services.sweep(now=world.now) == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


def test_sweep_wakes_a_job_whose_message_was_lost(lost, world):
    job = lost(JobState.QUEUED)
    assert services.sweep(now=world.now) == 1
    job.refresh_from_db()
    assert job.state == "done"


def test_sweep_leaves_alone_what_shows_signs_of_life(lost, world):
    job = lost()
    cache.set(services._beat_key(job.pk), True, 60)
    assert services.sweep(now=world.now) == 0
    assert services.sweep(now=world.now - timedelta(minutes=2)) == 0
    job.refresh_from_db()
    assert job.state == "running"


def test_a_job_that_was_killed_three_times_is_given_up_with_a_sentence(lost, world):
    job = lost(attempts=services.MAX_ATTEMPTS)
    assert services.sweep(now=world.now) == 0
    job.refresh_from_db()
    assert job.state == "failed"
    assert "多次中断" in job.error


def test_a_killed_run_that_comes_back_to_life_cannot_overwrite_the_end(lost, world):
    job = lost(attempts=services.MAX_ATTEMPTS)
    services.sweep(now=world.now)
    services.run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"


def test_a_worker_is_alive_for_two_minutes_after_its_last_sign(world):
    assert not services.worker_is_alive(now=world.now)
    services.worker_seen(now=world.now)
    assert services.worker_is_alive(now=world.now + timedelta(seconds=90))
    assert not services.worker_is_alive(now=world.now + timedelta(seconds=130))
