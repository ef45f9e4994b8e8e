"""When an act is open to counties and schools; outside it the server refuses (Y-031).

The windows are the policy's. The city may open one again for a single county or school, until a
stated moment and with a reason; an opening for a county holds for its schools as well.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from examadmin.audit.services import record
from examadmin.base import clock
from examadmin.base.errors import Invalid, Refusal
from examadmin.ui.fetch import require

from .models import WindowOpening


def require_window(exam, key, now, county=None, school=None) -> None:
    """Refuse with a sentence unless the window is open to this unit."""
    window = exam.rules.windows[key]
    if window.opens <= now <= window.closes or _reopened(exam, key, now, county, school):
        return
    span = {
        "window": window.title,
        "opens": _said(window.opens),
        "closes": _said(window.closes),
    }
    if now < window.opens:
        raise Refusal(_("“%(window)s”还没有开始，时间是%(opens)s至%(closes)s。") % span)
    raise Refusal(
        _(
            "“%(window)s”已于%(closes)s截止，不能再提交或修改。"
            "确需办理的，请联系市级管理员为本单位重新开放。"
        )
        % span
    )


def is_open(exam, key, now, county=None, school=None) -> bool:
    """The same question, for pages that show or hide a button."""
    try:
        require_window(exam, key, now, county, school)
    except Refusal:
        return False
    return True


def _said(moment) -> str:
    return clock.local(moment).strftime("%Y-%m-%d %H:%M")


def _reopened(exam, key, now, county, school) -> bool:
    units = Q(pk__in=[])
    if school is not None:
        units |= Q(school=school) | Q(county=school.county_id)
    if county is not None:
        units |= Q(county=county)
    openings = WindowOpening.objects.filter(units, exam=exam, window=key)
    return openings.filter(at__lte=now, until__gte=now).exists()


def reopen_window(
    *, exam, window: str, county=None, school=None, until, reason: str, by, now
) -> WindowOpening:
    """Open a window again for one unit. It closes by itself."""
    if by is not None:
        require(by, "centers.reopen_window")
    if window not in exam.rules.windows:
        raise Invalid(_("考试规则中没有窗口“%(key)s”。") % {"key": window})
    if (county is None) == (school is None):
        raise Invalid(_("请选择一个考区或一所学校。"))
    if until <= now:
        raise Invalid(_("开放截止时间应晚于现在。"))
    if not reason.strip():
        raise Invalid(_("请写明重新开放的理由。"))
    with transaction.atomic():
        opening = WindowOpening.objects.create(
            exam=exam,
            window=window,
            county=county,
            school=school,
            until=until,
            reason=reason.strip(),
            by=by,
            at=now,
        )
        record(
            by=by,
            now=now,
            action="centers.reopen_window",
            target=school or county,
            chain=school.chain if school else f"county:{county.code}",
            changes={"exam": exam.code, "window": window, "until": _said(until)},
            reason=opening.reason,
        )
    return opening


def openings(exam):
    """What the city has opened again, newest first."""
    rows = WindowOpening.objects.filter(exam=exam)
    return rows.select_related("county", "school__county", "by").order_by("-at")
