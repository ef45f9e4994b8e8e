"""What a county needs and what it has, before anybody is arranged (Y-018)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from candidates.models import Candidate
from centers.models import Room, Site
from examadmin.exams.rules import ZONE

from ..solver import site_need
from ..timetable import make_day
from .destinations import Destinations
from .timetable import frame_for, templates_of


@dataclass(frozen=True, slots=True)
class SiteOutlook:
    """The proposal for one site: candidates ÷ usable machines → rooms × sessions × days.

    `ends_at` is when the last needed session ends; `reserve` counts the room-sessions left over.
    """

    site: Site
    candidates: int
    rooms: int
    usable: int
    sessions_needed: int
    sessions_available: int
    needed: int  # room-sessions
    available: int
    missing_seats: int
    days: int
    ends_at: datetime | None

    @property
    def reserve(self):
        return self.available - self.needed

    @property
    def enough(self):
        return not self.missing_seats


def capacity_outlook(exam, county) -> list[SiteOutlook]:
    """One line for each site of the county; seven queries."""
    destinations = Destinations(exam)
    templates = templates_of(exam)
    people = _people(exam, destinations)
    rooms = defaultdict(list)
    for room in Room.objects.filter(site__exam=exam, site__county=county, in_use=True):
        rooms[room.site_id].append(room.capacity)
    found = []
    for site in Site.objects.filter(exam=exam, county=county).select_related("school", "county"):
        site.exam = exam
        slots = make_day(frame_for(site, templates)).slots
        every = [(day, slot) for day in exam.rules.dates for slot in slots]
        need = site_need(people[site.pk], rooms[site.pk], len(every))
        last = every[need.sessions_needed - 1] if 0 < need.sessions_needed <= len(every) else None
        found.append(
            SiteOutlook(
                site=site,
                candidates=need.candidates,
                rooms=len(rooms[site.pk]),
                usable=need.seats,
                sessions_needed=need.sessions_needed,
                sessions_available=need.sessions_available,
                needed=need.cells_needed,
                available=need.cells_available,
                missing_seats=need.missing_seats,
                days=-(-need.sessions_needed // len(slots)) if slots else 0,
                ends_at=datetime.combine(last[0], last[1].end, tzinfo=ZONE) if last else None,
            )
        )
    return found


def _people(exam, destinations) -> dict[int | None, int]:
    counts: dict[int | None, int] = defaultdict(int)
    rows = (
        Candidate.objects.filter(exam=exam, withdrawn_at=None)
        .order_by()
        .values_list("school", "category", "class_no")
        .annotate(Count("pk"))
    )
    for *key, count in rows:
        counts[destinations.site_of(*key)] += count
    return counts
