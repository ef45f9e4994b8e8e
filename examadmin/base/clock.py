"""The one place that reads the wall clock. Services take `now`; edges (views, jobs, commands)
ask here."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def local(moment: datetime) -> datetime:
    """The same moment on the wall clock of the exam (Asia/Shanghai)."""
    return timezone.localtime(moment)
