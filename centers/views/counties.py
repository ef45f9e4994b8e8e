"""Counties: how far each one is, and what waits there."""

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from centers import hooks
from centers.choices import ApplicationState
from centers.models import (
    Appointment,
    County,
    Hosting,
    Preparation,
    Room,
    School,
    Site,
    SiteApplication,
)
from centers.queries import loads, schools_without_place
from centers.services.preparations import COUNTY, confirm_preparation, entries, withdraw_preparation
from examadmin.accounts.choices import Role
from examadmin.base import clock
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require

from .kit import the_county
from .preparations import given_details


def _count(queryset, key="county"):
    """How many rows there are per county, as a column."""
    rows = queryset.filter(**{key: OuterRef("pk")}).order_by().values(key)
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def with_counts(counties, exam):
    """Counties with what an official asks about each of them."""
    applications = SiteApplication.objects.filter(exam=exam)
    rooms = Room.objects.filter(site__exam=exam, in_use=True, site__county=OuterRef("pk"))
    seats = rooms.order_by().values("site__county").annotate(n=Sum(F("machines") - F("spare")))
    placed = Hosting.objects.filter(exam=exam, classes=[], guest=OuterRef("pk"))
    own = Site.objects.filter(exam=exam, school=OuterRef("pk"))
    nowhere = School.objects.filter(~Exists(own), ~Exists(placed))
    waiting = applications.filter(state=ApplicationState.SUBMITTED)
    return counties.annotate(
        school_count=_count(School.objects.all()),
        site_count=_count(Site.objects.filter(exam=exam)),
        room_count=_count(Room.objects.filter(site__exam=exam, in_use=True), "site__county"),
        seat_count=Coalesce(Subquery(seats.values("n")), 0),
        waiting_count=_count(waiting, "school__county"),
        nowhere_count=_count(nowhere),
    ).order_by("position", "code")


@in_exam
@require_safe
def counties(request):
    user, now = request.user, clock.now()
    rows = list(with_counts(County.objects.visible_to(user, "centers.view_county"), request.exam))
    officers = Appointment.objects.in_force(now).filter(role=Role.COUNTY_OFFICER, county__in=rows)
    by_county = {}
    for post in officers.select_related("user").order_by("start"):
        by_county.setdefault(post.county_id, []).append(post.user)
    for county in rows:
        county.officers = by_county.get(county.pk, [])
    return render(request, "centers/counties.html", {"counties": rows})


@in_exam
@require_safe
def county(request, county):
    user, exam, now = request.user, request.exam, clock.now()
    found = the_county(request, county)
    found = with_counts(County.objects.filter(pk=found.pk), exam).get()
    sites = Site.objects.filter(exam=exam, county=found).visible_to(user, "centers.view_site")
    schools = School.objects.filter(county=found).visible_to(user, "centers.view_school")
    posts = Appointment.objects.in_force(now).filter(
        Q(county=found), role__in=(Role.COUNTY_OFFICER, Role.INSPECTOR)
    )
    ticks = Preparation.objects.filter(exam=exam, county=found).select_related("by", "photo")
    shown = sorted(loads(exam, sites).values(), key=lambda load: load.site.school.code)
    return render(
        request,
        "centers/county.html",
        {
            "county": found,
            "loads": shown,
            "counted": bool(hooks.pupil_counters),
            "nowhere": list(schools_without_place(exam, schools)[:50]),
            "posts": posts.select_related("user").order_by("role", "start"),
            "entries": entries(exam, COUNTY, ticks),
            "may_confirm": user.has_perm("centers.confirm_county_preparation", found),
            "sees_people": user.has_perm("centers.view_appointment", found),
            "sees_preparation": user.has_perm("centers.view_county_preparation", found),
        },
    )


@in_exam
@require_POST
def prepare(request, county):
    found = the_county(request, county)
    require(request.user, "centers.confirm_county_preparation", found)
    who = {"by": request.user, "now": clock.now()}
    if request.POST.get("act") == "withdraw":
        tick = fetch(
            request.user, Preparation.objects.select_related("county", "site", "room"),
            "centers.confirm_county_preparation", exam=request.exam, county=found,
            item=request.POST.get("item", ""),
        )  # fmt: skip
        withdraw_preparation(tick=tick, reason=request.POST.get("reason", ""), **who)
    else:
        confirm_preparation(
            exam=request.exam, item=request.POST.get("item", ""), place=found,
            note=request.POST.get("note", ""), details=given_details(request.POST),
            upload=request.FILES.get("photo"), **who,
        )  # fmt: skip
    return redirect("county", request.exam.code, county)
