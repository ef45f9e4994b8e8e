"""When acts are open, and opening one again for a single unit."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centers.models import County, School
from centers.windows import openings, reopen_window
from examadmin.base import clock
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import require

from ..forms import Reopen

REOPEN = "centers.reopen_window"


@require_http_methods(["GET", "HEAD", "POST"])
@in_exam
def windows(request):
    require(request.user, REOPEN)
    now = clock.now()
    known = request.exam.rules.windows
    counties = list(County.objects.visible_to(request.user, REOPEN))
    schools = list(School.objects.visible_to(request.user, REOPEN).select_related("county"))
    form = Reopen(request.POST or None, windows=known.values(), counties=counties, schools=schools)
    if request.method == "POST" and form.is_valid():
        kind, _colon, code = form.cleaned_data["unit"].partition(":")
        units = {"county": counties, "school": schools}[kind]
        unit = next(one for one in units if one.code == code)
        reopen_window(
            exam=request.exam,
            window=form.cleaned_data["window"],
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=now,
            **{kind: unit},
        )
        messages.success(request, _("已为%(unit)s重新开放。") % {"unit": unit})
        return redirect("windows", request.exam.code)
    rows = list(openings(request.exam)[:200])
    context = {
        "form": form,
        "windows": [
            {
                "window": w,
                "state": "later" if now < w.opens else "open" if now <= w.closes else "over",
            }
            for w in known.values()
        ],
        "openings": [
            {"row": row, "window": known.get(row.window), "open": row.until >= now} for row in rows
        ],
        "now": now,
    }
    status = 400 if form.errors else 200
    return render(request, "milestones/windows.html", context, status=status)
