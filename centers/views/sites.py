"""Sites and rooms: what is there, how full it will be, what comes next."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers import hooks
from centers.forms import RoomForm, SiteForm, SiteTimesForm
from centers.models import Appointment, County, Hosting, Preparation, Room, Site
from centers.queries import loads, seats_per_session
from centers.services.preparations import ROOM, entries, items
from centers.services.sites import change_room, set_site_network, set_site_times
from examadmin.accounts.choices import Role
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import require
from examadmin.ui.pages import page_of

from .kit import number_of, the_site

MANAGE = "centers.manage_site"


@in_exam
@require_safe
def sites(request):
    user, exam = request.user, request.exam
    asked = {name: request.GET.get(name, "") for name in ("county", "q")}
    rows = Site.objects.filter(exam=exam).visible_to(user, "centers.view_site")
    if asked["county"]:
        rows = rows.filter(county__code=asked["county"])
    if asked["q"]:
        rows = rows.filter(school__name__icontains=asked["q"])
    hosted = Prefetch("guests", Hosting.objects.select_related("guest"))
    # The joins of a scope would count rooms twice, so the sums are made over the keys alone.
    rows = seats_per_session(Site.objects.filter(pk__in=rows.order_by().values("pk")))
    rows = rows.select_related("school", "county").prefetch_related(hosted)
    page = page_of(request, rows.order_by("school__code"))
    return render(
        request,
        "centers/sites.html",
        {
            "page": page,
            "asked": asked,
            "counties": County.objects.visible_to(user, "centers.view_county"),
            "times": SiteTimesForm(),
            "may_manage": user.has_perm(MANAGE),
        },
    )


@in_exam
@require_POST
def set_times(request):
    """The same first start and gap for several sites."""
    require(request.user, MANAGE)
    form = SiteTimesForm(request.POST)
    chosen = Site.objects.filter(
        exam=request.exam, pk__in=[number_of(i) for i in request.POST.getlist("ids")]
    ).select_related("school", "exam")
    done = 0
    if not form.is_valid():
        messages.error(request, _("请填写正确的首场时间和间隔。"))
    else:
        for site in chosen.visible_to(request.user, MANAGE):
            site.exam = request.exam
            try:
                set_site_times(site=site, by=request.user, now=clock.now(), **form.cleaned_data)
                done += 1
            except Refusal as refusal:
                messages.error(request, f"{site}：{refusal}")
    if done:
        messages.success(request, _("已设置%(n)d个考点的首场时间和间隔。") % {"n": done})
    return redirect("sites", request.exam.code)


@in_exam
@require_safe
def site(request, school):
    found, user, exam = the_site(request, school), request.user, request.exam
    rooms = Room.objects.visible_to(user, "centers.view_site").filter(site=found)
    rooms = list(rooms.prefetch_related("preparation_set").order_by("number"))
    of_room = {item["key"] for item in items(exam, ROOM)}
    for room in rooms:
        room.site = found
        room.done = sum(tick.item in of_room for tick in room.preparation_set.all())
        room.of = len(of_room)
    guests = Hosting.objects.filter(host=found).select_related("guest__county")
    pupils = hooks.pupils(exam, [g.guest_id for g in guests] + [found.school_id])
    now = clock.now()
    posts = Appointment.objects.in_force(now).filter(school=found.school)
    posts = list(posts.select_related("user").order_by("role", "start"))
    return render(
        request,
        "centers/site.html",
        {
            "next": _next(found, rooms, posts, user, now),
            "site": found,
            "rooms": rooms,
            "load": loads(exam, Site.objects.filter(pk=found.pk))[found.pk],
            "guests": [(g, _hosted(g, pupils)) for g in guests],
            "own": sum(pupils.get(found.school_id, {}).values()),
            "counted": bool(hooks.pupil_counters),
            "posts": posts,
            "may_manage": user.has_perm(MANAGE, found),
            "may_prepare": user.has_perm("centers.confirm_preparation", found),
            "sees_people": user.has_perm("centers.view_appointment"),
            "sees_application": user.has_perm("centers.view_application", found.application),
            "rules": exam.rules,
        },
    )


def _next(site, rooms, posts, user, now):
    """What somebody should do for this site next, in one line."""
    exam = site.exam
    if not any(post.role == Role.SITE_CHIEF for post in posts):
        url = reverse("people_appoint") + f"?role={Role.SITE_CHIEF}&school={site.school.code}"
        return {
            "text": _("还没有任命主考。"),
            "url": url if user.has_perm("centers.appoint", site.school) else "",
            "action": _("任命主考"),
        }
    window = exam.rules.windows.get("arrangement")
    left = sum(room.in_use and room.done < room.of for room in rooms)
    if window and now > window.closes and left:
        return {
            "text": _("%(n)d个考场的考前准备还没有全部确认。") % {"n": left},
            "url": reverse("preparation", args=[exam.code, site.school.code]),
            "action": _("去确认"),
        }
    return None


def _hosted(hosting, pupils):
    classes = pupils.get(hosting.guest_id, {})
    chosen = hosting.classes or classes
    return sum(classes.get(key, 0) for key in chosen)


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def site_edit(request, school):
    found = the_site(request, school)
    require(request.user, MANAGE, found)
    before = {
        name: getattr(found, name)
        for name in ("first_start", "gap_minutes", "network_operator", "bandwidth")
    }
    form = SiteForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        who = {"by": request.user, "now": clock.now(), "reason": given["reason"]}
        set_site_times(
            site=found, first_start=given["first_start"], gap_minutes=given["gap_minutes"], **who
        )
        set_site_network(
            site=found, network_operator=given["network_operator"], bandwidth=given["bandwidth"],
            **who,
        )  # fmt: skip
        messages.success(request, _("考点信息已保存。"))
        return redirect("site", request.exam.code, school)
    return render(request, "centers/site_edit.html", {"site": found, "form": form})


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def room(request, school, number):
    """One room: its machines, its preparation; officers change it here."""
    found, user = the_site(request, school), request.user
    rooms = Room.objects.visible_to(user, "centers.view_site").filter(site=found)
    shown = get_object_or_404(rooms, number=number)
    shown.site = found
    may_manage = user.has_perm(MANAGE, found)
    before = {n: getattr(shown, n) for n in ("name", "machines", "spare", "in_use")}
    form = RoomForm(request.POST or None, initial=before)
    if request.method == "POST":
        require(user, MANAGE, found)
        if form.is_valid():
            change_room(room=shown, by=user, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("考场信息已保存。"))
            return redirect("room", request.exam.code, school, number)
    ticks = Preparation.objects.filter(room=shown).select_related("by", "photo")
    found_entries = entries(request.exam, ROOM, ticks)
    answers = (found.application.answers or {}).get("rooms") or []
    return render(
        request,
        "centers/room.html",
        {
            "site": found,
            "room": shown,
            "form": form,
            "may_manage": may_manage,
            "entries": found_entries,
            "ready": all(entry.done for entry in found_entries),
            "answers": next((a for a in answers if a.get("number") == shown.number), {}),
            "posts": Appointment.objects.in_force(clock.now())
            .filter(room=shown)
            .select_related("user"),
        },
    )
