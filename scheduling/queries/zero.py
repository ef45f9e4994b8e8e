"""零报考生: the worklist of those who are settled one by one (Y-008)."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, Q

from candidates.models import Candidate

from ..models import Settlement


def zero_registered(exam):
    """Candidates of the categories that the policy wants settled one by one."""
    keys = [c.key for c in exam.rules.categories.values() if c.settle_one_by_one]
    return Candidate.objects.filter(exam=exam, category__in=keys, withdrawn_at=None)


# Settled: confirmed for the seat that he has now.
SETTLED = Q(
    settlement__isnull=False,
    seating__isnull=False,
    settlement__arrangement=F("seating__arrangement"),
    settlement__arrangement_version__gte=F("seating__version"),
)


@dataclass(frozen=True, slots=True)
class ZeroRow:
    """One 零报考生: where and when he sits, and who answers for it."""

    candidate: Candidate
    seating: object | None
    settlement: Settlement | None
    settled: bool


def zero_worklist(user, exam, county=None) -> list[ZeroRow]:
    """The unsettled first."""
    rows = (
        zero_registered(exam)
        .visible_to(user, "scheduling.view_arrangement")
        .select_related(
            "school",
            "settlement__by",
            "seating__room_session__session",
            "seating__room_session__room__site__school",
        )
        .distinct()
    )
    if county is not None:
        rows = rows.filter(school__county=county)
    found = []
    for candidate in rows:
        seating = getattr(candidate, "seating", None)
        settlement = getattr(candidate, "settlement", None)
        settled = bool(seating and settlement and settlement.arrangement_version >= seating.version)
        found.append(ZeroRow(candidate, seating, settlement, settled))
    return sorted(found, key=lambda row: (row.settled, row.candidate.registration_no))


def unsettled_by_school(arrangement) -> Counter:
    """{school name: how many are left} of a county; empty opens the gate."""
    rows = (
        zero_registered(arrangement.exam)
        .filter(school__county=arrangement.county_id)
        .exclude(SETTLED)
        .values_list("school__name", flat=True)
    )
    return Counter(rows)
