"""The counties beside each other: how many candidates, how many of them seated."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from candidates.models import Candidate
from centers.models import County

from ..models import Arrangement
from .destinations import Destinations

VIEW = "scheduling.view_arrangement"


@dataclass
class CountyTotals:
    """One county. `roster` counts whom it has to seat: also guests from elsewhere, not its own
    pupils who sit in another county."""

    county: County
    arrangement: Arrangement
    roster: int = 0
    unplaced: int = 0
    sites: int = 0

    @property
    def seated(self):
        return self.roster - self.unplaced

    @property
    def percent(self):
        return self.seated * 100 // self.roster if self.roster else 0


def county_totals(user, exam, *, county=None, destinations=None) -> list[CountyTotals]:
    """Every county that the person may see, or the one that he was shown; five queries."""
    counties = [county] if county else County.objects.visible_to(user, VIEW)
    stored = Arrangement.objects.filter(exam=exam).select_related("job", "county")
    stored = {a.county_id: a for a in (stored.filter(county=county) if county else stored)}
    destinations = destinations or Destinations(exam)
    sites = Counter(destinations.county_of.values())
    totals = {
        c.pk: CountyTotals(
            c, stored.get(c.pk) or Arrangement(exam=exam, county=c), sites=sites[c.pk]
        )
        for c in counties
    }
    for line in totals.values():
        line.arrangement.exam = exam
    for owing, count, seatless in _owed(exam, destinations):
        if owing in totals:
            totals[owing].roster += count
            totals[owing].unplaced += seatless
    return list(totals.values())


def _owed(exam, destinations):
    """(county that has to seat them, how many, how many without a seat) class by class."""
    rows = (
        Candidate.objects.filter(exam=exam, withdrawn_at=None)
        .order_by()
        .values_list("school", "category", "class_no", "school__county")
        .annotate(people=Count("pk"), seatless=Count("pk", filter=Q(seating=None)))
    )
    for *key, home, people, seatless in rows:
        yield destinations.county_owing(*key, home), people, seatless
