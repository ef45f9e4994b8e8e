from .models import Job, JobState

SHOWN = 100


def jobs_of(user):
    """The works that a person started, newest first. Nobody sees those of others."""
    return Job.objects.filter(owner=user).order_by("-created_at", "-pk")


def running_jobs_of(user):
    return jobs_of(user).filter(state__in=[JobState.QUEUED, JobState.RUNNING])
