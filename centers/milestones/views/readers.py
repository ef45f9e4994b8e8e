"""Who has read the duty documents."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from examadmin.base import clock
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import require

from ..readers import readers_of


@require_safe
@in_exam
def readers(request):
    require(request.user, "centers.view_county_milestone")
    found = readers_of(request.user, request.exam, clock.now())
    return render(request, "milestones/readers.html", {"documents": found})
