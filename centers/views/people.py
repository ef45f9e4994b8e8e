"""Who holds which post; give and end posts, open accounts."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.forms import AppointForm
from centers.models import Appointment, County, School
from centers.services.people import (
    appoint,
    chain_of,
    create_and_appoint,
    end_appointment,
    may_grant,
    roles_to_grant,
)
from examadmin.accounts import services as accounts
from examadmin.accounts.choices import Role
from examadmin.accounts.models import User
from examadmin.base import clock
from examadmin.base.errors import Invalid, Refusal
from examadmin.ui.fetch import fetch, require
from examadmin.ui.pages import page_of

from .kit import number_of

VIEW, APPOINT = "centers.view_appointment", "centers.appoint"
PLACES = ("user", "county", "school__county", "room__site__school", "room__site__county")


@require_safe
def people(request):
    """Everybody who holds a post within the person's reach."""
    user, now = request.user, clock.now()
    require(user, VIEW)
    asked = {name: request.GET.get(name, "") for name in ("role", "county", "q")}
    rows = Appointment.objects.visible_to(user, VIEW).in_force(now)
    if asked["role"] in Role.values:
        rows = rows.filter(role=asked["role"])
    if asked["county"]:
        rows = rows.filter(school__county__code=asked["county"]) | rows.filter(
            county__code=asked["county"]
        )
    if asked["q"]:
        rows = rows.filter(user__name__icontains=asked["q"]) | rows.filter(
            user__username__startswith=asked["q"]
        )
    rows = rows.select_related(*PLACES).order_by(
        "county__position", "school__code", "room_id", "role", "id"
    )
    page = page_of(request, rows)
    for post in page.rows:
        post.mine = may_grant(user, post.role, post.place)
    return render(
        request,
        "centers/people.html",
        {
            "page": page,
            "asked": asked,
            "roles": Role.choices,
            "counties": County.objects.visible_to(user, "centers.view_county"),
            "may_appoint": user.has_perm(APPOINT),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def people_appoint(request):
    user, now = request.user, clock.now()
    require(user, APPOINT)
    form = AppointForm(
        request.POST or None,
        initial={k: request.GET[k] for k in ("role", "school") if k in request.GET},
        roles=roles_to_grant(user, now=now),
        counties=County.objects.visible_to(user, APPOINT),
        schools=School.objects.visible_to(user, APPOINT).select_related("county"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _appointed(request, form.cleaned_data, now)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    schools = School.objects.visible_to(user, APPOINT)[:500]
    return render(
        request,
        "centers/appoint.html",
        {"form": form, "schools": schools},
        status=400 if request.method == "POST" else 200,
    )


def _appointed(request, given, now):
    who = {"by": request.user, "now": now, "reason": given["reason"]}
    post = {"role": Role(given["role"]), "place": given["place"], "until": _end_of(given["until"])}
    if given["new"]:
        held, password = create_and_appoint(
            username=given["username"], name=given["name"], phone=given["phone"], **post, **who
        )
        return render(request, "centers/password_once.html",
                      {"person": held.user, "post": held, "password": password})  # fmt: skip
    person = User.objects.filter(username=given["username"].strip(), is_active=True).first()
    if person is None:
        raise Invalid(_("没有这个账号。新开账号请选“新开账号”。"))
    held = appoint(user=person, **post, **who)
    messages.success(request, _("已任命：%(user)s，%(post)s。") % {"user": person, "post": held})
    return redirect("people")


def _end_of(day):
    """The first moment after a day, on the clock of the exam."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


@require_POST
def people_end(request):
    """End the chosen posts. Each stands alone: what is out of reach is named."""
    user, now = request.user, clock.now()
    require(user, APPOINT)
    ids = [number_of(i) for i in request.POST.getlist("ids")]
    rows = Appointment.objects.visible_to(user, APPOINT).filter(pk__in=ids)
    done = 0
    for post in rows.select_related(*PLACES):
        try:
            end_appointment(
                appointment=post, by=user, now=now, reason=request.POST.get("reason", "")
            )
            done += 1
        except Refusal as refusal:
            messages.error(request, f"{post.user}：{refusal}")
    if done:
        messages.success(request, _("已免去%(n)d项任职。") % {"n": done})
    return redirect("people")


@require_POST
def people_password(request, appointment):
    """A new first password for somebody who has forgotten it, shown once."""
    user = request.user
    rows = Appointment.objects.select_related(*PLACES)
    post = fetch(user, rows, APPOINT, pk=appointment)
    password = accounts.reset_password(
        user=post.user, by=user, now=clock.now(), chain=chain_of(post.place)
    )
    return render(request, "centers/password_once.html",
                  {"person": post.user, "post": post, "password": password})  # fmt: skip
