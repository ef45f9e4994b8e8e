from celery import shared_task

from examadmin.base import clock

from . import services


@shared_task
def run_job(pk):
    services.run(pk)


@shared_task
def sweep_jobs():
    now = clock.now()
    services.worker_seen(now=now)
    services.sweep(now=now)
