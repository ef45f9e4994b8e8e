"""The arrangement of the counties: where each stands, and one county's page with what to do next."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.models import Site
from centers.windows import is_open
from examadmin.base import clock
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import require
from examadmin.workflow.services import history

from ..choices import ArrangementState, Level
from ..forms import RunForm
from ..jobs import start_arranging
from ..models import SiteReview
from ..queries.destinations import Destinations
from ..queries.outlook import capacity_outlook
from ..queries.progress import next_step, path_of
from ..queries.state import arrangement_findings
from ..queries.thumbs import thumbs
from ..queries.totals import county_totals
from ..services.gate import WINDOW
from ..services.review import submit_arrangement
from .kit import VIEW, by_level, holds_for_county, sees_county, stored_arrangement, the_county


@in_exam
@require_safe
def arrangements(request):
    """All counties beside each other; who has only one goes straight to it."""
    totals = county_totals(request.user, request.exam)
    if len(totals) == 1:
        return redirect("arrangement", request.exam.code, totals[0].county.code)
    return render(
        request,
        "scheduling/arrangements.html",
        {
            "totals": totals,
            "steps": [next_step(line, ()) for line in totals],
            "roster": sum(line.roster for line in totals),
            "seated": sum(line.seated for line in totals),
            "unplaced": sum(line.unplaced for line in totals),
            "window": request.exam.rules.windows.get(WINDOW),
            "may_review": request.user.has_perm("scheduling.review_arrangement"),
        },
    )


@in_exam
@require_safe
def arrangement(request, county):
    user, exam = request.user, request.exam
    place = the_county(request, county)
    destinations = Destinations(exam)
    [totals] = county_totals(user, exam, county=place, destinations=destinations)
    held = totals.arrangement
    sites = Site.objects.visible_to(user, VIEW).filter(exam=exam, county=place)
    sites = list(sites.select_related("school").order_by("school__code"))
    if not sees_county(user, place):
        return _of_my_school(request, place, totals, sites)
    begun = held.pk is not None and (held.arranged_at is not None or totals.seated > 0)
    for site in sites:
        site.exam = exam
    findings = arrangement_findings(held, destinations, sites) if begun else []
    step = next_step(totals, findings)
    return render(
        request,
        "scheduling/arrangement.html",
        {
            "county": place,
            "arrangement": held,
            "totals": totals,
            "begun": begun,
            "next": step,
            "path": path_of(held, step),
            "levels": by_level(findings),
            "rules": {finding.rule for finding in findings},
            "outlook": [] if begun else capacity_outlook(exam, place),
            **(_plan(held, sites, findings) if begun else {"sites": []}),
            "form": RunForm(initial={"seed": held.seed or 1}),
            "may_table": begun and _may_table(user, held),
            "locked": held.state == ArrangementState.LOCKED,
            "may_arrange": held.is_open and holds_for_county(user, "scheduling.arrange", place),
            "in_window": is_open(exam, WINDOW, clock.now(), county=place),
            "window": exam.rules.windows.get(WINDOW),
            "history": history(held) if held.pk else [],
        },
    )


def _may_table(user, held) -> bool:
    """Whether to offer moving by a table; after the lock it becomes a change order."""
    right = "request_change" if held.state == ArrangementState.LOCKED else "arrange"
    changing = held.is_open or right == "request_change"
    return changing and holds_for_county(user, f"scheduling.{right}", held.county)


def _of_my_school(request, place, totals, sites):
    """What people of one school see of their county: where it stands, and their own site."""
    step = next_step(totals, ())
    return render(
        request,
        "scheduling/arrangement_school.html",
        {
            "county": place,
            "arrangement": totals.arrangement,
            "path": path_of(totals.arrangement, step),
            "sites": sites,
        },
    )


def _plan(held, sites, findings) -> dict:
    """The sites as rows, the county's numbers and its quality in words."""
    pictures = thumbs(held)
    reviews = {}
    if held.sha256:
        reviews = {r.site_id: r for r in SiteReview.objects.filter(arrangement=held)}
    quality = held.quality.get("sites", {})
    wrong = {}
    for finding in findings:
        if finding.site and finding.level != Level.NOTE:
            wrong[finding.site] = wrong.get(finding.site, 0) + 1
    rows = []
    for site in sites:
        review = reviews.get(site.pk)
        rows.append(
            {
                "site": site,
                "thumb": pictures.get(site.pk),
                "quality": quality.get(str(site.pk), {}),
                "wrong": wrong.get(site.pk, 0),
                "returned": review if review and not review.passed else None,
            }
        )
    drawn = [picture for picture in pictures.values() if picture.seated]
    whole = held.quality.get("total", {})
    return {
        "sites": rows,
        "sessions": max((picture.sessions for picture in drawn), default=0),
        "ends_at": max((picture.last_end for picture in drawn), default=None),
        "quality": whole,
        "good": whole and whole["sessions"] == whole["sessions_bound"]
        and whole["splits"] == whole["splits_bound"],
        "adjusted": held.quality and held.quality.get("version") != held.version,
    }  # fmt: skip


@in_exam
@require_POST
def run(request, county):
    place = the_county(request, county)
    require(request.user, "scheduling.arrange", place)
    form = RunForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("随机种子须是整数。"))
        return redirect("arrangement", request.exam.code, county)
    job = start_arranging(
        exam=request.exam, county=place, by=request.user, now=clock.now(), **form.cleaned_data
    )
    if job.error:
        messages.error(request, job.error)
    return redirect("arrangement", request.exam.code, county)


@in_exam
@require_POST
def submit(request, county):
    held = stored_arrangement(request, the_county(request, county))
    submit_arrangement(
        arrangement=held,
        by=request.user,
        now=clock.now(),
        comment=request.POST.get("comment", "")[:500],
    )
    messages.success(request, _("已上报市级审核。"))
    return redirect("arrangement", request.exam.code, county)
