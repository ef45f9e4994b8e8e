"""The school fills in its application, judged while it types; the county finds it in a list."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers import answers as forms
from centers.choices import ApplicationState
from centers.models import County, ItemJudgement, School, SiteApplication
from centers.queries import waiting_first
from centers.services.applications import (
    WINDOW,
    save_application,
    start_application,
    submit_application,
)
from centers.services.judging import approve_application, return_application
from centers.sheet import form_sections
from centers.standard import SchoolFacts, judge, tally
from centers.states import EDITABLE
from centers.windows import is_open
from centers.wording import facts_of, verdicts_of
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import require
from examadmin.ui.pages import page_of
from examadmin.workflow.services import history

from .kit import number_of, the_application, the_school

EDIT = "centers.edit_application"


@in_exam
@require_safe
def applications(request):
    """All applications that the person may see, those that wait first."""
    user, exam = request.user, request.exam
    require(user, "centers.view_application")
    asked = {name: request.GET.get(name, "") for name in ("county", "state", "q")}
    rows = SiteApplication.objects.visible_to(user, "centers.view_application").filter(exam=exam)
    schools = School.objects.visible_to(user, "centers.view_application")
    if asked["county"]:
        rows = rows.filter(school__county__code=asked["county"])
        schools = schools.filter(county__code=asked["county"])
    if asked["q"]:
        rows = rows.filter(school__name__icontains=asked["q"])
    counted = list(rows.values_list("state", flat=True))
    if asked["state"] in ApplicationState.values:
        rows = rows.filter(state=asked["state"])
    judged = Prefetch("judgements", ItemJudgement.objects.only("application", "result"))
    page = page_of(
        request,
        waiting_first(rows).select_related("school__county").prefetch_related(judged),
    )
    for application in page.rows:
        application.exam = exam
        application.tally = tally(verdicts_of(application, exam.rules))
    mine = School.objects.visible_to(user, EDIT).exclude(applications__exam=exam)
    return render(
        request,
        "centers/applications.html",
        {
            "page": page,
            "asked": asked,
            "counties": County.objects.visible_to(user, "centers.view_county"),
            "states": [
                (state, label, counted.count(state)) for state, label in ApplicationState.choices
            ],
            "not_begun": schools.exclude(applications__exam=exam).count(),
            "mine": list(mine[:5]),
            "window": exam.rules.windows.get(WINDOW),
            "may_judge": user.has_perm("centers.judge_application"),
        },
    )


@in_exam
@require_POST
def decide_many(request):
    """One decision for several applications. Each stands alone: what cannot be approved is named,
    the others are."""
    user, now = request.user, clock.now()
    require(user, "centers.judge_application")
    rows = SiteApplication.objects.filter(exam=request.exam).select_related("school", "exam")
    rows = rows.visible_to(user, "centers.judge_application")
    act, comment = request.POST.get("act"), request.POST.get("comment", "")
    decide = {"approve": approve_application, "return": return_application}.get(act)
    ids = [number_of(i) for i in request.POST.getlist("ids")]
    done = 0
    for application in rows.filter(pk__in=ids) if decide else ():
        application.exam = request.exam
        try:
            decide(
                application=application, version=application.version, by=user, now=now,
                comment=comment,
            )  # fmt: skip
            done += 1
        except Refusal as refusal:
            reasons = "；".join(str(f) for f in refusal.findings[:3])
            messages.error(request, f"{application.school}：{refusal}{reasons}")
    if done:
        messages.success(request, _("已办理%(n)d份申报。") % {"n": done})
    return redirect("applications", request.exam.code)


@in_exam
@require_POST
def start(request, school):
    chosen = the_school(request, school, EDIT)
    start_application(exam=request.exam, school=chosen, by=request.user, now=clock.now())
    return redirect("application_edit", request.exam.code, school)


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, school):
    """Fill in. POST saves; `act` may also add, copy or remove a room, or submit."""
    application = the_application(request, school)
    require(request.user, EDIT, application)
    if request.method != "POST":
        if application.state not in EDITABLE:
            return redirect("application", request.exam.code, school)
        return _edit_page(request, application)
    act = request.POST.get("act", "save")
    fields = _submitted(request)
    fields["answers"] = _rooms_changed(fields["answers"], act)
    try:
        _save(request, application, fields)
        if act == "submit":
            submit_application(
                application=application, version=application.version, by=request.user,
                now=clock.now(),
            )  # fmt: skip
    except Refusal as refusal:
        if request.htmx:
            raise
        for name, value in fields.items():
            setattr(application, name, value)
        return _edit_page(request, application, refusal)
    if request.htmx:
        saved = {"application": application, "now": clock.now()}
        return render(request, "centers/application_saved.html", saved)
    if act == "submit":
        messages.success(request, _("已提交，等待县（区）审核。"))
        return redirect("application", request.exam.code, school)
    answer = redirect("application_edit", request.exam.code, school)
    answer["Location"] += _anchor(act, application)
    return answer


def _submitted(request):
    post = request.POST
    largest = post.get("largest_class", "").strip()
    return {
        "answers": forms.read(request.exam.rules["standard"], post),
        "network_operator": post.get("network_operator", "").strip()[:40],
        "largest_class": int(largest) if largest.isascii() and largest.isdigit() and len(largest) < 4 else 0,
        "exception_asked": post.get("exception_asked") == "yes",
        "exception_reason": post.get("exception_reason", "").strip()[:1000],
    }  # fmt: skip


def _save(request, application, fields):
    version = request.POST.get("version", "")
    save_application(
        application=application, version=int(version) if version.isdigit() else -1,
        by=request.user, now=clock.now(), **fields,
    )  # fmt: skip


def _rooms_changed(answers, act):
    verb, _sep, which = act.partition(":")
    rooms = answers["rooms"]
    numbers = {str(room["number"]): room for room in rooms}
    if verb == "add" and len(rooms) < forms.MAX_ROOMS:
        rooms = [*rooms, {"number": len(rooms) + 1}]
    elif verb == "copy" and which in numbers and rooms:
        kept = {"number": int(which), "name": numbers[which].get("name", "")}
        rooms = [{**rooms[0], **kept} if r is numbers[which] else r for r in rooms]
    elif verb == "remove" and which in numbers:
        rooms = [r for r in rooms if r is not numbers[which]]
    return {**answers, "rooms": [{**r, "number": n} for n, r in enumerate(rooms, start=1)]}


def _anchor(act, application):
    verb, _sep, which = act.partition(":")
    if verb == "add":
        return f"#room-{len(application.answers['rooms'])}"
    return f"#room-{which}" if verb == "copy" else ""


def _edit_page(request, application, refusal=None):
    rules, now = request.exam.rules, clock.now()
    verdicts = verdicts_of(application, rules)
    window = rules.windows.get(WINDOW)
    context = {
        "application": application,
        "sections": form_sections(rules["standard"], application.answers, verdicts),
        "tally": tally(verdicts),
        "facts": facts_of(application),
        "rooms_needed": max(1, rules.rooms_needed(application.school.classes)),
        "photos": list(application.photos.select_related("file")),
        "items": rules["standard"],
        "refusal": refusal,
        "window": window,
        "open": is_open(request.exam, WINDOW, now, school=application.school),
        "returned": application.state == ApplicationState.RETURNED,
        "told": _returned_with(application),
    }
    status = refusal.status if refusal else 200
    return render(request, "centers/application_edit.html", context, status=status)


def _returned_with(application):
    """The county's last word and what it found wanting, for the school to mend."""
    last = history(application).filter(verb__in=("return", "reconsider")).last()
    return {
        "step": last,
        "failed": {(j.item, j.room): j for j in application.judgements.all() if j.result == "fail"},
    }


@in_exam
@require_POST
def preview(request, school):
    """What the standard says of the form as it stands, without saving it."""
    application = the_application(request, school)
    require(request.user, EDIT, application)
    fields = _submitted(request)
    facts = SchoolFacts(
        classes=application.school.classes,
        largest_class=fields["largest_class"],
        rural=application.school.rural,
        exception=fields["exception_asked"],
    )
    rules = request.exam.rules
    verdicts = judge(rules["standard"], fields["answers"], rules, facts)
    context = {
        "sections": form_sections(rules["standard"], fields["answers"], verdicts),
        "tally": tally(verdicts),
    }
    return render(request, "centers/application_verdicts.html", context)
