"""The list of candidates, what is still missing, and exports."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import hooks, queries
from candidates.documents import exports
from candidates.forms import ExportForm
from candidates.models import Candidate
from candidates.services import corrections
from centers.models import County, School
from examadmin.base import clock
from examadmin.documents.storage import hand_out
from examadmin.exams.views_kit import in_exam
from examadmin.jobs.queries import jobs_of
from examadmin.ui.fetch import require
from examadmin.ui.pages import page_of

from .kit import VIEW, number_of

ASKED = ("county", "school", "category", "class", "flag", "q", "who")
SUMS = ("total", "classes", "photos", "no_photo", "no_seat", "zero_left")
CORRECT = "candidates.correct_candidate"


def _asked(data):
    return {name: data.get(name, "").strip()[:80] for name in ASKED}


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def candidates(request):
    """The filters come by POST: an identity number never stands in an address."""
    user, exam = request.user, request.exam
    require(user, VIEW)
    if request.method == "POST":
        asked = _asked(request.POST)
        if queries.is_identity(asked["q"]):
            asked |= {"who": queries.fingerprint(asked["q"]), "q": ""}
        elif asked["q"]:
            asked["who"] = ""
        return redirect(f"{request.path}?{urlencode({k: v for k, v in asked.items() if v})}")
    asked = _asked(request.GET)
    rows = queries.candidates_of(user, exam, asked).select_related(
        "school__county", *queries.SEAT_PARTS
    )
    # By the key of the school, not its code: so the index by class gives the order.
    order = ("name_sort", "name") if asked["q"] else ("school_id", "category", "class_no")
    page = page_of(request, rows.order_by(*order, "registration_no"))
    for candidate in page.rows:
        candidate.category_title = _category(exam, candidate.category)
    schools = School.objects.visible_to(user, VIEW)
    if asked["county"]:
        schools = schools.filter(county__code=asked["county"])
    return render(
        request,
        "candidates/list.html",
        {
            "page": page,
            "asked": asked | {"any": any(asked.values())},
            "counties": County.objects.visible_to(user, VIEW),
            "schools": schools[:2000],
            "categories": exam.rules.categories.values(),
            "may_import": user.has_perm("candidates.import_roster"),
            "may_correct": user.has_perm(CORRECT),
            "may_export": user.has_perm(exports.EXPORT),
            "may_reveal": user.has_perm(exports.REVEAL),
            "export_form": ExportForm(),
        },
    )


def _category(exam, key):
    found = exam.rules.categories.get(key)
    return found.title if found else key


@in_exam
@require_POST
def act(request):
    """One act for the chosen candidates, or an export of all that the filters give."""
    user, exam, now = request.user, request.exam, clock.now()
    ids = [number_of(i) for i in request.POST.getlist("ids")]
    asked, what = _asked(request.POST), request.POST.get("act", "")
    if what == "export":
        require(user, exports.EXPORT)
        job = exports.start_export(
            exam=exam, by=user, now=now, asked=asked, ids=ids,
            with_identity="with_identity" in request.POST, reason=request.POST.get("reason", ""),
        )  # fmt: skip
        done = reverse("candidates_export", args=[exam.code, job.pk])
        return redirect(f"{reverse('job', args=[job.pk])}?{urlencode({'done': done})}")
    chosen = Candidate.objects.filter(exam=exam, pk__in=ids).visible_to(user, CORRECT)
    require(user, CORRECT)
    reason = request.POST.get("leave_reason", "")
    if what == "withdraw":
        n = corrections.withdraw_candidates(candidates=chosen, by=user, now=now, reason=reason)
        messages.success(request, _("已登记%(n)d名考生退出考试。") % {"n": n})
    elif what == "return":
        n = corrections.return_candidates(candidates=chosen, by=user, now=now, reason=reason)
        messages.success(request, _("已恢复%(n)d名考生。") % {"n": n})
    else:
        raise Http404
    kept = urlencode({k: v for k, v in asked.items() if v})
    return redirect(f"{reverse('candidates', args=[exam.code])}?{kept}")


@in_exam
@require_safe
def export(request, job):
    """The file of one's own export."""
    file = exports.exported_file(get_object_or_404(jobs_of(request.user), pk=job))
    if file is None:
        raise Http404
    require(request.user, exports.EXPORT)
    return hand_out(file)


@in_exam
@require_safe
def completeness(request):
    """Who is entered, school by school, and what is missing."""
    require(request.user, VIEW)
    rows = queries.completeness(request.user, request.exam)
    counties = {}
    for row in rows:
        counties.setdefault(row["school"].county, []).append(row)
    groups = [
        {
            "county": county,
            "rows": rows,
            "categories": [sum(n) for n in zip(*(r["categories"] for r in rows), strict=True)],
            **{k: sum(r[k] for r in rows) for k in SUMS},
            "empty": [r["school"].name for r in rows if not r["total"]],
        }
        for county, rows in counties.items()
    ]
    return render(
        request,
        "candidates/completeness.html",
        {"groups": groups, "categories": request.exam.rules.categories.values()},
    )


@in_exam
@require_safe
def settle(request):
    """零报考 one by one: not settled, or settled with site and session (Y-008)."""
    user, exam = request.user, request.exam
    require(user, VIEW)
    everybody = queries.zero_registered(user, exam)
    county = request.GET.get("county", "")
    if county:
        everybody = everybody.filter(school__county__code=county)
    unsettled = queries.not_settled(everybody)
    left, total = unsettled.count(), everybody.count()
    state = request.GET.get("state", "")
    rows = everybody
    if state == "left":
        rows = unsettled
    elif state == "done":
        rows = rows.filter(queries.is_settled())
    rows = rows.select_related("school__county", *queries.SEAT_PARTS)
    page = page_of(request, rows.order_by("school__code", "class_no", "registration_no"))
    waiting = set(unsettled.filter(pk__in=[c.pk for c in page.rows]).values_list("pk", flat=True))
    for candidate in page.rows:
        candidate.settled = candidate.pk not in waiting
    counties = County.objects.visible_to(user, VIEW)
    places = [c for c in counties if county in ("", c.code)]
    where = (
        hooks.settle_pages[0](exam, places[0]) if hooks.settle_pages and len(places) == 1 else ""
    )
    return render(
        request,
        "candidates/settle.html",
        {
            "page": page,
            "where": where if user.has_perm(CORRECT) else "",
            "left": left,
            "done": total - left,
            "total": total,
            "asked": {"county": county, "state": state},
            "counties": counties,
        },
    )
