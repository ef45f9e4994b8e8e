"""Is the service alive? For the monitoring of the operator: nothing secret, nothing personal."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from examadmin.base import clock
from examadmin.jobs.services import worker_is_alive


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """503 only when no page can work. A silent worker keeps the pages up and is only told."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = True
    except DatabaseError:
        database = False
    worker = worker_is_alive(now=clock.now())
    body = {
        "status": "ok" if database and worker else "degraded" if database else "down",
        "database": "ok" if database else "down",
        "worker": "ok" if worker else "silent",
    }
    return JsonResponse(body, status=200 if database else 503)
