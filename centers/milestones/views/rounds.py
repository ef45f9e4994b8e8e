"""Mock rounds: when they are, and what the counties report after each."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.choices import ProblemKind, RoundReportState
from centers.models import County, RoundReport
from examadmin.base import clock
from examadmin.base.errors import Invalid
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require
from examadmin.workflow.services import history

from ..forms import Answer, Problems
from ..rounds import answer_report, close_report, lines, report_round, sites_of_round, state_of

VIEW = "centers.view_round_report"


@require_safe
@in_exam
def rounds(request):
    require(request.user, VIEW)
    today = clock.local(clock.now()).date()
    found = lines(request.user, request.exam, today)
    sites = sites_of_round(found[0].round).count() if found else 0
    return render(request, "milestones/rounds.html", {"lines": found, "sites": sites})


def _place(request, county, key):
    place = fetch(request.user, County.objects, "centers.view_county_milestone", code=county)
    one = request.exam.rounds.filter(key=key, mock=True).first()
    if one is None:
        raise Http404
    return place, one


@require_http_methods(["GET", "HEAD", "POST"])
@in_exam
def round_report(request, key, county):
    """The report of one county after one mock round; the county's officer writes it here."""
    require(request.user, VIEW)
    place, one = _place(request, county, key)
    if request.method == "POST":
        require(request.user, "centers.report_round", place)
        forms = Problems(request.POST)
        none = "none" in request.POST
        if none or forms.is_valid():
            problems = [] if none else [f.cleaned_data for f in forms if f.filled]
            if problems or none:
                report_round(
                    round=one, county=place, problems=problems, by=request.user, now=clock.now()
                )
                messages.success(request, _("已上报市教育技术中心。"))
                return redirect("round_report", request.exam.code, one.key, place.code)
            messages.error(request, _("请填写问题；没有问题时请按“零报告”。"))
    report = RoundReport.objects.filter(round=one, county=place).first()
    if request.method != "POST":
        forms = Problems(initial=report.problems if report else [])
    today = clock.local(clock.now()).date()
    context = {
        "round": one,
        "state": state_of(one, today),
        "county": place,
        "report": report,
        "problems": _worded(report),
        "forms": forms,
        "history": history(report) if report else [],
        "may_report": request.user.has_perm("centers.report_round", place)
        and not (report and report.state == RoundReportState.CLOSED)
        and state_of(one, today) != "later",
        "may_answer": report
        and report.state != RoundReportState.CLOSED
        and request.user.has_perm("centers.answer_round", report),
    }
    return render(request, "milestones/round.html", context)


def _worded(report):
    kinds = dict(ProblemKind.choices)
    problems = report.problems if report else []
    return [{**row, "kind": kinds.get(row["kind"], row["kind"])} for row in problems]


@require_POST
@in_exam
def round_answer(request, key, county):
    """The city answers, or closes the report."""
    require(request.user, "centers.answer_round")
    place, one = _place(request, county, key)
    report = fetch(request.user, RoundReport.objects, VIEW, round=one, county=place)
    form, now = Answer(request.POST), clock.now()
    if not form.is_valid():
        raise Invalid(_("答复不能超过1000个字，不能含有无法显示的字符。"))
    text = form.cleaned_data["answer"]
    if request.POST.get("act") == "close":
        close_report(report=report, comment=text, by=request.user, now=now)
        messages.success(request, _("已办结。"))
    else:
        answer_report(report=report, answer=text, by=request.user, now=now)
        messages.success(request, _("已答复%(county)s。") % {"county": place})
    return redirect("round_report", request.exam.code, one.key, place.code)
