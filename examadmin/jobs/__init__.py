"""Long work: one Job row, one Celery task, progress, cancel."""
