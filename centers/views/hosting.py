"""借考: schools that nobody has placed, and where there is room for them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers import hooks
from centers.choices import ApplicationState
from centers.models import County, Hosting, School, Site, SiteApplication
from centers.queries import loads, sites_for
from centers.scope import holds_city_wide
from centers.services.hosting import end_hosting, host_school
from examadmin.base import clock
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require
from examadmin.ui.pages import page_of

from .kit import number_of

MANAGE = "centers.manage_hosting"
OFFERED = 5


@in_exam
@require_safe
def hosting(request):
    user, exam = request.user, request.exam
    asked = {"county": request.GET.get("county", "")}
    rows = Hosting.objects.filter(exam=exam).visible_to(user, "centers.view_site")
    schools = School.objects.visible_to(user, MANAGE).exclude(sites__exam=exam)
    if asked["county"]:
        rows = rows.filter(guest__county__code=asked["county"])
        schools = schools.filter(county__code=asked["county"])
    rows = rows.select_related("guest__county", "host__school", "host__county", "created_by")
    found = page_of(request, rows.distinct())
    pupils = hooks.pupils(exam)
    everywhere = holds_city_wide(user, MANAGE)
    guests = _guests(exam, schools.select_related("county"), pupils)
    hosts = list(loads(exam, Site.objects.filter(exam=exam)).values()) if guests else []
    for guest in guests:
        guest.offers = _offers(guest, hosts, everywhere)
    open_states = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED)
    applying = dict(
        SiteApplication.objects.filter(exam=exam, school__in=guests, state__in=open_states)
        .values_list("school_id", "state")
    )  # fmt: skip
    for guest in guests:
        guest.applying = ApplicationState(applying[guest.pk]) if guest.pk in applying else None
    for row in found.rows:
        classes = pupils.get(row.guest_id, {})
        row.pupils = sum(classes.get(key, 0) for key in row.classes or classes)
        row.class_names = [class_name(exam, key) for key in row.classes]
    return render(
        request,
        "centers/hosting.html",
        {
            "page": found,
            "guests": [guest for guest in guests if not guest.applying],
            "applying": [guest for guest in guests if guest.applying],
            "asked": asked,
            "counties": County.objects.visible_to(user, "centers.view_county"),
            "may_manage": user.has_perm(MANAGE),
            "counted": bool(hooks.pupil_counters),
        },
    )


def class_name(exam, key):
    """grade8:3 → 八年级3班."""
    category, _sep, number = key.partition(":")
    known = exam.rules.categories.get(category)
    return _("%(category)s%(number)s班") % {
        "category": known.title if known else category,
        "number": number,
    }


def _guests(exam, schools, pupils):
    """Schools of which at least one class has no place yet."""
    placed, found = sites_for(exam), []
    for school in schools.order_by("county__position", "code"):
        classes = pupils.get(school.pk, {})
        if school.pk in placed.whole:
            continue
        school.open_classes = [
            {"key": key, "name": class_name(exam, key), "count": count}
            for key, count in sorted(classes.items(), key=lambda kv: _order(kv[0]))
            if (school.pk, key) not in placed.by_class
        ]
        if classes and not school.open_classes:
            continue
        school.need = sum(one["count"] for one in school.open_classes)
        school.begun = any(pk == school.pk for pk, _key in placed.by_class)
        found.append(school)
    return found


def _order(key):
    category, _sep, number = key.partition(":")
    return category, int(number) if number.isdigit() else 0


def _offers(guest, hosts, everywhere):
    """Own county first, most free seats first; a site known to be too full comes last."""
    near = [h for h in hosts if h.capacity and (everywhere or h.site.county_id == guest.county_id)]
    near.sort(key=lambda h: (h.free < guest.need, h.site.county_id != guest.county_id, -h.free))
    return [{"load": h, "fits": h.free >= guest.need} for h in near]


@in_exam
@require_POST
def host(request):
    """Place one school, or several at the same site."""
    user, post = request.user, request.POST
    codes = post.getlist("guest")
    guests = School.objects.visible_to(user, MANAGE).filter(code__in=codes)
    guests = list(guests.select_related("county"))
    if not codes or len(guests) != len(set(codes)):
        raise Http404
    sites = Site.objects.select_related("school", "county", "application")
    chosen = fetch(user, sites, MANAGE, exam=request.exam, school__code=post.get("host", ""))
    for guest in guests:
        host_school(
            exam=request.exam, guest=guest, host=chosen, by=user, now=clock.now(),
            classes=post.getlist("classes") if len(guests) == 1 else (),
            reason=post.get("reason", ""),
        )  # fmt: skip
        messages.success(
            request, _("“%(guest)s”在“%(host)s”借考。") % {"guest": guest, "host": chosen}
        )
    return redirect("hosting", request.exam.code)


@in_exam
@require_POST
def host_end(request):
    """Take back the chosen placements."""
    user = request.user
    require(user, MANAGE)
    rows = Hosting.objects.filter(
        exam=request.exam, pk__in=[number_of(i) for i in request.POST.getlist("ids")]
    ).select_related("guest", "host__school", "exam")
    guests = School.objects.visible_to(user, MANAGE)
    for row in rows.filter(guest__in=guests):
        end_hosting(hosting=row, by=user, now=clock.now(), reason=request.POST.get("reason", ""))
        messages.success(request, _("已取消“%(guest)s”的借考安排。") % {"guest": row.guest})
    return redirect("hosting", request.exam.code)
