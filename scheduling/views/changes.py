"""Change orders: what is asked for, the decision by another person, the papers to print again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from examadmin.base import clock
from examadmin.base.errors import Invalid
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require
from examadmin.ui.pages import page_of
from examadmin.workflow.services import history

from ..choices import ChangeState
from ..findings import forbidding
from ..models import ChangeOrder
from ..queries.affected import preview_change
from ..queries.board import Move
from ..queries.rules import check
from ..queries.told import moves_told, papers_by_kind, routes
from ..services.changes import approve_change, refuse_change
from .kit import by_level

VIEW = "scheduling.view_change"
APPROVE = "scheduling.approve_change"


@in_exam
@require_safe
def changes(request):
    require(request.user, VIEW)
    rows = ChangeOrder.objects.visible_to(request.user, VIEW).filter(arrangement__exam=request.exam)
    state = request.GET.get("state", "")
    if state in ChangeState.values:
        rows = rows.filter(state=state)
    rows = rows.select_related("arrangement__county", "requested_by", "decided_by")
    page = page_of(request, rows)
    return render(
        request,
        "scheduling/changes.html",
        {
            "page": page,
            "states": ChangeState.choices,
            "asked": state,
            "may_decide": request.user.has_perm(APPROVE),
            "may_request": request.user.has_perm("scheduling.request_change"),
        },
    )


def _order(request, order) -> ChangeOrder:
    rows = ChangeOrder.objects.select_related(
        "arrangement__county", "requested_by", "decided_by"
    ).filter(arrangement__exam=request.exam)
    found = fetch(request.user, rows, VIEW, pk=order)
    found.arrangement.exam = request.exam
    return found


@in_exam
@require_safe
def change(request, order):
    found = _order(request, order)
    is_open = found.state == ChangeState.REQUESTED
    context = {"levels": [], "stale": False, "forbidden": False}
    if is_open:
        moves = [Move.from_dict(data) for data in found.moves]
        checked = check(found.arrangement, moves)
        _findings, papers = preview_change(found.arrangement, moves, checked)
        context = {
            "levels": by_level(checked.findings),
            "forbidden": bool(forbidding(checked.findings)),
            "stale": found.arrangement.version != found.base_version,
            "routes": routes(checked),
        }
    else:
        papers = found.affected
        context["routes"] = moves_told(found)
    may_decide = is_open and request.user.has_perm(APPROVE, found)
    return render(
        request,
        "scheduling/change.html",
        context
        | {
            "order": found,
            "papers": papers_by_kind(papers),
            "is_open": is_open,
            "own": found.requested_by_id == request.user.pk,
            "may_decide": may_decide,
            "history": history(found),
        },
    )


@in_exam
@require_POST
def decide(request, order):
    found, comment = _order(request, order), request.POST.get("comment", "").strip()
    who = {"order": found, "by": request.user, "now": clock.now()}
    match request.POST.get("act"):
        case "approve":
            done = approve_change(comment=comment, **who)
            messages.success(
                request,
                _("已批准并生效，有%(n)d份打印件须重新打印。") % {"n": len(done.affected)},
            )
        case "refuse":
            refuse_change(reason=comment, **who)
            messages.success(request, _("未予批准，座位没有变动。"))
        case _other:
            raise Invalid(_("没有这项操作。"))
    return redirect("change_order", request.exam.code, found.pk)
