"""Settle 零报考生 one by one, and tell every candidate when and where he sits."""

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.models import Candidate
from examadmin.audit.services import record
from examadmin.base.errors import Invalid, Refusal

from ..choices import ArrangementState, Channel
from ..models import Notice, Seating, Settlement
from ..queries.zero import zero_registered
from .gate import authorise

LISTED = 300


@transaction.atomic
def settle(*, candidates, by, now, note="") -> int:
    """Answer for each of these 零报考生 that he has a site and a session and will come (Y-008).

    Refused for anybody without a seat. Returns how many were not settled before.
    """
    seats = _seats(candidates)
    exam = next(iter(seats.values())).arrangement.exam
    known = set(zero_registered(exam).filter(pk__in=seats).values_list("pk", flat=True))
    if known != set(seats):
        raise Invalid(_("所选考生中有不需要逐一落实的类别。"))
    _authorise_each(by, "settle", seats)
    before = {s.candidate_id: s for s in Settlement.objects.filter(candidate__in=seats)}
    new = [
        c for c, seat in seats.items() if c not in before or not seat.known_to(before[c])
    ]  # fmt: skip
    Settlement.objects.bulk_create(
        [
            Settlement(
                candidate_id=candidate,
                arrangement=seats[candidate].arrangement,
                arrangement_version=seats[candidate].arrangement.version,
                note=note,
                by=by,
                at=now,
            )
            for candidate in new
        ],
        update_conflicts=True,
        unique_fields=["candidate"],
        update_fields=["arrangement", "arrangement_version", "note", "by", "at"],
        batch_size=500,
    )
    _record("settle", seats, new, by=by, now=now, note=note)
    return len(new)


@transaction.atomic
def confirm_notice(*, candidates, channel: str, by, now, proof="") -> int:
    """Record that each of these candidates was told time and seat, or got the ticket, in this way
    (Y-009, Y-051). Only for a locked arrangement; a later change of the seat makes it void.

    Returns how many are recorded; telling somebody again renews time and proof.
    """
    if channel not in Channel.values:
        raise Invalid(_("没有这种通知方式。"))
    seats = _seats(candidates)
    unlocked = {
        s.arrangement for s in seats.values() if s.arrangement.state != ArrangementState.LOCKED
    }
    if unlocked:
        raise Refusal(
            _("%(arrangement)s还没有锁定，座位可能变动，现在不能登记通知。")
            % {"arrangement": "、".join(str(a) for a in unlocked)}
        )
    _authorise_each(by, "confirm_notice", seats)
    Notice.objects.bulk_create(
        [
            Notice(
                candidate_id=candidate,
                channel=channel,
                at=now,
                proof=proof,
                arrangement=seat.arrangement,
                arrangement_version=seat.arrangement.version,
                by=by,
            )
            for candidate, seat in seats.items()
        ],
        update_conflicts=True,
        unique_fields=["candidate", "channel"],
        update_fields=["at", "proof", "arrangement", "arrangement_version", "by"],
        batch_size=500,
    )
    _record("confirm_notice", seats, list(seats), by=by, now=now, note=proof, channel=channel)
    return len(seats)


def _seats(candidates) -> dict[int, Seating]:
    """The seats of all of them, or a Refusal that names who has none."""
    keys = [candidate.pk for candidate in candidates]
    if not keys:
        raise Invalid(_("没有选中考生。"))
    rows = Seating.objects.filter(candidate__in=keys).select_related(
        "candidate", "arrangement__exam__policy", "arrangement__county"
    )
    seats = {row.candidate_id: row for row in rows}
    missing = Candidate.objects.filter(pk__in=set(keys) - seats.keys())
    if missing:
        raise Refusal(
            _("有%(count)d名考生还没有座位。") % {"count": len(missing)},
            findings=[str(candidate) for candidate in missing[:50]],
        )
    return seats


def _authorise_each(by, right, seats) -> None:
    """One query for all: whoever is outside the person's reach refuses the whole act."""
    if by is None:
        return
    seen = Candidate.objects.visible_to(by, f"scheduling.{right}").filter(pk__in=seats)
    if seen.values("pk").distinct().count() != len(seats):
        first = next(iter(seats.values())).candidate
        authorise(by, right, first)
        raise Refusal(_("所选考生中有不属于您管理范围的。"))


def _record(action, seats, changed, *, by, now, note, **more) -> None:
    """One audit row for each county's trail."""
    by_county = {}
    for candidate in changed:
        seat = seats[candidate]
        by_county.setdefault(seat.arrangement, []).append(seat.candidate.registration_no)
    for arrangement, numbers in by_county.items():
        record(
            by=by,
            now=now,
            action=f"scheduling.{action}",
            target=arrangement,
            chain=f"county:{arrangement.county.code}",
            changes={"count": len(numbers), "candidates": numbers[:LISTED], **more},
            reason=note,
        )
