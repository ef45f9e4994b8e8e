"""附件3 as the form itself, filled from the data."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from examadmin.exams.views_kit import in_exam

from ..queries.form3 import form3 as form3_of
from .kit import by_level, the_arrangement, the_county


@in_exam
@require_safe
def form3(request, county):
    place = the_county(request, county)
    filled = form3_of(request.exam, place)
    wrong = {finding.site for finding in filled.findings}
    return render(
        request,
        "scheduling/form3.html",
        {
            "county": place,
            "arrangement": the_arrangement(request, place),
            "form": filled,
            "title": request.exam.rules.form("form3"),
            "wrong": wrong,
            "levels": by_level(filled.findings),
        },
    )
