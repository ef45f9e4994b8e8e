"""Works for the tests, and for the real worker that a test starts (celery --include)."""

import time

from examadmin.base.errors import Refusal
from examadmin.jobs import services
from examadmin.jobs.models import Job


@services.work("tests.count")
def count(progress, *, steps, pause=0.0):
    """Counts slowly; safe to run twice."""
    progress.stage("计数", steps)
    for _ in range(steps):
        time.sleep(pause)
        progress.step()
    return {"counted": steps}


@services.work("tests.look")
def look(progress):
    """Tells what a page would show in the middle of the work."""
    progress.stage("核对", 4)
    progress.step(1)
    progress._speak()
    job = Job.objects.get(pk=progress.pk)
    return {"state": job.state, "said": services.said(job)}


@services.work("tests.refuse")
def refuse(progress):
    raise Refusal("名册里有 2 处错误。", findings=["第3行：姓名为空", "第9行：性别不明"])


@services.work("tests.crash")
def crash(progress):
    raise ZeroDivisionError("secret detail")


@services.work("tests.stopped")
def stopped(progress):
    """Its owner stops it in the middle."""
    progress.stage("第一步", 10)
    services.cancel(Job.objects.get(pk=progress.pk), by=None)
    progress.stage("第二步", 10)
    raise AssertionError("a cancelled work goes on")
