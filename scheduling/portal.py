"""What this app shows on the shared pages: menu, things due, search hits, names of acts."""

from collections import Counter

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import Candidate
from centers.scope import holds_city_wide, places
from examadmin.accounts.choices import Tier
from examadmin.audit.words import name_actions
from examadmin.ui.registry import Hit, MenuItem, Todo, add_menu, add_search, add_todos

from .choices import ArrangementState, ChangeState
from .models import Arrangement, ChangeOrder, Seating
from .queries.due import county_lines, waiting_for_a_time
from .queries.notices import not_informed
from .round_todos import rounds_due
from .services.gate import WINDOW

MENU = [
    MenuItem(gettext_lazy("考场编排"), "arrangements", "scheduling.view_arrangement", "arrange", 40),
    MenuItem(
        gettext_lazy("编排审核"), "arrangement_review", "scheduling.review_arrangement", "review", 42
    ),
    MenuItem(gettext_lazy("变更单"), "change_orders", "scheduling.view_change", "swap", 44),
    MenuItem(
        gettext_lazy("中断与延考"), "postponements", "scheduling.postpone", "history", 68
    ),
    MenuItem(gettext_lazy("打印"), "papers", "scheduling.view_paper", "print", 48),
    MenuItem(
        gettext_lazy("考试数据与练习"), "round_overview", "scheduling.view_round", "download", 66
    ),
    MenuItem(gettext_lazy("通知与发放"), "notices", "scheduling.confirm_notice", "bell", 52),
]  # fmt: skip

ACTIONS = {
    "scheduling.arrange": gettext_lazy("运行编排"),
    "scheduling.move": gettext_lazy("调整座位"),
    "scheduling.move_candidate": gettext_lazy("调整一名考生的座位"),
    "scheduling.move_class": gettext_lazy("调整整班的座位"),
    "scheduling.move_session": gettext_lazy("整场移动"),
    "scheduling.swap_sessions": gettext_lazy("整场对调"),
    "scheduling.swap_candidates": gettext_lazy("两名考生互换座位"),
    "scheduling.unseat": gettext_lazy("移出座位"),
    "scheduling.import_moves": gettext_lazy("按表调整座位"),
    "scheduling.pin": gettext_lazy("固定座位"),
    "scheduling.unpin": gettext_lazy("取消固定座位"),
    "scheduling.settle": gettext_lazy("落实零报考生"),
    "scheduling.confirm_notice": gettext_lazy("登记通知和准考证发放"),
    "scheduling.Arrangement.submit": gettext_lazy("上报编排"),
    "scheduling.Arrangement.return": gettext_lazy("退回编排"),
    "scheduling.Arrangement.pass": gettext_lazy("编排审核通过"),
    "scheduling.Arrangement.lock": gettext_lazy("锁定编排"),
    "scheduling.review_site": gettext_lazy("审核考点编排"),
    "scheduling.request_change": gettext_lazy("申请变更"),
    "scheduling.ChangeOrder.approve": gettext_lazy("批准变更"),
    "scheduling.ChangeOrder.refuse": gettext_lazy("不批准变更"),
    "scheduling.carry_out_change": gettext_lazy("执行变更"),
    "scheduling.print_paper": gettext_lazy("制作打印件"),
    "scheduling.adjust_timetable": gettext_lazy("调整考点场次时间"),
    "scheduling.set_county_timetable": gettext_lazy("调整考区场次时间表"),
    "scheduling.extend_cutoff": gettext_lazy("延长登录截止时间"),
    "scheduling.began_at": gettext_lazy("登记场次开始"),
    "scheduling.ended_at": gettext_lazy("登记场次结束"),
    "scheduling.report_interruption": gettext_lazy("报告中断"),
    "scheduling.Postponement.postpone": gettext_lazy("延考"),
    "scheduling.Postponement.reschedule": gettext_lazy("另行安排延考"),
    "scheduling.prepare_round": gettext_lazy("生成轮次数据"),
    "scheduling.certify_cleanup": gettext_lazy("证明模考数据已清理"),
    "scheduling.make_package": gettext_lazy("生成考试数据包"),
    "scheduling.download_package": gettext_lazy("下载考试数据包"),
    "scheduling.confirm_practice": gettext_lazy("登记模拟考试练习"),
    "scheduling.withdraw_practice": gettext_lazy("撤回练习登记"),
}


def register():
    name_actions(ACTIONS)
    add_menu(*MENU)
    add_todos(todos)
    add_todos(rounds_due)
    add_search(search)


def todos(user, exam, now):
    mine = county_lines(exam, places(user, "scheduling.arrange", Tier.COUNTY))
    yield from _broken_off_due(user, exam, mine)
    yield from _county_due(user, exam, now, mine)
    yield from _city_due(user, exam)
    yield from _notices_due(user, exam, mine)


def _county_due(user, exam, now, mine):
    """Counties that this person arranges: what is missing until the window closes."""
    window = exam.rules.windows.get(WINDOW)
    if window is None:
        return
    for line in mine:
        if not line.is_open or not line.roster:
            continue
        url = reverse("arrangement", args=[exam.code, line.code])
        due = {"due": window.closes}
        if line.state == ArrangementState.RETURNED:
            yield Todo(_("编排被市级退回，请修改后重新上报"), url, line.name, grave=True, **due)
        if not line.arranged and line.unplaced == line.roster:
            if now >= window.opens:
                yield Todo(_("编排考场"), url, line.name, count=line.roster, **due)
        elif line.unplaced:
            red = reverse("arrangement_unplaced", args=[exam.code, line.code])
            yield Todo(_("考生还没有座位"), red, line.name, count=line.unplaced,
                       grave=True, **due)  # fmt: skip
        elif line.state == ArrangementState.DRAFT:
            yield Todo(_("检查并上报编排"), url, line.name, **due)


def _city_due(user, exam):
    if user.has_perm("scheduling.review_arrangement"):
        waiting = Arrangement.objects.visible_to(user, "scheduling.review_arrangement").filter(
            exam=exam
        )
        counts = Counter(waiting.values_list("state", flat=True))
        url = reverse("arrangement_review", args=[exam.code])
        if count := counts[ArrangementState.SUBMITTED]:
            yield Todo(_("考区编排等待审核"), url, count=count)
        if count := counts[ArrangementState.PASSED]:
            yield Todo(_("编排已审核通过，等待锁定"), url, count=count)
    if user.has_perm("scheduling.approve_change"):
        orders = ChangeOrder.objects.visible_to(user, "scheduling.approve_change").filter(
            arrangement__exam=exam, state=ChangeState.REQUESTED
        )
        count = orders.exclude(requested_by=user).count()
        if count:
            yield Todo(_("变更单等待批准"), reverse("change_orders", args=[exam.code]),
                       count=count, grave=True)  # fmt: skip


def _broken_off_due(user, exam, mine):
    """Room-sessions that broke off and have no new time yet."""
    count = sum(line.broken_off for line in mine)
    if holds_city_wide(user, "scheduling.postpone"):
        count = waiting_for_a_time(exam).count()
    if count:
        yield Todo(_("中断的场次等待安排延考"), reverse("postponements", args=[exam.code]),
                   count=count, grave=True)  # fmt: skip


def _notices_due(user, exam, mine):
    """Once a county is locked, whoever has not been told yet."""
    if not user.has_perm("scheduling.confirm_notice") or holds_city_wide(
        user, "scheduling.view_arrangement"
    ):
        return
    if mine and not any(line.state == ArrangementState.LOCKED for line in mine):
        return
    left = not_informed(user, exam).filter(seating__arrangement__state=ArrangementState.LOCKED)
    count = left.order_by().values("pk").distinct().count()
    if count:
        due = exam.milestones.filter(check_name="tickets_handed_out")
        due = due.order_by("due_at").values_list("due_at", flat=True).first()
        yield Todo(_("通知考生、发放准考证"), reverse("notices", args=[exam.code]),
                   _("座位有变动的须重新通知"), count=count, due=due)  # fmt: skip


def search(user, exam, text):
    """Where a candidate sits, by name or registration number."""
    wanted = Q(name__startswith=text) | Q(registration_no=text)
    people = Candidate.objects.filter(wanted, exam=exam).values("pk")
    seats = (
        Seating.objects.visible_to(user, "scheduling.view_arrangement")
        .filter(candidate__in=people)
        .select_related(
            "candidate", "room_session__session",
            "room_session__room__site__school", "room_session__room__site__county",
        )
        .distinct()
    )  # fmt: skip
    for seating in seats[:10]:
        cell, school = seating.room_session, seating.room_session.room.site.school
        place = (exam.code, cell.room.site.county.code, school.code, cell.pk)
        yield Hit(
            _("座位"),
            f"{seating.candidate.name} {cell.room} {cell.session}",
            f"{school.name} {cell.session.clock} " + _("%(seat)d号") % {"seat": seating.seat},
            reverse("room_session", args=place),
        )


def settle_page(exam, county) -> str:
    """Where the county answers for its 零报考生 one by one."""
    return reverse("arrangement_zero", args=[exam.code, county.code])
