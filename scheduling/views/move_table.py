"""Moves from a table: upload, every finding of every row, one press; a change order after the lock.

The checked rows travel in the page as text, so that what is pressed is what was shown.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from examadmin.base import clock
from examadmin.base.errors import Invalid, Refusal
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import require

from ..choices import ArrangementState
from ..documents.move_table import move_template
from ..queries.affected import preview_change
from ..queries.move_table import judge_table
from ..queries.told import papers_by_kind, routes
from ..services.move_file import COLUMNS, packed, read_move_file, tidy, unpacked
from ..services.move_table import import_moves, request_moves
from .kit import by_level, number_of, stage_words, stored_arrangement, the_county

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 300


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def move_table(request, county):
    arrangement = _the_arrangement(request, county)
    locked = arrangement.state == ArrangementState.LOCKED
    context = {
        "county": arrangement.county,
        "arrangement": arrangement,
        "locked": locked,
        "closed": "" if arrangement.is_open else stage_words(arrangement),
        "may_table": arrangement.is_open or locked,
        "columns": [(title, must) for title, _also, must in COLUMNS.values()],
    }
    if request.method != "POST":
        return render(request, "scheduling/move_table.html", context)
    if not context["may_table"]:
        raise Refusal(stage_words(arrangement))
    texts = _texts(request)
    rows = tidy(request.exam, texts)
    if "version" in request.POST:
        if number_of(request.POST["version"]) == arrangement.version:
            return _carry_out(request, arrangement, rows, locked)
        messages.warning(request, _("刚才有人调整了座位，请再看一遍检查结果后确认。"))
    context |= _judged(arrangement, rows, request.user, locked)
    return render(request, "scheduling/move_table.html", context | {"packed": packed(texts)})


@in_exam
@require_safe
def template(request, county):
    _the_arrangement(request, county)
    response = HttpResponse(move_template(request.exam), content_type=CONTENT_TYPE)
    name = content_disposition_header(True, _("座位调整模板.xlsx"))
    response.headers["Content-Disposition"] = name
    return response


def _the_arrangement(request, county):
    """For whoever may move here: by hand while open, by change order once locked."""
    arrangement = stored_arrangement(request, the_county(request, county))
    locked = arrangement.state == ArrangementState.LOCKED
    require(request.user, f"scheduling.{'request_change' if locked else 'arrange'}", arrangement)
    return arrangement


def _texts(request) -> list[list]:
    if "rows" in request.POST:
        return unpacked(request.POST["rows"])
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("请选择要上传的表格。"))
    return read_move_file(file, file.name)


def _judged(arrangement, rows, user, locked) -> dict:
    judged = judge_table(arrangement, rows, by=user)
    papers = []
    if locked and not judged.forbidden:
        _findings, papers = preview_change(arrangement, judged.moves, judged.checked)
    told = sorted(judged.told, key=lambda line: line.number)
    return {
        "judged": judged,
        "told": told[:SHOWN],
        "more": max(0, len(told) - SHOWN),
        "levels": by_level(judged.others),
        "routes": [] if judged.forbidden else routes(judged.checked),
        "papers": papers_by_kind(papers),
    }


def _carry_out(request, arrangement, rows, locked):
    asked = {"arrangement": arrangement, "rows": rows, "by": request.user, "now": clock.now(),
             "reason": request.POST.get("reason", "").strip()[:500]}  # fmt: skip
    if locked:
        order = request_moves(**asked)
        messages.success(request, _("变更单已提交，等待市级批准。"))
        return redirect("change_order", request.exam.code, order.pk)
    moved = import_moves(**asked)
    messages.success(request, _("已调整%(n)d名考生的座位。") % {"n": len(moved.moves)})
    return redirect("arrangement", request.exam.code, arrangement.county.code)
