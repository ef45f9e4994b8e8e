from celery import shared_task

from examadmin.base import clock

from . import services


@shared_task
def run_job(pk):
    services.run(pk)


@shared_task
def sweep_jobs():
    services.sweep(now=clock.now())
