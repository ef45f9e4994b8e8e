"""The list of exams, and a new one from a profile."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from examadmin.base import clock
from examadmin.base.errors import Invalid
from examadmin.ui.fetch import require

from .. import services
from ..forms import NewExam
from ..queries import exams_for
from ..rules import Rules
from ..validation import problems


@require_safe
def exams(request):
    require(request.user, "exams.view_exam")
    return render(request, "exams/exams.html", {"exams": exams_for(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_exam(request):
    """With JavaScript the preview follows the fields; without, the button 预览 does it."""
    require(request.user, "exams.create_exam")
    form = NewExam(request.POST or None, initial={"profile": "yangquan-2024"})
    if request.method == "POST" and form.is_valid():
        try:
            exam = services.create_exam(**form.cleaned_data, by=request.user, now=clock.now())
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已建立“%(exam)s”，请逐节核对后发布。") % {"exam": exam})
            return redirect("exam_setup", exam.code)
    status = 400 if form.errors else 200
    return render(request, "exams/new.html", {"form": form, **_planned(form)}, status=status)


@require_safe
def new_exam_preview(request):
    """What would be made: the fragment beside the form."""
    require(request.user, "exams.create_exam")
    return render(request, "exams/planned.html", _planned(NewExam(request.GET)))


def _planned(form):
    form.is_valid() if form.is_bound else None
    wanted = getattr(form, "cleaned_data", {})
    profile = wanted.get("profile") or form.get_initial_for_field(form.fields["profile"], "profile")
    try:
        data = services.draft_of(profile or "", wanted.get("first_day"))
    except Invalid as refusal:
        return {"refusal": refusal}
    rules = Rules(data)
    return {
        "data": data,
        "rules": rules,
        "windows": list(rules.windows.values()),
        "warnings": problems(data)[1],
    }
