"""Archives of photographs: hand in, and see what became of every file."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates import queries
from candidates.choices import Level
from candidates.forms import UploadForm
from candidates.models import PhotoImport
from candidates.services import photos as services
from examadmin.base import clock
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require
from examadmin.ui.pages import page_of

from .kit import IMPORTER, counties_to_import, sliced


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request):
    user, exam = request.user, request.exam
    require(user, IMPORTER)
    counties, whole_city = counties_to_import(user)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        counties=counties,
        whole_city=whole_city,
        accept=".zip",
        help_text=_("zip压缩包，里面是以证件号码或中考报名号命名的照片"),
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        county = form.cleaned_data.get("county") or (None if whole_city else counties.get())
        handed_in = services.hand_in_photos(
            exam=exam, source=file, name=file.name, by=user, now=clock.now(), county=county
        )
        return redirect("photo_import", exam.code, handed_in.pk)
    handed_in = PhotoImport.objects.filter(exam=exam).visible_to(user, IMPORTER)
    return render(
        request,
        "candidates/photos.html",
        {
            "form": form,
            "page": page_of(
                request, handed_in.select_related("file", "county", "created_by"), size=20
            ),
            "rules": exam.rules["photo"],
            "tally": queries.photo_tally(user, exam),
        },
        status=400 if request.method == "POST" else 200,
    )


@in_exam
@require_safe
def photo_import(request, pk):
    """One archive: progress, then every file with what was found."""
    rows = PhotoImport.objects.select_related("file", "county", "job", "created_by", "findings")
    found = fetch(request.user, rows, IMPORTER, exam=request.exam, pk=pk)
    asked = {"level": request.GET.get("level", "")}
    return render(
        request,
        "candidates/photo_import.html",
        {
            "photos": found,
            "running": found.job and not found.job.is_over,
            "asked": asked,
            "levels": Level.choices,
            "page": sliced(
                request,
                lambda **part: queries.photo_findings_of(found, level=asked["level"], **part),
            ),
        },
    )
