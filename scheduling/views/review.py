"""The city's review: every site in one table, what matters first; pass, return, lock."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.models import Site
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require

from ..choices import ArrangementState, Level
from ..models import Arrangement
from ..queries.city import city_review_table, homeless_by_county
from ..services.review import (
    lock_arrangement,
    pass_and_lock_all,
    pass_arrangement,
    return_arrangement,
    review_site,
)
from .kit import numbers_of

REVIEW = "scheduling.review_arrangement"


@in_exam
@require_safe
def review(request):
    require(request.user, REVIEW)
    asked = {name: request.GET.get(name, "") for name in ("county", "show")}
    lines = city_review_table(request.user, request.exam)
    homeless = homeless_by_county(request.exam)
    cards = _cards(lines, homeless)
    shown = [line for line in lines if asked["county"] in ("", line.county.code)]
    differing = [line for line in shown if _differs(line)]
    if asked["show"] != "all":
        shown = differing or shown if asked["show"] == "" else differing
    return render(
        request,
        "scheduling/review.html",
        {
            "cards": cards,
            "lines": shown,
            "asked": asked,
            "sites": len(lines),
            "differing": len(differing),
            "calm": not differing,
            "may_lock": request.user.has_perm("scheduling.lock_arrangement"),
            "waiting": sum(card["state"] == ArrangementState.SUBMITTED for card in cards),
            "ready": [card for card in cards if _is_ready(card)],
        },
    )


def _is_ready(card) -> bool:
    """Whether a county may be passed and locked without a look at each site."""
    waits = card["state"] in (ArrangementState.SUBMITTED, ArrangementState.PASSED)
    return waits and not (card["grave"] or card["returned"] or card["unplaced"])


def _differs(line) -> bool:
    return bool(line.flags) or (line.review is not None and not line.review.passed)


def _cards(lines, homeless) -> list[dict]:
    cards = {}
    for line in lines:
        card = cards.setdefault(
            line.county.pk,
            {
                "county": line.county, "arrangement": line.arrangement, "sites": 0, "roster": 0,
                "seated": 0, "unplaced": homeless.get(line.county.pk, 0), "grave": 0,
                "differing": 0, "returned": 0, "passed": 0,
                "homeless": homeless.get(line.county.pk, 0),
                "state": line.arrangement.state if line.arrangement else "draft",
            },
        )  # fmt: skip
        current = line.review is not None and not line.stale
        card["sites"] += 1
        card["roster"] += line.roster
        card["seated"] += line.seated
        card["unplaced"] += line.unplaced
        card["grave"] += sum(f.level != Level.NOTE for f in line.flags)
        card["differing"] += bool(line.flags)
        card["returned"] += current and not line.review.passed
        card["passed"] += current and line.review.passed
    for card in cards.values():
        card["roster"] += card["homeless"]
    return sorted(cards.values(), key=lambda c: (c["county"].position, c["county"].code))


def _arrangement(request, county, sha256) -> Arrangement:
    """The county's arrangement as the reviewer saw it."""
    rows = Arrangement.objects.select_related("county")
    held = fetch(request.user, rows, REVIEW, exam=request.exam, county__code=county)
    held.sha256 = sha256
    return held


def _back(request):
    kept = {k: request.POST[k] for k in ("county", "show") if request.POST.get(k)}
    query = "?" + "&".join(f"{k}={v}" for k, v in kept.items()) if kept else ""
    return redirect(reverse("arrangement_review", args=[request.exam.code]) + query)


@in_exam
@require_POST
def act(request):
    """On whole counties: one (`one`) or several (`ids` = "county code:sha256")."""
    require(request.user, REVIEW)
    verb, comment = request.POST.get("act"), request.POST.get("comment", "").strip()
    who = {"by": request.user, "now": clock.now(), "comment": comment}
    chosen = request.POST.getlist("ids")
    if not chosen:
        messages.error(request, _("请先选择考区。"))
        return _back(request)
    counties = [_arrangement(request, *pair.partition(":")[::2]) for pair in chosen]
    if verb == "pass_and_lock":
        for outcome in pass_and_lock_all(arrangements=counties, **who):
            if outcome.refusal:
                messages.error(request, f"{outcome.arrangement.county}：{outcome.refusal}")
            else:
                messages.success(request, _("%(county)s已通过并锁定。")
                                 % {"county": outcome.arrangement.county})  # fmt: skip
        return _back(request)
    verbs = {
        "pass": (pass_arrangement, _("%(county)s审核通过。")),
        "return": (return_arrangement, _("%(county)s已退回。")),
        "lock": (lock_arrangement, _("%(county)s已锁定。")),
    }
    if verb not in verbs:
        raise Refusal(_("没有这项操作。"))
    service, told = verbs[verb]
    for held in counties:
        seen = {} if verb == "lock" else {"sha256": held.sha256}
        service(arrangement=held, **seen, **who)
        messages.success(request, told % {"county": held.county})
    return _back(request)


@in_exam
@require_POST
def act_on_sites(request):
    """The city's word on chosen sites, each bound to the plan that was on the page."""
    require(request.user, REVIEW)
    passed, comment = request.POST.get("act") == "pass", request.POST.get("comment", "").strip()
    ids = numbers_of(request.POST.getlist("ids"))
    if not ids:
        messages.error(request, _("请先选择考点。"))
        return _back(request)
    sites = Site.objects.visible_to(request.user, REVIEW).filter(exam=request.exam, pk__in=ids)
    done = 0
    for site in sites.select_related("school", "county"):
        sha256 = request.POST.get(f"sha-{site.county_id}", "")
        try:
            held = _arrangement(request, site.county.code, sha256)
            review_site(
                arrangement=held, site=site, passed=passed, comment=comment, sha256=sha256,
                by=request.user, now=clock.now(),
            )  # fmt: skip
            done += 1
        except Refusal as refusal:
            messages.error(request, f"{site}：{refusal}")
    if done:
        told = _("%(n)d个考点审核通过。") if passed else _("%(n)d个考点退回。")
        messages.success(request, told % {"n": done})
    return _back(request)
