"""The red list: every candidate who has no seat, with the reason (R-C07)."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from candidates.models import Candidate

from ..choices import Unseated
from ..models import Arrangement
from .destinations import Destinations


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate without a seat. `site` is where he should sit, if anywhere."""

    candidate: int
    name: str
    registration_no: str
    school: int
    school_name: str
    category: str
    class_no: int
    reason: str
    site: int | None

    @property
    def reason_text(self):
        return Unseated(self.reason).label


def seatless(exam):
    """Candidates without a seat."""
    return Candidate.objects.filter(exam=exam, withdrawn_at=None, seating=None)


def red_list(arrangement, destinations: Destinations | None = None) -> list[Row]:
    """Whoever this county has to seat and has not; three queries."""
    exam, county = arrangement.exam, arrangement.county_id
    destinations = destinations or Destinations(exam)
    here = Q(school__county=county) | Q(school__hostings__exam=exam) & Q(
        school__hostings__host__county=county
    )
    fields = (
        "pk", "name", "registration_no", "school_id", "school__name", "category", "class_no",
        "school__county_id",
    )  # fmt: skip
    rows = []
    candidates = seatless(exam).filter(here).order_by("registration_no").distinct()
    for *row, home in candidates.values_list(*fields):
        key = (row[3], row[5], row[6])
        if destinations.county_owing(*key, home) != county:
            continue
        site = destinations.site_of(*key)
        reason = Unseated.NO_SITE if site is None else arrangement.unplaced.get(str(row[0]))
        if reason in (None, Unseated.NO_SITE) and site is not None:
            reason = Unseated.NEW
        rows.append(Row(*row, reason=str(reason), site=site))
    return rows


def unplaced(user, exam, county) -> list[Row]:
    """The red list of a county as a person sees it; without a run yet it is the whole roster."""
    arrangement = (
        Arrangement.objects.visible_to(user, "scheduling.view_arrangement")
        .filter(exam=exam, county=county)
        .select_related("exam__policy")
        .first()
    ) or Arrangement(exam=exam, county=county)
    seen = Candidate.objects.visible_to(user, "scheduling.view_arrangement").filter(exam=exam)
    keys = set(seen.filter(seating=None, withdrawn_at=None).values_list("pk", flat=True))
    return [row for row in red_list(arrangement) if row.candidate in keys]


@dataclass(frozen=True, slots=True)
class ClassLeft:
    """How many of a class have no seat."""

    school: int
    school_name: str
    category: str
    class_no: int
    count: int

    @property
    def key(self):
        return f"{self.school}:{self.category}:{self.class_no}"


def unplaced_classes(site, destinations: Destinations) -> list[ClassLeft]:
    """Class by class, who should sit at a site and has no seat; no names. One query."""
    rows = seatless(site.exam).order_by("school__code", "category", "class_no")
    fields = ("school", "school__name", "category", "class_no")
    return [
        ClassLeft(school, name, category, class_no, count)
        for school, name, category, class_no, count in rows.values_list(*fields).annotate(
            Count("pk")
        )
        if destinations.site_of(school, category, class_no) == site.pk
    ]


def unplaced_by_site(exam, destinations: Destinations) -> Counter:
    """How many of each site's candidates have no seat; None counts those without a site."""
    counts = Counter()
    rows = seatless(exam).order_by().values_list("school", "category", "class_no")
    for *key, count in rows.annotate(Count("pk")):
        counts[destinations.site_of(*key)] += count
    return counts
