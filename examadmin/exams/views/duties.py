"""Duty documents: read them, say that one has read them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from examadmin.base import clock
from examadmin.ui.fetch import require

from ..duties import confirm_reading, duties_of
from ..views_kit import in_exam


@require_safe
@in_exam
def duties(request):
    require(request.user, "exams.view_exam")
    return render(request, "exams/duties.html", {"duties": duties_of(request.user, request.exam)})


@require_POST
@in_exam
def duty_read(request, key):
    require(request.user, "exams.view_exam")
    confirm_reading(exam=request.exam, document=key, by=request.user, now=clock.now())
    messages.success(request, _("已登记您的阅读时间。"))
    return redirect("duties", request.exam.code)
