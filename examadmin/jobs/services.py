"""Start, run, report and cancel long works.

An app registers a function with `@work("candidates.check_roster")`; `start()` makes the row and
wakes a worker after the commit. Neither Redis nor files redeliver a message whose worker was
killed, so the row carries a heartbeat and `sweep()` queues what stands still. A work must
therefore be safe to run twice.
"""

import logging
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from examadmin.base import clock
from examadmin.base.errors import Refusal

from .models import Job, JobState

log = logging.getLogger(__name__)
STALE = timedelta(seconds=60)
MAX_ATTEMPTS = 3
_WORKER = "worker-seen"
_works = {}
_inline = ContextVar("jobs run inline", default=False)


class Cancelled(Exception):
    """Raised inside a work when its owner asked to stop."""


def work(kind: str):
    """Register `function(progress, **params) -> dict`; the dict is kept as the job's result."""

    def register(function):
        _works[kind] = function
        return function

    return register


def start(kind: str, *, title: str, by, now, key: str | None = None, **params) -> Job:
    """Queue a work. With a key, a second call gives the first job back instead of a second one."""
    if kind not in _works:
        raise LookupError(kind)
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, title=title, params=params, key=key, owner=by, created_at=now
            )
            transaction.on_commit(lambda: _wake(job.pk))
    except IntegrityError:
        job = Job.objects.get(key=key)
    return job


@contextmanager
def inline():
    """Within this block jobs run at once in this process: for commands, which wait anyway."""
    token = _inline.set(True)
    try:
        yield
    finally:
        _inline.reset(token)


def _wake(pk):
    from .tasks import run_job  # tasks import this module

    if settings.JOBS_INLINE or _inline.get():
        run(pk)
    else:
        run_job.delay(str(pk))


class Progress:
    """What a work tells while it runs. Cheap to call for every row: it speaks twice a second.

    It speaks through the cache, not the row: a work that commits everything in one transaction
    could otherwise show nothing before its end, and on SQLite nobody else could write meanwhile.
    A thread keeps the heartbeat going through long silent steps.
    """

    def __init__(self, job: Job):
        self.pk, self._spoken = job.pk, 0.0
        self._said = {"stage": "", "done": 0, "total": 0}
        self._over = threading.Event()

    def __enter__(self):
        self._speak()
        threading.Thread(target=self._beat, daemon=True).start()
        return self

    def __exit__(self, *error):
        self._over.set()

    def _beat(self):
        while not self._over.wait(10):
            cache.set(_beat_key(self.pk), True, STALE.total_seconds())

    def stage(self, name: str, total: int = 0):
        """A new step begins; total: how many things it will count, 0 if it cannot know."""
        self._said = {"stage": str(name), "done": 0, "total": total}
        self._speak()

    def step(self, count: int = 1):
        self._said["done"] += count
        if time.monotonic() - self._spoken > 0.5:
            self._speak()

    def _speak(self):
        self._spoken = time.monotonic()
        if cache.get(_cancel_key(self.pk)):
            raise Cancelled
        cache.set(_beat_key(self.pk), True, STALE.total_seconds())
        cache.set(_said_key(self.pk), self._said, 3600)


def said(job: Job) -> dict:
    """The newest {stage, done, total, percent} of a job, for pages."""
    told = {"stage": job.stage, "done": job.done, "total": job.total}
    if not job.is_over:
        told = cache.get(_said_key(job.pk)) or told
    told["percent"] = min(100, told["done"] * 100 // told["total"]) if told["total"] else 0
    return told


def _beat_key(pk):
    return f"job-{pk}-beat"


def _said_key(pk):
    return f"job-{pk}-said"


def _cancel_key(pk):
    return f"job-{pk}-cancel"


def run(pk) -> None:
    """Run a queued job here and now. A job that somebody else has taken is left alone."""
    taken = Job.objects.filter(pk=pk, state=JobState.QUEUED).update(
        state=JobState.RUNNING, heartbeat_at=clock.now(), attempts=F("attempts") + 1
    )
    if not taken:
        return
    job = Job.objects.get(pk=pk)
    progress = Progress(job)
    try:
        # A worker has no page: what a work writes is Chinese, whoever asked and wherever it runs.
        with progress, translation.override(settings.LANGUAGE_CODE):
            result = _works[job.kind](progress, **job.params) or {}
        end = {"state": JobState.DONE, "result": result, "error": ""}
    except Cancelled:
        end = {"state": JobState.CANCELLED, "error": _("已按您的要求停止，没有留下任何改动。")}
    except Refusal as refusal:
        end = {
            "state": JobState.FAILED,
            "error": str(refusal),
            "result": {"findings": [str(f) for f in refusal.findings][:200]},
        }
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        end = {
            "state": JobState.FAILED,
            "error": _(
                "系统内部出错，任务未完成，数据没有改动。请重试；仍不成功请联系技术人员，任务编号 %(id)s。"
            )
            % {"id": job.pk},
        }
    Job.objects.filter(pk=pk, state=JobState.RUNNING).update(
        finished_at=clock.now(), **progress._said, **end
    )


def cancel(job: Job, *, by) -> None:
    """Ask a job to stop; one that has not begun is over at once."""
    Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=clock.now()
    )
    cache.set(_cancel_key(job.pk), True, 3600)


def sweep(*, now) -> int:
    """Queue again what has stopped giving signs of life; returns how many."""
    lost = Job.objects.filter(
        Q(state=JobState.RUNNING, heartbeat_at__lt=now - STALE)
        | Q(state=JobState.QUEUED, created_at__lt=now - STALE, heartbeat_at__isnull=True)
    )
    count = 0
    for job in lost:
        if cache.get(_beat_key(job.pk)):
            continue
        if job.attempts >= MAX_ATTEMPTS:
            Job.objects.filter(pk=job.pk, state=job.state).update(
                state=JobState.FAILED,
                finished_at=now,
                error=_("任务多次中断，没有完成。请重试或联系技术人员。"),
            )
            continue
        back = Job.objects.filter(pk=job.pk, state=job.state, heartbeat_at=job.heartbeat_at)
        if back.update(state=JobState.QUEUED, heartbeat_at=now):
            _wake(job.pk)
            count += 1
    return count


def worker_seen(*, now) -> None:
    """A worker says that it lives; its clock calls this twice a minute."""
    cache.set(_WORKER, now.timestamp(), 3600)


def worker_is_alive(*, now) -> bool:
    seen = cache.get(_WORKER)
    return seen is not None and now.timestamp() - seen < 2 * STALE.total_seconds()
