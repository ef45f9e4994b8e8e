"""The rounds as the sites run them: what is open today, the data, the log, the cleaning up."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.models import County, RoundReport, Site
from centers.scope import places
from examadmin.accounts.choices import Tier
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.documents.storage import hand_out
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require

from ..models import Cleanup
from ..queries.packages import latest_of, log_of, packages_of, part_of
from ..queries.practice import groups_of, site_lines
from ..queries.rounds import VIEW, stage_of
from ..services.packages import fetch_part, is_stale, order_package, require_open_data
from ..services.rounds import certify_cleanup
from .kit import number_of

DOWNLOAD, PRACTISE, CLEAN = (
    f"scheduling.{right}" for right in ("download_package", "confirm_practice", "certify_cleanup")
)


def the_round(request, key):
    for one in request.exam.rounds.all():
        if one.key == key:
            one.exam = request.exam
            return one
    raise Http404


def the_site(request, school) -> Site:
    sites = Site.objects.select_related("school", "county")
    found = fetch(request.user, sites, VIEW, exam=request.exam, school__code=school)
    found.exam = request.exam
    return found


def holds_at(user, right, site) -> bool:
    """Whether to show a button of those who run the site; no query of its own."""
    return site.school_id in places(user, right, Tier.SITE)


def today_of(now):
    return clock.local(now).date()


@in_exam
@require_safe
def overview(request):
    """Every round with its dates, what is open today and how far the person's sites are."""
    require(request.user, VIEW)
    now = clock.now()
    lines = site_lines(request.user, request.exam, now)
    rounds = [
        _summary(one, stage_of(one, today_of(now)), lines) for one in request.exam.rounds.all()
    ]
    context = {
        "rounds": rounds,
        "lines": lines,
        "only": lines[0] if len(lines) == 1 else None,
        "total": sum(line.total for line in lines),
        "ever": sum(line.ever for line in lines),
        "missing": sum(line.missing for line in lines),
    }
    return render(request, "scheduling/rounds/overview.html", context)


def _summary(one, stage, lines):
    return {
        "round": one,
        "stage": stage,
        "sites": len(lines),
        "downloaded": sum(one.pk in line.downloaded for line in lines),
        "total": sum(line.total for line in lines),
        "practised": sum(line.done.get(one.pk, 0) for line in lines),
        "cleaned": sum(one.pk in line.cleaned for line in lines),
    }


@in_exam
@require_safe
def sites(request, key):
    """One round at every site: downloaded, practised, reported, cleaned."""
    user, exam, now = request.user, request.exam, clock.now()
    require(user, VIEW)
    one = the_round(request, key)
    counties = list(County.objects.filter(sites__exam=exam).visible_to(user, VIEW).distinct())
    county = None
    if request.GET.get("county"):
        county = next((c for c in counties if c.code == request.GET["county"]), None)
        if county is None:
            raise Http404
    lines = site_lines(user, exam, now, county=county)
    seen = RoundReport.objects.visible_to(user, "centers.view_round_report")
    reports = {r.county_id: r for r in seen.filter(round=one)}
    for line in lines:
        line.moment = line.downloaded.get(one.pk)
        line.practised = line.done.get(one.pk, 0)
        line.staff_practised = line.staff_done.get(one.pk, 0)
        line.cleanup = line.cleaned.get(one.pk)
        line.report = reports.get(line.site.county_id)
    asked = request.GET.get("show", "")
    shown = [line for line in lines if asked != "left" or not line.moment]
    context = {
        "round": one,
        "stage": stage_of(one, today_of(now)),
        "summary": _summary(one, "", lines),
        "lines": shown,
        "left": [line for line in lines if not line.moment],
        "counties": counties,
        "county": county,
        "show": asked,
        "sees_reports": one.mock and user.has_perm("centers.view_round_report"),
    }
    return render(request, "scheduling/rounds/sites.html", context)


@in_exam
@require_safe
def site(request, key, school):
    """One round at one site: the data and who took them, who has practised, the certificate."""
    user, now = request.user, clock.now()
    one, place = the_round(request, key), the_site(request, school)
    try:
        held, closed = require_open_data(one, place, now=now), None
    except Refusal as refusal:
        held, closed = None, refusal
    packages = packages_of(one, place)
    latest = latest_of(packages)
    newest = packages[0] if packages else None
    pending = newest if newest and not newest.files else None
    making = pending if pending and pending.job and not pending.job.is_over else None
    by = "class" if request.GET.get("by") == "class" else "session"
    stage = stage_of(one, today_of(now))
    context = {
        "round": one,
        "site": place,
        "stage": stage,
        "closed": closed,
        "latest": latest,
        "older": [p for p in packages if p.files and p is not latest],
        "making": making,
        "failed": None if making else pending,
        "stale": bool(latest and held and is_stale(latest, held)),
        "log": log_of(one, place),
        "groups": groups_of(one, place, by) if one.mock else [],
        "by": by,
        "cleanup": Cleanup.objects.filter(round=one, site=place).select_related("by").first(),
        "may_download": holds_at(user, DOWNLOAD, place),
        "may_confirm": stage in ("now", "over") and holds_at(user, PRACTISE, place),
        "may_clean": stage in ("now", "over") and holds_at(user, CLEAN, place),
    }
    context["total"] = sum(group.total for group in context["groups"])
    context["done"] = sum(group.done for group in context["groups"])
    return render(request, "scheduling/rounds/site.html", context)


@in_exam
@require_POST
def package(request, key, school):
    require(request.user, DOWNLOAD)
    one, place = the_round(request, key), the_site(request, school)
    made = order_package(round_=one, site=place, by=request.user, now=clock.now())
    messages.success(request, _("已开始生成第%(n)d版数据包。") % {"n": made.version})
    return redirect("round_site", request.exam.code, one.key, place.school.code)


@in_exam
@require_POST
def part(request, key, school, version):
    """The file of the whole site, or of the room that `room` names; written down first. A POST,
    since it leaves a trace and a link could be followed by anything."""
    require(request.user, DOWNLOAD)
    one, place = the_round(request, key), the_site(request, school)
    asked = request.POST.get("room", "")
    row = part_of(one, place, version, number_of(asked) if asked else None)
    if row is None:
        raise Http404
    fetch_part(part=row, by=request.user, now=clock.now())
    return hand_out(row.file)


@in_exam
@require_POST
def cleanup(request, key, school):
    require(request.user, CLEAN)
    one, place = the_round(request, key), the_site(request, school)
    note = request.POST.get("note", "").strip()[:500]
    certify_cleanup(round_=one, site=place, by=request.user, now=clock.now(), note=note)
    messages.success(request, _("已证明%(round)s的数据清理完毕。") % {"round": one})
    return redirect("round_site", request.exam.code, one.key, place.school.code)
