"""Submission by the county, review and lock by the city. A review speaks of one frozen plan: the
fingerprint that the reviewer saw must be that of the plan as it stands (W-02)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from examadmin.base.errors import Invalid, Refusal

from ..choices import ArrangementState
from ..findings import blocking
from ..models import Arrangement, SiteReview
from ..queries.form3 import form3
from ..queries.frozen import fingerprint
from ..queries.state import arrangement_findings
from ..states import ARRANGEMENT
from .gate import audit, authorise, chain_of, hold, require_open, require_reason


@transaction.atomic
def submit_arrangement(*, arrangement, by, now, comment="") -> Arrangement:
    """Hand the arrangement and 附件3 to the city (Y-034, Y-036).

    Refused with all findings while anything blocks: candidates without a seat, schools without
    a site, 零报考生 not settled, broken rules, more candidates than machines.
    """
    held = hold(arrangement)
    authorise(by, "submit_arrangement", held)
    if held.is_open:
        require_open(held, by=by, now=now)
        _require_complete(held)
    frozen = fingerprint(held)
    return ARRANGEMENT.move(
        held,
        "submit",
        by=by,
        now=now,
        chain=chain_of(held),
        comment=comment,
        changes={"version": held.version, "sha256": frozen},
        sha256=frozen,
        form3=[row.as_dict() for row in form3(held.exam, held.county).rows],
        submitted_at=now,
    )


def _require_complete(held) -> None:
    findings = arrangement_findings(held) + form3(held.exam, held.county).findings
    grave = blocking(findings)
    if not held.seatings.exists():
        raise Refusal(_("还没有编排任何考生，不能上报。"), findings=grave)
    if grave:
        raise Refusal(
            _("还有%(count)d个问题没有解决，不能上报。") % {"count": len(grave)}, findings=grave
        )


@transaction.atomic
def review_site(*, arrangement, site, passed: bool, comment="", sha256: str, by, now) -> SiteReview:
    """The city's word on one site (Y-038). sha256: of the plan that the reviewer has before him."""
    held = hold(arrangement)
    authorise(by, "review_arrangement", held)
    if held.state != ArrangementState.SUBMITTED:
        raise Refusal(
            _("%(arrangement)s现在的状态是“%(state)s”，不在审核中。")
            % {"arrangement": held, "state": held.get_state_display()}
        )
    _require_same_plan(held, sha256)
    if site.exam_id != held.exam_id or site.county_id != held.county_id:
        raise Invalid(_("%(site)s不属于%(county)s。") % {"site": site, "county": held.county})
    if not passed:
        require_reason(comment, _("退回考点编排须写明意见。"))
    review, _made = SiteReview.objects.update_or_create(
        arrangement=held,
        site=site,
        defaults={
            "passed": passed,
            "comment": comment.strip(),
            "sha256": held.sha256,
            "by": by,
            "at": now,
        },
    )
    audit(
        held,
        "review_site",
        by=by,
        now=now,
        reason=comment,
        changes={"site": site.school.code, "passed": passed, "sha256": held.sha256},
    )
    return review


@transaction.atomic
def return_arrangement(*, arrangement, comment: str, sha256: str, by, now) -> Arrangement:
    """Send a county's arrangement back with a comment; seats may be changed again."""
    held = hold(arrangement)
    authorise(by, "review_arrangement", held)
    if not held.is_open:
        _require_seen(held, sha256)
    said = [
        f"{review.site}：{review.comment}"
        for review in held.reviews.filter(passed=False, sha256=held.sha256).select_related(
            "site__school"
        )
    ]
    comment = require_reason(
        "；".join([*filter(None, [comment.strip()]), *said]), _("请写明退回的意见。")
    )
    return ARRANGEMENT.move(held, "return", by=by, now=now, chain=chain_of(held), comment=comment)


@transaction.atomic
def pass_arrangement(*, arrangement, sha256: str, by, now, comment="") -> Arrangement:
    """Pass a county: every site not judged yet passes with it. Refused while a site is returned."""
    held = hold(arrangement)
    authorise(by, "review_arrangement", held)
    if held.state == ArrangementState.SUBMITTED:
        _require_same_plan(held, sha256)
        _pass_the_rest(held, by=by, now=now)
    return ARRANGEMENT.move(
        held,
        "pass",
        by=by,
        now=now,
        chain=chain_of(held),
        comment=comment,
        changes={"sha256": held.sha256},
    )


def _pass_the_rest(held, *, by, now) -> None:
    judged = {r.site_id: r for r in held.reviews.select_related("site__school")}
    current = {site: r for site, r in judged.items() if r.sha256 == held.sha256}
    returned = [r for r in current.values() if not r.passed]
    if returned:
        raise Refusal(
            _("有%(count)d个考点已被退回，不能整体通过。") % {"count": len(returned)},
            findings=[f"{r.site}：{r.comment}" for r in returned],
        )
    rest = held.county.sites.filter(exam=held.exam).exclude(pk__in=current)
    SiteReview.objects.bulk_create(
        [
            SiteReview(arrangement=held, site=site, passed=True, sha256=held.sha256, by=by, at=now)
            for site in rest
        ],
        update_conflicts=True,
        unique_fields=["arrangement", "site"],
        update_fields=["passed", "comment", "sha256", "by", "at"],
    )


@transaction.atomic
def lock_arrangement(*, arrangement, by, now, comment="") -> Arrangement:
    """From here on only change orders (Y-039)."""
    held = hold(arrangement)
    authorise(by, "lock_arrangement", held)
    if held.state == ArrangementState.PASSED:
        _require_same_plan(held, held.sha256)
    return ARRANGEMENT.move(
        held,
        "lock",
        by=by,
        now=now,
        chain=chain_of(held),
        comment=comment,
        changes={"sha256": held.sha256},
        locked_at=now,
    )


@dataclass(frozen=True)
class Outcome:
    """What came of one county in a bulk act; `refusal` is empty where it went well."""

    arrangement: Arrangement
    refusal: str
    findings: list


def pass_and_lock_all(*, arrangements, by, now, comment="") -> list[Outcome]:
    """Pass and lock each of these as far as it goes; one refused county does not stop the others.

    arrangements: as the reviewer has them before him, with the fingerprints that he saw.
    """
    outcomes = []
    for arrangement in arrangements:
        try:
            with transaction.atomic():
                if arrangement.state != ArrangementState.PASSED:
                    pass_arrangement(
                        arrangement=arrangement,
                        sha256=arrangement.sha256,
                        by=by,
                        now=now,
                        comment=comment,
                    )
                done = lock_arrangement(arrangement=arrangement, by=by, now=now, comment=comment)
            outcomes.append(Outcome(done, "", []))
        except Refusal as refusal:
            outcomes.append(Outcome(arrangement, str(refusal), refusal.findings))
    return outcomes


def _require_seen(held, sha256: str) -> None:
    """Refuse a word on a plan that is no longer the one handed in."""
    if sha256 != held.sha256:
        raise Refusal(
            _("您看到的编排已经过时：%(arrangement)s后来重新上报过。请刷新后再审核。")
            % {"arrangement": held}
        )


def _require_same_plan(held, sha256: str) -> None:
    _require_seen(held, sha256)
    if fingerprint(held) != held.sha256:
        raise Refusal(
            _("%(arrangement)s的座位或时间与上报时不一致，请退回后重新上报。")
            % {"arrangement": held}
        )
