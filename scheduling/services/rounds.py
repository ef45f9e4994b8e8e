"""The copies of the arrangement that the mock rounds and the formal round work on (Y-044, Y-045,
R-C10)."""

from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centers.models import Site
from examadmin.audit.services import record
from examadmin.base.errors import Refusal
from examadmin.exams.models import Round
from examadmin.exams.rules import ZONE

from ..choices import ArrangementState
from ..models import Cleanup, RoundPlan
from ..queries.frozen import fingerprint, seats_snapshot
from .gate import audit, authorise, hold


def opens_for_download(round_: Round) -> datetime:
    return datetime.combine(round_.download_on, time(0), tzinfo=ZONE)


def is_open(round_: Round, *, now) -> bool:
    """By the calendar alone, never by a click."""
    today = now.astimezone(ZONE).date()
    return round_.opens_on <= today <= round_.closes_on


@transaction.atomic
def prepare_round(*, round_: Round, arrangement, by, now) -> RoundPlan:
    """Freeze the arrangement as this round uses it, on and after its download day.

    The copy has the same sites, rooms and candidates; what changes in the real seats later, or is
    recorded in the mock, never meets the other. The formal round is refused while a site of the
    county has not certified that the data of every mock round are gone (D-17).
    """
    held = hold(arrangement)
    authorise(by, "prepare_round", held)
    if held.state != ArrangementState.LOCKED:
        raise Refusal(_("%(arrangement)s还没有锁定，不能生成数据。") % {"arrangement": held})
    if now < opens_for_download(round_):
        raise Refusal(
            _("%(round)s的数据从%(day)s起生成。") % {"round": round_, "day": round_.download_on}
        )
    if not round_.mock:
        _require_clean(round_, held)
    try:
        with transaction.atomic():
            plan = RoundPlan.objects.create(
                round=round_,
                arrangement=held,
                version=held.version,
                sha256=fingerprint(held),
                seats=seats_snapshot(held),
                prepared_by=by,
                prepared_at=now,
            )
    except IntegrityError:
        raise Refusal(_("%(round)s的数据已经生成过。") % {"round": round_}) from None
    audit(
        held,
        "prepare_round",
        by=by,
        now=now,
        target=plan,
        changes={"round": round_.key, "sha256": plan.sha256, "seats": len(plan.seats)},
    )
    return plan


def uncleaned(exam, county=None):
    """(round, site) of every mock round whose data a site has not certified as removed."""
    sites = Site.objects.filter(exam=exam).select_related("school")
    if county is not None:
        sites = sites.filter(county=county)
    done = set(Cleanup.objects.filter(round__exam=exam).values_list("round_id", "site_id"))
    used = RoundPlan.objects.filter(round__exam=exam, round__mock=True)
    counties = set(used.values_list("round_id", "arrangement__county_id"))
    return [
        (round_, site)
        for round_ in exam.rounds.filter(mock=True)
        for site in sites
        if (round_.pk, site.county_id) in counties and (round_.pk, site.pk) not in done
    ]


def _require_clean(round_, held) -> None:
    left = uncleaned(held.exam, held.county)
    if left:
        raise Refusal(
            _("还有%(count)d项模考数据没有证明已清理，不能生成正考数据。") % {"count": len(left)},
            findings=[f"{site} {mock}" for mock, site in left],
        )


@transaction.atomic
def certify_cleanup(*, round_: Round, site, by, now, note="") -> Cleanup:
    """A site answers for it that nothing of a mock round is left (Y-053)."""
    authorise(by, "certify_cleanup", site)
    if now.astimezone(ZONE).date() < round_.opens_on:
        raise Refusal(_("%(round)s还没有开始。") % {"round": round_})
    cleanup, made = Cleanup.objects.get_or_create(
        round=round_, site=site, defaults={"note": note, "by": by, "at": now}
    )
    if made:
        record(
            by=by,
            now=now,
            action="scheduling.certify_cleanup",
            target=cleanup,
            chain=site.school.chain,
            changes={"round": round_.key},
            reason=note,
        )
    return cleanup
