"""The red list of a county, and 零报考生 settled one by one."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.models import Candidate
from centers.models import Site
from examadmin.base import clock
from examadmin.exams.views_kit import in_exam

from ..queries.unplaced import unplaced as unplaced_rows
from ..queries.zero import zero_worklist
from ..services.settle import settle
from .kit import VIEW, may_move, numbers_of, the_arrangement, the_county


@in_exam
@require_safe
def unplaced(request, county):
    """Everybody without a seat, class by class, with the reason and the way out."""
    place = the_county(request, county)
    arrangement = the_arrangement(request, place)
    rows = unplaced_rows(request.user, request.exam, place)
    sites = Site.objects.filter(exam=request.exam).select_related("school", "county").in_bulk()
    titles = {key: c.title for key, c in request.exam.rules.categories.items()}
    rows.sort(key=_group)
    groups = [
        {
            "key": f"{key[1]}:{key[2]}:{key[3]}",
            "school": inside[0].school_name,
            "category": titles.get(key[2], key[2]),
            "class_no": key[3],
            "reason": inside[0].reason_text,
            "code": inside[0].reason,
            "site": sites.get(inside[0].site),
            "rows": inside,
        }
        for key, members in groupby(rows, key=_group)
        if (inside := list(members))
    ]
    return render(
        request,
        "scheduling/unplaced.html",
        {
            "county": place,
            "arrangement": arrangement,
            "groups": groups,
            "count": len(rows),
            "may_move": may_move(request.user, arrangement),
            "may_host": request.user.has_perm("centers.manage_hosting"),
        },
    )


def _group(row):
    return row.school_name, row.school, row.category, row.class_no, row.reason


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def zero(request, county):
    place = the_county(request, county)
    if request.method == "POST":
        ids = numbers_of(request.POST.getlist("ids"))
        chosen = Candidate.objects.visible_to(request.user, VIEW).filter(
            exam=request.exam, pk__in=ids
        )
        count = settle(
            candidates=list(chosen.distinct()),
            by=request.user,
            now=clock.now(),
            note=request.POST.get("note", "").strip()[:200],
        )
        messages.success(request, _("已落实%(n)d名零报考生。") % {"n": count})
        return redirect("arrangement_zero", request.exam.code, county)
    rows = zero_worklist(request.user, request.exam, place)
    return render(
        request,
        "scheduling/zero.html",
        {
            "county": place,
            "rows": rows,
            "left": sum(not row.settled for row in rows),
            "seatless": sum(row.seating is None for row in rows),
            "may_settle": request.user.has_perm("scheduling.settle", place),
        },
    )
