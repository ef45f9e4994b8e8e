"""Hand in a roster, look at what was found, import it, take it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import queries
from candidates.checks.columns import REQUIRED
from candidates.choices import ImportState, Level
from candidates.documents import roster as documents
from candidates.forms import ReasonForm, UploadForm
from candidates.models import RosterImport
from candidates.sentences import title
from candidates.services import rosters as services
from candidates.services.answers import CONTENT_TYPE
from centers.models import School
from examadmin.base import clock
from examadmin.documents.storage import hand_out
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require
from examadmin.ui.pages import page_of
from examadmin.workflow.services import history

from .kit import IMPORTER, counties_to_import, sliced

PARTS = ("exam__policy", "county", "file", "job", "created_by", "answer", "findings", "plan",
         "differences", "undo")  # fmt: skip


def _the_import(request, pk) -> RosterImport:
    rows = RosterImport.objects.select_related(*PARTS)
    return fetch(request.user, rows, IMPORTER, exam=request.exam, pk=pk)


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def rosters(request):
    """What was handed in, and the form for the next."""
    user, exam = request.user, request.exam
    require(user, IMPORTER)
    counties, whole_city = counties_to_import(user)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        counties=counties,
        whole_city=whole_city,
        accept=".xlsx,.xls,.csv",
        help_text=_("xlsx、xls或csv，最多50万行"),
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        county = form.cleaned_data.get("county") or (None if whole_city else counties.get())
        roster = services.hand_in_roster(
            exam=exam, source=file, name=file.name, by=user, now=clock.now(), county=county
        )
        return redirect("roster", exam.code, roster.pk)
    handed_in = RosterImport.objects.filter(exam=exam).visible_to(user, IMPORTER)
    page = page_of(request, handed_in.select_related("file", "county", "created_by"), size=20)
    return render(
        request,
        "candidates/rosters.html",
        {"form": form, "page": page, "columns": [title(f) for f in REQUIRED]},
        status=400 if request.method == "POST" else 200,
    )


@in_exam
@require_safe
def template(request):
    require(request.user, IMPORTER)
    response = HttpResponse(documents.template(request.exam), content_type=CONTENT_TYPE)
    name = content_disposition_header(True, _("考生名册模板.xlsx"))
    response.headers["Content-Disposition"] = name
    return response


@in_exam
@require_safe
def roster(request, pk):
    """One import: progress, then findings and what would change."""
    found = _the_import(request, pk)
    asked = {name: request.GET.get(name, "") for name in ("show", "level", "column")}
    show = asked["show"] if asked["show"] in ("changed", "missing", "schools") else "findings"
    context = {
        "roster": found,
        "asked": asked,
        "show": show,
        "history": history(found),
        "running": found.job and not found.job.is_over,
        "stuck": found.state == ImportState.APPLYING and found.job and found.job.is_over,
        "levels": Level.choices,
        "undo_form": ReasonForm(),
    }
    if found.counts:
        context |= {"columns": _columns(found), "page": _shown(request, found, show, asked)}
        context["may_apply"] = found.state == ImportState.CHECKED
    return render(request, "candidates/roster.html", context)


def _columns(roster):
    """Columns that have findings, to filter by."""
    headings = roster.counts.get("headings", {})
    fields = dict.fromkeys(key.partition(":")[0] for key in roster.counts.get("columns", {}))
    return [(field, headings.get(field) or title(field)) for field in fields]


def _shown(request, roster, show, asked):
    if show == "findings":
        return sliced(
            request,
            lambda **part: queries.findings_of(
                roster, level=asked["level"], field=asked["column"], **part
            ),
        )
    if show == "schools":
        return _schools(roster)
    return sliced(request, lambda **part: queries.differences_of(roster, kind=show, **part))


def _schools(roster):
    counts = roster.counts.get("schools", {})
    schools = School.objects.filter(pk__in=[int(key) for key in counts]).select_related("county")
    return [(school, counts[str(school.pk)]) for school in schools.order_by("code")]


@in_exam
@require_POST
def act(request, pk):
    """apply: everything; good: the rows without errors; discard; undo."""
    found, user, now = _the_import(request, pk), request.user, clock.now()
    what = request.POST.get("act", "")
    if what in ("apply", "good"):
        services.start_apply(roster=found, by=user, now=now, good_rows_only=what == "good")
    elif what == "discard":
        services.discard_roster(roster=found, by=user, now=now)
        messages.success(request, _("已放弃这份名册，没有写入任何考生。"))
    elif what == "undo":
        done = services.undo_roster(
            roster=found, by=user, now=now, reason=request.POST.get("reason", "")
        )
        messages.success(
            request,
            _("已撤销：删除%(deleted)d名考生，%(restored)d名恢复原来的信息。") % done,
        )
    else:
        raise Http404
    return redirect("roster", request.exam.code, pk)


@in_exam
@require_safe
def answer(request, pk):
    """The same workbook with 错误说明."""
    found = _the_import(request, pk)
    if found.answer is None:
        raise Http404
    return hand_out(found.answer)


@in_exam
@require_safe
def original(request, pk):
    """The workbook as it was handed in; it holds identity numbers, so the fetch is on record."""
    found = _the_import(request, pk)
    services.record_fetch(roster=found, by=request.user, now=clock.now())
    return hand_out(found.file)
