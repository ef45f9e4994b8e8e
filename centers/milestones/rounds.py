"""Rounds with their windows, and what the counties report after each (Y-048)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.choices import ProblemKind, RoundReportState
from centers.models import RoundReport, Site
from examadmin.audit.services import record
from examadmin.base import clock
from examadmin.base.errors import Invalid, Refusal
from examadmin.ui.fetch import require
from examadmin.workflow.services import Lifecycle, Transition

S = RoundReportState
REPORT = Lifecycle(
    Transition("supplement", gettext_lazy("补充上报"), (S.SUBMITTED, S.ANSWERED), S.SUBMITTED),
    Transition("answer", gettext_lazy("答复"), (S.SUBMITTED, S.ANSWERED), S.ANSWERED),
    Transition("close", gettext_lazy("办结"), (S.SUBMITTED, S.ANSWERED), S.CLOSED),
)
FIELDS = {"where": 200, "what": 500, "done": 500}


def sites_of_round(round_):
    """The sites of a round are those of the exam, of a mock round as of the formal one (Y-044):
    a round has no list of its own that could differ."""
    return Site.objects.filter(exam=round_.exam)


def report_round(*, round, county, problems: list, by, now) -> RoundReport:
    """The county's report; an empty list says that there were no problems. Until the city closes
    it, the county may report again."""
    require(by, "centers.report_round", county)
    if not round.mock:
        raise Refusal(_("这里只上报模拟考试的情况。"))
    if clock.local(now).date() < round.opens_on:
        raise Refusal(_("“%(round)s”还没有开始。") % {"round": round})
    problems = [_sound(number, row) for number, row in enumerate(problems, 1)]
    chain = f"county:{county.code}"
    told = {"problems": len(problems)}
    with transaction.atomic():
        report, new = RoundReport.objects.get_or_create(
            round=round,
            county=county,
            defaults={"problems": problems, "reported_by": by, "reported_at": now},
        )
        if new:
            record(
                by=by,
                now=now,
                action="centers.report_round",
                target=report,
                chain=chain,
                changes=told,
            )
        else:
            REPORT.move(
                report,
                "supplement",
                by=by,
                now=now,
                chain=chain,
                changes=told,
                problems=problems,
                reported_by=by,
                reported_at=now,
            )
    return report


def _sound(number, row) -> dict:
    if row.get("kind") not in ProblemKind.values:
        raise Invalid(_("第%(n)d条：请选择问题类别。") % {"n": number})
    clean = {key: str(row.get(key, "")).strip() for key in FIELDS}
    if not clean["what"]:
        raise Invalid(_("第%(n)d条：请写明问题。") % {"n": number})
    for key, most in FIELDS.items():
        if len(clean[key]) > most:
            raise Invalid(_("第%(n)d条：每栏不能超过%(most)d个字。") % {"n": number, "most": most})
    return {"kind": row["kind"], **clean}


@transaction.atomic
def answer_report(*, report, answer: str, by, now) -> RoundReport:
    require(by, "centers.answer_round", report)
    if not answer.strip():
        raise Invalid(_("请填写答复。"))
    return _move(report, "answer", answer.strip(), by, now, answer=answer.strip())


@transaction.atomic
def close_report(*, report, comment: str = "", by, now) -> RoundReport:
    """Nothing is left to do. A report with problems must have been answered."""
    require(by, "centers.answer_round", report)
    if report.problems and not report.answer:
        raise Refusal(_("报告中有问题，请先答复再办结。"))
    return _move(report, "close", comment.strip(), by, now)


def _move(report, verb, comment, by, now, **fields):
    chain = f"county:{report.county.code}"
    return REPORT.move(report, verb, by=by, now=now, chain=chain, comment=comment, **fields)


@dataclass(frozen=True)
class RoundLine:
    """A round with the counties and their reports, None where none came yet."""

    round: object
    state: str
    reports: list  # of (county, report | None)


def lines(user, exam, today) -> list[RoundLine]:
    """Every round, with the reports of the counties that the person sees."""
    from .queries import counties_of

    counties = counties_of(user)
    found = RoundReport.objects.visible_to(user, "centers.view_round_report")
    reports = {
        (r.round_id, r.county_id): r
        for r in found.filter(round__exam=exam).select_related("county")
    }
    return [
        RoundLine(
            one,
            state_of(one, today),
            [(c, reports.get((one.pk, c.pk))) for c in counties] if one.mock else [],
        )
        for one in exam.rounds.all()
    ]


def state_of(round_, today) -> str:
    if today < round_.opens_on:
        return "later"
    return "now" if today <= round_.closes_on else "over"
