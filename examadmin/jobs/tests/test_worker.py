"""A real Celery worker on the embedded broker (files): it runs jobs, and a kill −9 loses nothing.

The worker is a process of its own with its own database, as in `make run`.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.embedded]
ROOT = Path(__file__).resolve().parents[3]


class Office:
    """A data folder of its own, its worker, and a way to run lines of Python inside."""

    def __init__(self, folder):
        self.env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
        self.env |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "examadmin.settings"}
        self.database = folder / "examadmin.sqlite3"
        self.worker = None
        self.python("-m", "django", "migrate", "-v", "0")

    def python(self, *arguments):
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, lines):
        """Run lines with `services`, `Job` and `works` at hand; they answer by print(json)."""
        head = (
            "import json, django; django.setup()\n"
            "from datetime import timedelta\n"
            "from django.core.cache import cache\n"
            "from examadmin.base import clock\n"
            "from examadmin.jobs import services\n"
            "from examadmin.jobs.models import Job\n"
            "from examadmin.jobs.tests import works\n"
        )
        return json.loads(self.python("-c", head + lines))

    def start_worker(self):
        self.worker = subprocess.Popen(
            [
                sys.executable, "-m", "celery", "-A", "examadmin", "worker",
                "--include", "examadmin.jobs.tests.works", "--concurrency", "1",
                "--loglevel", "warning", "--without-mingle", "--without-gossip",
            ],
            env=self.env, cwd=ROOT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def stop_worker(self, how):
        if self.worker and self.worker.poll() is None:
            os.killpg(self.worker.pid, how)
            self.worker.wait(30)

    def row(self):
        """What the job's row says: (state, attempts, result)."""
        with closing(sqlite3.connect(self.database)) as database:
            asked = "SELECT state, attempts, result FROM jobs_job"
            ((state, attempts, result),) = database.execute(asked)
        return state, attempts, json.loads(result)

    def wait(self, state, seconds=60):
        end = time.monotonic() + seconds
        while self.row()[0] != state:
            assert time.monotonic() < end, f"still {self.row()}"
            time.sleep(0.1)
        return self.row()

    def start_job(self, steps, pause):
        self.run(
            f"services.start('tests.count', title='x', by=None, now=clock.now(), "
            f"steps={steps}, pause={pause})\nprint('null')"
        )


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def office(place):
    with closing(sqlite3.connect(place.database)) as database, database:
        database.execute("DELETE FROM jobs_job")
    yield place
    place.stop_worker(signal.SIGTERM)


def test_a_worker_takes_a_job_that_waited_for_it_and_finishes_it(office):
    office.start_job(steps=5, pause=0)
    office.start_worker()
    assert office.wait("done") == ("done", 1, {"counted": 5})


def test_a_job_whose_worker_was_killed_is_finished_by_the_next_one(office):
    office.start_worker()
    office.start_job(steps=600, pause=0.05)
    office.wait("running")
    time.sleep(1)
    office.stop_worker(signal.SIGKILL)
    assert office.row() == ("running", 1, {})  # nobody noticed yet
    swept = office.run(
        "j = Job.objects.get()\n"
        "cache.delete(services._beat_key(j.pk))  # as after a minute of silence\n"
        "Job.objects.update(params={'steps': 7})\n"
        "print(services.sweep(now=clock.now() + 2 * services.STALE))"
    )
    assert swept == 1
    office.start_worker()
    assert office.wait("done") == ("done", 2, {"counted": 7})
