"""What the work plan and the rounds put on the shared pages."""

from datetime import datetime, time
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.choices import RoundReportState
from centers.models import RoundReport
from centers.scope import places
from examadmin.accounts.choices import Tier
from examadmin.audit.words import name_actions
from examadmin.base import clock
from examadmin.exams import checks
from examadmin.exams.rules import ZONE
from examadmin.ui.registry import MenuItem, Todo, add_menu, add_todos

from .checks import applications_judged
from .choices import Standing
from .queries import owed_by_person

ACTIONS = {
    "centers.confirm_milestone": gettext_lazy("确认日程节点完成"),
    "centers.withdraw_milestone": gettext_lazy("撤回日程节点的确认"),
    "centers.reopen_window": gettext_lazy("重新开放办理窗口"),
    "centers.report_round": gettext_lazy("上报模拟考试情况"),
    "centers.RoundReport.supplement": gettext_lazy("补充上报模拟考试情况"),
    "centers.RoundReport.answer": gettext_lazy("答复模拟考试情况报告"),
    "centers.RoundReport.close": gettext_lazy("办结模拟考试情况报告"),
}


def register():
    checks.register("applications_judged", applications_judged, page="applications")
    name_actions(ACTIONS)
    add_menu(
        MenuItem(gettext_lazy("工作日程"), "milestones", "centers.view_milestone", "calendar", 10),
        MenuItem(gettext_lazy("模拟考试"), "rounds", "centers.view_round_report", "flag", 65),
        MenuItem(gettext_lazy("重新开放"), "windows", "centers.reopen_window", "unlock", 92),
    )
    add_todos(steps_owed)
    add_todos(round_reports_owed)


def steps_owed(user, exam, now):
    """Steps of the work plan that this person's posts owe, late or due soon."""
    owed = owed_by_person(user, exam, now)
    for step, rows in groupby(owed, key=lambda row: row.step):
        rows = list(rows)
        names = [row.unit.title for row in rows if row.unit.title]
        yield Todo(
            title=_("第%(key)s项 %(step)s") % {"key": step.key, "step": step.short or step.title},
            url=_url(step, exam),
            detail="、".join(names[:5]) + ("…" if len(names) > 5 else ""),
            due=step.due_at,
            count=len(rows) if len(rows) > 1 else 0,
            grave=rows[0].standing == Standing.LATE,
        )


def _url(step, exam):
    return reverse("milestone_item", args=[exam.code, step.item])


def round_reports_owed(user, exam, now):
    """A county reports after each mock round; the city answers."""
    counties = places(user, "centers.report_round", Tier.COUNTY)
    if counties:
        yield from _reports_to_write(exam, counties, clock.local(now).date())
    if user.has_perm("centers.answer_round"):
        waiting = RoundReport.objects.visible_to(user, "centers.answer_round")
        count = waiting.filter(round__exam=exam, state=RoundReportState.SUBMITTED).count()
        if count:
            yield Todo(
                _("模拟考试情况报告等待答复"), reverse("rounds", args=[exam.code]), count=count
            )


def _reports_to_write(exam, counties, today):
    over = exam.rounds.filter(mock=True, closes_on__lte=today)
    for one in over.exclude(reports__county__in=counties):
        yield Todo(
            _("上报%(round)s的问题和异常情况") % {"round": one},
            reverse("rounds", args=[exam.code]),
            _("没有问题也要零报告"),
            due=datetime.combine(one.closes_on, time.max, ZONE),
        )
