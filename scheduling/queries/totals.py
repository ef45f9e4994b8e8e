"""The counties beside each other: how many candidates, how many of them seated."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from candidates.models import Candidate
from centers.models import County, Site

from ..models import Arrangement, Seating
from .destinations import Destinations
from .unplaced import seatless


@dataclass
class CountyTotals:
    """One county. `roster` counts whom it has to seat: also guests from elsewhere, not its own
    pupils who sit in another county."""

    county: County
    arrangement: Arrangement
    roster: int = 0
    seated: int = 0
    unplaced: int = 0
    homeless: int = 0  # of the unplaced: their school has neither a site nor 借考
    sites: int = 0

    @property
    def percent(self):
        return self.seated * 100 // self.roster if self.roster else 0


def county_totals(user, exam, *, county=None, destinations=None) -> list[CountyTotals]:
    """Every county that the person may see, or one of them; eight queries."""
    counties = County.objects.visible_to(user, "scheduling.view_arrangement")
    if county is not None:
        counties = counties.filter(pk=county.pk)
    stored = {
        a.county_id: a
        for a in Arrangement.objects.filter(exam=exam).select_related("job", "county")
    }
    totals = {
        c.pk: CountyTotals(c, stored.get(c.pk) or Arrangement(exam=exam, county=c))
        for c in counties
    }
    for line in totals.values():
        line.arrangement.exam = exam
    destinations = destinations or Destinations(exam)
    everybody = Candidate.objects.filter(exam=exam, withdrawn_at=None)
    for owing, site, count in _owed(everybody, destinations):
        if owing in totals:
            totals[owing].roster += count
            totals[owing].homeless += 0 if site else count
    for owing, _site, count in _owed(seatless(exam), destinations):
        if owing in totals:
            totals[owing].unplaced += count
    seated = Seating.objects.filter(arrangement__exam=exam, candidate__withdrawn_at=None)
    for pk, count in seated.order_by().values_list("arrangement__county").annotate(Count("pk")):
        if pk in totals:
            totals[pk].seated = count
    sites = Counter(Site.objects.filter(exam=exam).values_list("county", flat=True))
    for pk, line in totals.items():
        line.sites = sites[pk]
    return list(totals.values())


def _owed(candidates, destinations):
    """(county that has to seat them, their site or None, how many) class by class."""
    rows = (
        candidates.order_by()
        .values_list("school", "category", "class_no", "school__county")
        .annotate(Count("pk"))
    )
    for *key, home, count in rows:
        yield destinations.county_owing(*key, home), destinations.site_of(*key), count
