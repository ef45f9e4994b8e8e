"""Where a county's arrangement stands, as steps of a path, and what to do next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..choices import ArrangementState as S
from ..findings import blocking


@dataclass(frozen=True)
class PathStep:
    title: str
    state: str  # done, now or later
    detail: str = ""


@dataclass(frozen=True)
class Next:
    """The one thing to do now. `act`: arrange, check, submit, wait, lock or print."""

    act: str
    title: str
    text: str
    tone: str = ""


STEPS = ("arrange", "check", "submit", "wait", "locked")


def path_of(arrangement, next_) -> list[PathStep]:
    """编排 → 检查 → 上报 → 等待审核 → 已锁定."""
    titles = (_("编排"), _("检查"), _("上报"), _("等待审核"), _("已锁定"))
    place = {"place": 1, "lock": 3}.get(next_.act)
    place = STEPS.index(next_.act) if place is None and next_.act in STEPS else place
    place = len(STEPS) if arrangement.state == S.LOCKED else place or 0
    return [
        PathStep(title, "done" if n < place else "now" if n == place else "later")
        for n, title in enumerate(titles)
    ]


def next_step(totals, findings) -> Next:
    """What the county has to do now."""
    arrangement = totals.arrangement
    if arrangement.state == S.LOCKED:
        return Next(
            "locked", _("编排已锁定"),
            _("可以打印准考证、名册和秩序册。座位确需调整的，填写变更单。"), "success",
        )  # fmt: skip
    if arrangement.state == S.PASSED:
        return Next("lock", _("市级审核通过，等待锁定"), _("锁定后即可打印准考证。"), "success")
    if arrangement.state == S.SUBMITTED:
        return Next(
            "wait", _("已上报，等待市级审核"), _("审核期间座位不能改动。退回后会在首页提醒。")
        )
    if not totals.roster:
        return Next("arrange", _("先导入考生名册"), _("名册导入后才能编排。"), "warning")
    if arrangement.arranged_at is None and not totals.seated:
        return Next(
            "arrange", _("运行编排"),
            _("系统按整班、最少场次、机位均衡排好每名考生的考场、场次和座位，之后可以手工调整。"),
        )  # fmt: skip
    grave = blocking(findings)
    if totals.unplaced:
        return Next(
            "place", _("还有%(n)d名考生没有座位") % {"n": totals.unplaced},
            _("查看原因，安排座位；或解决原因后再运行一次编排，已有座位不变。"), "warning",
        )  # fmt: skip
    if grave:
        return Next(
            "check", _("还有%(n)d个问题须在上报前解决") % {"n": len(grave)},
            _("逐条解决下面的问题后即可上报。"), "warning",
        )  # fmt: skip
    if arrangement.state == S.RETURNED:
        return Next(
            "submit", _("按退回意见修改后重新上报"), _("修改完成后再次上报市级审核。"), "warning"
        )
    return Next(
        "submit", _("可以上报了"), _("全部检查通过。上报后由市级审核，附件3一并上报。"), "success"
    )
