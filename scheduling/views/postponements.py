"""Room-sessions that broke off and are held later (Y-017), and longer log-in (Y-016)."""

from datetime import datetime

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.models import Room, Site
from examadmin.base import clock
from examadmin.base.errors import Invalid
from examadmin.exams.rules import ZONE
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require
from examadmin.ui.pages import page_of
from examadmin.workflow.services import history

from ..choices import PostponementState
from ..forms import CutoffForm, InterruptionForm, PostponeForm, RescheduleForm
from ..models import CutoffExtension, Postponement
from ..queries.timetable import cutoff_of
from ..services.postpone import postpone, report_interruption, reschedule
from ..services.sessions import extend_cutoff

POSTPONE, EXTEND = "scheduling.postpone", "scheduling.extend_cutoff"
PLACE = (
    "room", "room_session__session", "room_session__room__site__school",
    "room_session__room__site__county",
)  # fmt: skip


@in_exam
@require_safe
def postponements(request):
    """Every room-session that broke off, those that wait for a time first; longer log-in below."""
    require(request.user, POSTPONE)
    rows = Postponement.objects.visible_to(request.user, POSTPONE).filter(
        room_session__room__site__exam=request.exam
    )
    waiting = rows.exclude(state=PostponementState.RESCHEDULED).count()
    state = request.GET.get("state", "")
    if state in PostponementState.values:
        rows = rows.filter(state=state)
    rows = rows.select_related(*PLACE).order_by("published_at", "-reported_at")
    return _page(request, page_of(request, rows), waiting, state)


def _page(request, page, waiting=0, state="", form=None):
    extensions = CutoffExtension.objects.visible_to(request.user, POSTPONE).filter(
        site__exam=request.exam
    )
    sites = _sites(request)
    initial = {"site": request.GET.get("site"), "day": request.GET.get("day")}
    return render(
        request,
        "scheduling/postponements.html",
        {
            "page": page,
            "waiting": waiting,
            "states": PostponementState.choices,
            "asked": state,
            "extensions": extensions.select_related("site__school", "site__county", "by"),
            "cutoff": request.exam.rules.login_cutoff,
            "form": form or CutoffForm(sites=sites, dates=request.exam.rules.dates, initial=initial)
            if request.user.has_perm(EXTEND)
            else None,
        },
        status=400 if form else 200,
    )


def _sites(request):
    sites = Site.objects.visible_to(request.user, EXTEND).filter(exam=request.exam)
    return sites.select_related("school", "county").order_by("school__code")


@in_exam
@require_POST
def extend(request):
    require(request.user, EXTEND)
    form = CutoffForm(request.POST, sites=_sites(request), dates=request.exam.rules.dates)
    if not form.is_valid():
        return _page(request, page_of(request, Postponement.objects.none()), form=form)
    given = form.cleaned_data
    site = fetch(request.user, _sites(request), EXTEND, school__code=given["site"])
    site.exam = request.exam
    until = datetime.combine(given["day"], given["until"], tzinfo=ZONE)
    extend_cutoff(
        site=site, day=given["day"], until=until, reason=given["reason"],
        by=request.user, now=clock.now(),
    )  # fmt: skip
    messages.success(
        request,
        _("已批准%(site)s%(month)d月%(day)d日的登录延长到%(until)s。")
        % {"site": site, "month": until.month, "day": until.day, "until": f"{until:%H:%M}"},
    )
    return redirect("postponements", request.exam.code)


# ---- the section on the page of a room-session


def life_of(request, cell, seated: bool, form=None) -> dict:
    """What has happened in a room-session, and what this person may do about it now."""
    user, now = request.user, clock.now()
    found = Postponement.objects.filter(room_session=cell).select_related("room").first()
    begun = now >= cell.session.starts_at
    forms = {}
    if found is None and seated and begun:
        if user.has_perm("scheduling.report_interruption", cell):
            at = clock.local(min(now, cell.session.ends_at))
            forms["report"] = InterruptionForm(initial={"interrupted_at": at})
    elif found is not None and user.has_perm(POSTPONE, found):
        if found.state == PostponementState.INTERRUPTED:
            forms["postpone"] = PostponeForm()
        given = {"room": found.room_id or cell.room_id, "starts_at": found.starts_at,
                 "ends_at": found.ends_at, "notice": found.notice}  # fmt: skip
        forms["reschedule"] = RescheduleForm(rooms=_rooms(cell), initial=given)
    if form is not None:
        forms[form.act] = form
    cutoff = cutoff_of(cell.session.site, cell.session.day)
    return {
        "postponement": found,
        "forms": forms,
        "steps": history(found) if found else [],
        "cutoff": cutoff,
        "extended": clock.local(cutoff).time() != request.exam.rules.login_cutoff,
    }


def _rooms(cell):
    return Room.objects.filter(site=cell.room.site_id, in_use=True).order_by("number")


def act_on(request, cell):
    """Carry out what was pressed in that section; the form again where it is not filled in."""
    act, who = request.POST.get("act"), {"by": request.user, "now": clock.now()}
    if act == "report":
        form = InterruptionForm(request.POST)
        if form.is_valid():
            report_interruption(room_session=cell, **form.cleaned_data, **who)
            messages.success(request, _("中断已报告，上级可以看到。"))
        return form
    found = fetch(request.user, Postponement.objects, "scheduling.view_arrangement",
                  room_session=cell)  # fmt: skip
    found.room_session = cell
    if act == "postpone":
        form = PostponeForm(request.POST)
        if form.is_valid():
            postpone(postponement=found, **form.cleaned_data, **who)
            messages.success(request, _("已确定延考，时间另行通知。"))
        return form
    if act == "reschedule":
        form = RescheduleForm(request.POST, rooms=_rooms(cell))
        if form.is_valid():
            reschedule(postponement=found, **form.cleaned_data, **who)
            messages.success(request, _("延考已安排，通知已发布。"))
        return form
    raise Invalid(_("没有这项操作。"))
