"""An application as the county judges it, item by item, and as everybody else reads it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from centers.choices import ApplicationState
from centers.services.applications import WINDOW
from centers.services.judging import (
    approve_application,
    judge_items,
    judge_the_rest,
    reasons_against,
    reconsider_application,
    refuse_application,
    return_application,
)
from centers.sheet import sections
from centers.standard import EXCEPTION, obstacles, tally
from centers.states import EDITABLE
from centers.windows import is_open
from centers.wording import facts_of, verdicts_of
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import require
from examadmin.workflow.services import history

from .kit import number_of, the_application

JUDGE = "centers.judge_application"
DECISIONS = {
    "approve": (approve_application, gettext_lazy("已通过，该校成为考点。")),
    "return": (return_application, gettext_lazy("已退回学校修改。")),
    "refuse": (refuse_application, gettext_lazy("已作出不予通过的决定。")),
    "reconsider": (reconsider_application, gettext_lazy("已准予重新申报。")),
}


@in_exam
@require_safe
def application(request, school):
    found = the_application(request, school)
    return _page(request, found)


@in_exam
@require_POST
def judge(request, school):
    """Keep what was judged; then, if a decision was pressed, decide."""
    found = the_application(request, school)
    require(request.user, JUDGE, found)
    who = {"application": found, "by": request.user, "now": clock.now()}
    act, _sep, place = request.POST.get("act", "save").partition(":")
    try:
        if found.state == ApplicationState.SUBMITTED:
            judge_items(found=_judged(request.POST), **who)
        if act == "rest":
            judge_the_rest(rooms=None if place == "all" else {number_of(place)}, **who)
        elif act in DECISIONS:
            return _decide(request, found, act, who)
    except Refusal as refusal:
        found.refresh_from_db()
        found.exam = request.exam
        return _page(request, found, refusal)
    messages.success(request, _("审核意见已保存。"))
    answer = redirect("application", request.exam.code, school)
    if place:
        answer["Location"] += "#decision" if place == "all" else f"#room-{place}"
    return answer


def _judged(post):
    """Fields `r.ITEM.ROOM` = pass or fail, `c.ITEM.ROOM` = comment."""
    found = []
    for name, value in post.items():
        if name.startswith("r.") and value:
            _r, item, room = name.split(".", 2)
            found.append((item, number_of(room), value, post.get(f"c.{item}.{room}", "")))
    return found


def _decide(request, application, act, who):
    decide, told = DECISIONS[act]
    version = request.POST.get("version", "")
    options = {"comment": request.POST.get("comment", "")}
    if act == "approve":
        options["grant_exception"] = request.POST.get("grant_exception") == "yes"
    decide(version=int(version) if version.isdigit() else -1, **who, **options)
    messages.success(request, told)
    return redirect("application", request.exam.code, application.school.code)


def _page(request, application, refusal=None):
    user, rules = request.user, request.exam.rules
    verdicts = verdicts_of(application, rules)
    photos = list(application.photos.select_related("file"))
    judgements = list(application.judgements.select_related("by"))
    waiting = application.state == ApplicationState.SUBMITTED
    may_judge = user.has_perm(JUDGE, application)
    found = sections(application.answers, verdicts, judgements, photos)
    context = {
        "application": application,
        "sections": found,
        "tally": tally(verdicts),
        "facts": facts_of(application),
        "rooms_needed": max(1, rules.rooms_needed(application.school.classes)),
        "judging": waiting and may_judge,
        "against": reasons_against(application, rules, verdicts) if waiting else [],
        "hard": len(obstacles(verdicts)),
        "excepted": any(v.result == EXCEPTION for v in verdicts),
        "unjudged": sum(section.unjudged for section in found),
        "photos": photos,
        "items": rules["standard"],
        "may_judge": may_judge,
        "may_edit": application.state in EDITABLE
        and user.has_perm("centers.edit_application", application),
        "open": is_open(request.exam, WINDOW, clock.now(), school=application.school),
        "window": rules.windows.get(WINDOW),
        "history": history(application),
        "site": getattr(application, "site", None),
        "refusal": refusal,
        "comment": request.POST.get("comment", ""),
    }
    status = refusal.status if refusal else 200
    return render(request, "centers/application.html", context, status=status)
