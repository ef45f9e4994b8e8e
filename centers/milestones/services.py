"""Declare a step of the work plan done, or take that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import MilestoneReport
from examadmin.audit.services import record
from examadmin.base import clock
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.exams import checks
from examadmin.exams.files import papers_of

from .queries import Unit, may_confirm


def confirm_step(*, step, unit: Unit, note: str = "", by, now) -> MilestoneReport:
    """For steps that the data cannot prove. Confirmed twice is confirmed once."""
    _require_owner(by, step, unit)
    if step.check_name in checks.known():
        raise Refusal(_("“%(step)s”由系统根据数据判断，不需要确认。") % {"step": step})
    if step.opens_at and now < step.opens_at:
        raise Refusal(
            _("“%(step)s”%(opens)s才开始，现在不能确认完成。")
            % {"step": step, "opens": clock.local(step.opens_at).strftime("%Y-%m-%d %H:%M")}
        )
    kept = {paper.label for paper in papers_of(step)}
    if missing := [label for label in step.papers if label not in kept]:
        raise Refusal(
            _("“%(step)s”还没有留存%(papers)s，请先上传。")
            % {"step": step, "papers": "、".join(missing)}
        )
    if len(note) > 500:
        raise Invalid(_("说明不能超过500个字。"))
    with transaction.atomic():
        report, new = MilestoneReport.objects.get_or_create(
            milestone=step,
            county=unit.county,
            site=unit.site,
            defaults={"note": note.strip(), "by": by, "at": now},
        )
        if new:
            _tell("centers.confirm_milestone", step, unit, by, now, note.strip())
    return report


@transaction.atomic
def confirm_steps(*, owed, note: str = "", by, now) -> int:
    """Several at once, all or none; returns how many."""
    for row in owed:
        confirm_step(step=row.step, unit=row.unit, note=note, by=by, now=now)
    return len(owed)


@transaction.atomic
def withdraw_confirmation(*, step, unit: Unit, reason: str, by, now) -> None:
    """It was declared done too early: the step is owed again."""
    _require_owner(by, step, unit)
    if not reason.strip():
        raise Invalid(_("请写明撤回的理由。"))
    gone = MilestoneReport.objects.filter(milestone=step, county=unit.county, site=unit.site)
    if gone.delete()[0]:
        _tell("centers.withdraw_milestone", step, unit, by, now, reason.strip())


def _require_owner(by, step, unit):
    if not may_confirm(by, step, unit):
        raise Forbidden(
            _("“%(step)s”由%(owner)s办理，您不能代为确认。") % {"step": step, "owner": step.owner}
        )


def _tell(action, step, unit, by, now, reason):
    chain = "city"
    if unit.site:
        chain = unit.site.school.chain
    elif unit.county:
        chain = f"county:{unit.county.code}"
    record(by=by, now=now, action=action, target=step, chain=chain, reason=reason)
