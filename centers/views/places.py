"""Counties and schools, kept by the city."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from centers.forms import CountyForm, EditSchoolForm, SchoolForm, UploadForm
from centers.models import County, School
from centers.services.places import (
    COUNTY_FIELDS,
    SCHOOL_FIELDS,
    create_county,
    create_school,
    edit_county,
    edit_school,
    import_schools,
)
from centers.tables import schools_in
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.ui.fetch import fetch, require
from examadmin.ui.pages import page_of

MANAGE = "centers.manage_places"


@require_safe
def places(request):
    user = request.user
    require(user, MANAGE)
    asked = {name: request.GET.get(name, "") for name in ("county", "q")}
    rows = School.objects.visible_to(user, MANAGE).select_related("county", "home_county")
    if asked["county"]:
        rows = rows.filter(county__code=asked["county"])
    if asked["q"]:
        rows = rows.filter(name__icontains=asked["q"]) | rows.filter(code__startswith=asked["q"])
    counties = County.objects.annotate(school_count=Count("schools"))
    return render(
        request,
        "centers/places.html",
        {"page": page_of(request, rows.order_by("code")), "asked": asked, "counties": counties},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def county_new(request):
    require(request.user, MANAGE)
    form = CountyForm(request.POST or None)
    return _save(request, form, _("新建考区"), lambda given, who: create_county(**given, **who))


@require_http_methods(["GET", "HEAD", "POST"])
def county_edit(request, county):
    found = fetch(request.user, County.objects, MANAGE, code=county)
    initial = {name: getattr(found, name) for name in COUNTY_FIELDS}
    form = CountyForm(request.POST or None, initial=initial)
    return _save(
        request, form, str(found), lambda given, who: edit_county(county=found, **given, **who)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def school_new(request):
    require(request.user, MANAGE)
    form = SchoolForm(request.POST or None)
    return _save(request, form, _("新建学校"), lambda given, who: create_school(**given, **who))


@require_http_methods(["GET", "HEAD", "POST"])
def school_edit(request, school):
    found = fetch(
        request.user, School.objects.select_related("county", "home_county"), MANAGE, code=school
    )
    initial = {name: getattr(found, name) for name in SCHOOL_FIELDS}
    form = EditSchoolForm(request.POST or None, initial=initial)
    return _save(
        request, form, str(found), lambda given, who: edit_school(school=found, **given, **who)
    )


def _save(request, form, title, act):
    """A form and one service call; what the service refuses stands above the fields."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                act(form.cleaned_data, {"by": request.user, "now": clock.now()})
            except Refusal as refusal:
                status = refusal.status
                for sentence in refusal.findings or [refusal]:
                    form.add_error(None, str(sentence))
            else:
                messages.success(request, _("已保存。"))
                return redirect("places")
    page = {"form": form, "heading": title}
    return render(request, "centers/place_form.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def places_import(request):
    """A table of schools. It is short, so it is read, checked and kept at once, or not at all."""
    require(request.user, MANAGE)
    form, refusal, done = UploadForm(request.POST or None, request.FILES or None), None, None
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            rows = schools_in(upload, upload.name)
            done = import_schools(rows=rows, by=request.user, now=clock.now())
        except Refusal as error:
            refusal = error
    page = {"form": form, "refusal": refusal, "done": done}
    status = refusal.status if refusal else 200
    return render(request, "centers/places_import.html", page, status=status)
