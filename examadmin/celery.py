"""The Celery application. Every long work is one task: `examadmin.jobs.tasks.run_job`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "examadmin.settings")

app = Celery("examadmin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["examadmin.jobs"])
