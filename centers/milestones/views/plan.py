"""The board of the work plan, and one item of it unit by unit."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.models import County
from examadmin.base import clock
from examadmin.base.errors import Invalid
from examadmin.exams import checks, files
from examadmin.exams.forms import Upload
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require

from ..board import board
from ..choices import Standing
from ..forms import Note, Reason
from ..queries import CONFIRM, may_confirm, owed_by_all
from ..services import confirm_steps, withdraw_confirmation

VIEW = "centers.view_milestone"


@require_safe
@in_exam
def milestones(request):
    """First what is missing or late now, with the people to call; the whole plan on request."""
    require(request.user, VIEW)
    now = clock.now()
    table = board(request.user, request.exam, now)
    missing = [
        {"step": step, "rows": list(rows)}
        for step, rows in groupby(table.missing, key=lambda row: row.step)
    ]
    context = {"board": table, "missing": missing, "now": now, "Standing": Standing}
    return render(request, "milestones/board.html", context)


@require_safe
@in_exam
def item(request, item, county=None):
    require(request.user, VIEW)
    now = clock.now()
    place = county and fetch(
        request.user, County.objects, "centers.view_county_milestone", code=county
    )
    steps = [step for step in request.exam.milestones.all() if step.item == str(item)]
    if not steps:
        raise Http404
    owed = owed_by_all(request.user, request.exam, now, steps)
    if place:
        owed = [row for row in owed if row.unit.county_id in (place.pk, None)]
    sections = [
        _section(request, step, [row for row in owed if row.step == step], now) for step in steps
    ]
    context = {
        "number": item,
        "steps": steps,
        "sections": sections,
        "county": place,
        "can_confirm": any(section["can_confirm"] for section in sections),
        "upload": Upload(),
        "now": now,
    }
    return render(request, "milestones/item.html", context)


def _section(request, step, rows, now):
    begun = step.opens_at is None or now >= step.opens_at
    lines = []
    for row in rows:
        mine = not row.automatic and may_confirm(request.user, step, row.unit)
        lines.append(
            {
                "row": row,
                "can_confirm": mine and begun and row.standing != Standing.DONE,
                "can_withdraw": mine and row.report is not None,
            }
        )
    return {
        "step": step,
        "lines": lines,
        "done": sum(row.standing == Standing.DONE for row in rows),
        "automatic": step.check_name in checks.known(),
        "can_confirm": any(line["can_confirm"] for line in lines),
        "papers": _papers(step),
        "url": _page(step, request.exam),
    }


def _papers(step):
    """Each paper that must be kept, with its newest file or None."""
    kept = {paper.label: paper for paper in files.papers_of(step)}
    return [(label, kept.get(label)) for label in step.papers]


def _page(step, exam):
    name = checks.page_of(step.check_name)
    try:
        return reverse(name, args=[exam.code]) if name else ""
    except NoReverseMatch:
        return ""


@require_POST
@in_exam
def confirm(request):
    require(request.user, CONFIRM)
    rows = _chosen(request, request.POST.getlist("ids"))
    if not rows:
        raise Invalid(_("请先勾选要确认的单位。"))
    form = Note(request.POST)
    if not form.is_valid():
        raise Invalid(_("说明不能超过500个字，不能含有无法显示的字符。"))
    note = form.cleaned_data["note"]
    count = confirm_steps(owed=rows, note=note, by=request.user, now=clock.now())
    messages.success(request, _("已确认%(n)d项完成。") % {"n": count})
    return _back(request, rows[0].step)


@require_POST
@in_exam
def withdraw(request):
    require(request.user, CONFIRM)
    rows = _chosen(request, [request.POST.get("id", "")])
    form = Reason(request.POST)
    if not form.is_valid():
        raise Invalid(_("请写明撤回的理由，不超过500个字。"))
    withdraw_confirmation(
        step=rows[0].step,
        unit=rows[0].unit,
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=clock.now(),
    )
    messages.success(request, _("已撤回，此项仍需办理。"))
    return _back(request, rows[0].step)


def _chosen(request, ids):
    """The steps and units that a form names, found through the person: others are not there."""
    keys = {one.partition(":")[0] for one in ids}
    steps = [step for step in request.exam.milestones.all() if step.key in keys]
    rows = owed_by_all(request.user, request.exam, clock.now(), steps, with_owners=False)
    known = {row.id: row for row in rows}
    if not set(ids) <= set(known):
        raise Http404
    return [known[one] for one in ids]


def _back(request, step):
    county = request.POST.get("county", "")
    where = [request.exam.code, step.item, *([county] if county else [])]
    try:
        return redirect("county_milestone_item" if county else "milestone_item", *where)
    except NoReverseMatch:
        raise Http404 from None


@require_POST
@in_exam
def paper(request, key):
    """A paper of a step: the notice, the sign-in sheet, the minutes of a meeting."""
    require(request.user, files.ATTACH)
    step = next((step for step in request.exam.milestones.all() if step.key == key), None)
    form, label = Upload(request.POST, request.FILES), request.POST.get("label", "")
    if step is None or label not in step.papers:
        raise Http404
    if not form.is_valid():
        raise Invalid(_("请选择文件。"))
    files.attach(
        exam=request.exam,
        purpose=files.purpose_of(step),
        label=label,
        upload=form.cleaned_data["file"],
        by=request.user,
        now=clock.now(),
    )
    messages.success(request, _("已上传“%(label)s”。") % {"label": label})
    return redirect("milestone_item", request.exam.code, step.item)
