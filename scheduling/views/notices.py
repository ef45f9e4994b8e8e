"""Who was told time and seat and has the ticket, class by class; who was not; what is published."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from candidates.models import Candidate
from centers.models import County, School
from examadmin.base import clock
from examadmin.base.errors import Invalid
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import require
from examadmin.ui.pages import page_of

from ..choices import ArrangementState, Channel
from ..forms import NoticeForm
from ..models import Arrangement
from ..queries.notices import not_informed, notice_progress
from ..queries.notices import publication as publication_of
from ..services.settle import confirm_notice
from .kit import VIEW, number_of, numbers_of

CONFIRM = "scheduling.confirm_notice"


@in_exam
@require_safe
def notices(request):
    user, exam = request.user, request.exam
    require(user, VIEW)
    counties = list(County.objects.visible_to(user, VIEW))
    asked = {"county": request.GET.get("county", ""), "show": request.GET.get("show", "")}
    chosen = next((c for c in counties if c.code == asked["county"]), None)
    rows = notice_progress(user, exam, county=chosen)
    titles = {key: c.title for key, c in exam.rules.categories.items()}
    shown = [(row, titles.get(row.category, row.category)) for row in rows]
    if asked["show"] == "left":
        shown = [(row, title) for row, title in shown if row.left]
    total = sum(row.candidates for row in rows)
    informed, tickets = sum(r.informed for r in rows), sum(r.tickets for r in rows)
    locked = Arrangement.objects.filter(
        exam=exam, county__in=counties, state=ArrangementState.LOCKED
    ).exists()
    return render(
        request,
        "scheduling/notices.html",
        {
            "rows": shown,
            "asked": asked,
            "counties": counties if len(counties) > 1 else [],
            "total": total,
            "informed": informed,
            "tickets": tickets,
            "left": total - informed,
            "percent": informed * 100 // total if total else 0,
            "form": NoticeForm(),
            "deadline": _deadline(exam),
            "any_locked": locked,
            "may_confirm": locked and user.has_perm(CONFIRM),
        },
    )


def _deadline(exam):
    """Until when the tickets must be in the candidates' hands, by the work plan (Y-051)."""
    due = exam.milestones.filter(check_name="tickets_handed_out").order_by("due_at")
    return due.values_list("due_at", flat=True).first()


@in_exam
@require_POST
def confirm(request):
    """Whole classes (`ids` = "school:category:class") or single candidates (`ids` = keys)."""
    form = NoticeForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("请选择通知的方式。"))
    chosen = request.POST.getlist("ids")
    seen = Candidate.objects.visible_to(request.user, CONFIRM).filter(
        exam=request.exam, withdrawn_at=None
    )
    classes = [key.split(":") for key in chosen if key.count(":") == 2]
    wanted = Q(pk__in=numbers_of([key for key in chosen if ":" not in key]))
    for school, category, class_no in classes:
        wanted |= Q(school=number_of(school), category=category, class_no=number_of(class_no))
    candidates = list(seen.filter(wanted).distinct())
    count = confirm_notice(
        candidates=candidates, by=request.user, now=clock.now(), **form.cleaned_data
    )
    messages.success(
        request,
        _("已登记%(n)d名考生：%(channel)s。")
        % {"n": count, "channel": Channel(form.cleaned_data["channel"]).label},
    )
    return redirect(reverse("notices", args=[request.exam.code]))


@in_exam
@require_safe
def left(request):
    """Who has not been told of the seat that he has now."""
    require(request.user, VIEW)
    channel = request.GET.get("channel", "")
    rows = not_informed(
        request.user,
        request.exam,
        channel=channel if channel in Channel.values else None,
    )
    if request.GET.get("group"):
        school, category, class_no = [*request.GET["group"].split(":"), "", ""][:3]
        rows = rows.filter(
            school=number_of(school), category=category, class_no=number_of(class_no)
        )
    page = page_of(
        request, rows.order_by("school__code", "category", "class_no", "registration_no")
    )
    return render(
        request,
        "scheduling/notices_left.html",
        {
            "page": page,
            "asked": channel,
            "channels": Channel.choices,
            "form": NoticeForm(initial={"channel": channel}),
            "may_confirm": request.user.has_perm(CONFIRM),
        },
    )


@in_exam
@require_safe
def publication(request):
    """Time, room, session, seat and log-in number of every candidate (Y-058)."""
    user, exam = request.user, request.exam
    require(user, VIEW)
    schools = list(School.objects.visible_to(user, VIEW).order_by("code"))
    asked = request.GET.get("school", "")
    school = next((s for s in schools if s.code == asked), None)
    if school is None and schools:
        school = schools[0]
    rows = publication_of(user, exam, school=school) if school else []
    rows = rows.filter(arrangement__state=ArrangementState.LOCKED) if school else []
    return render(
        request,
        "scheduling/publication.html",
        {
            "page": page_of(request, rows, size=100),
            "schools": schools,
            "school": school,
            "titles": {key: c.title for key, c in exam.rules.categories.items()},
        },
    )
