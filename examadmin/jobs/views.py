from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import services
from .queries import SHOWN, jobs_of

STOP_POLLING = 286  # htmx ends its polling on this answer


@require_safe
def jobs(request):
    rows = list(jobs_of(request.user)[: SHOWN + 1])
    context = {"jobs": rows[:SHOWN], "more": len(rows) > SHOWN, "shown": SHOWN}
    return render(request, "jobs/list.html", context)


@require_safe
def job(request, pk):
    """The page of a job; for htmx only its progress, which ends the polling when it is over."""
    job = get_object_or_404(jobs_of(request.user), pk=pk)
    done_url = request.GET.get("done", "")
    if not url_has_allowed_host_and_scheme(done_url, allowed_hosts=None):
        done_url = ""
    reload = request.GET.get("reload") == "1"
    context = {"job": job, "done_url": done_url, "reload": reload}
    if not request.htmx:
        return render(request, "jobs/job.html", context)
    response = render(request, "ui/job.html", context, status=STOP_POLLING if job.is_over else 200)
    if job.is_over and reload:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request, pk):
    job = get_object_or_404(jobs_of(request.user), pk=pk)
    services.cancel(job, by=request.user)
    messages.info(request, _("已请求停止“%(job)s”。") % {"job": job})
    return redirect("job", pk=pk)
