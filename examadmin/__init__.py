"""examadmin: the one application that carries a school exam from site application to released score."""

from .celery import app as celery_app

__all__ = ["celery_app"]
