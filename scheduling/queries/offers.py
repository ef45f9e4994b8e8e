"""Where some candidates may go: every room-session of the sites that they belong to, those that
can take all of them marked. What is offered here the rule lets pass; nothing else is offered."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Max

from candidates.models import Candidate
from centers.models import Site

from ..models import RoomSession, Seating, Session
from .board import Cell, cells_of, people_of
from .destinations import Destinations
from .rules import outside_bounds
from .timetable import templates_of


@dataclass
class Offer:
    """A room-session as a target. `swap`: its people would come here in exchange."""

    cell: Cell
    count: int = 0
    highest: int = 0
    categories: set = field(default_factory=set)
    stays: int = 0  # of the movers, already here
    lawful: bool = False
    swap: bool = False

    @property
    def free(self):
        return max(0, self.cell.capacity - self.count)

    @property
    def percent(self):
        return min(100, self.count * 100 // self.cell.capacity) if self.cell.capacity else 100


@dataclass
class OfferRow:
    """A session of a site: its room-sessions, and whether it can take everybody as a whole."""

    session: Session
    offers: list[Offer]
    free: int = 0
    lawful: bool = False
    swap: bool = False

    @property
    def any(self):
        return self.lawful or self.swap or any(o.lawful or o.swap for o in self.offers)


@dataclass
class SiteOffers:
    site: Site
    rooms: list[int]
    days: list[tuple[object, list[OfferRow]]]

    @property
    def any(self):
        return any(row.any for _day, rows in self.days for row in rows)

    @property
    def whole(self):
        """Whether some session is offered as a whole."""
        return any(row.lawful or row.swap for _day, rows in self.days for row in rows)


def offers(arrangement, candidates, *, cell=None, session=None) -> list[SiteOffers]:
    """The targets for some candidates, or for everybody of a room-session or of a session, which
    move on the same machines or change places. Nine queries."""
    exam, county = arrangement.exam, arrangement.county_id
    people = people_of(Candidate.objects.filter(pk__in=candidates))
    destinations = Destinations(exam)
    keys = {person.class_key for person in people.values()}
    sites = {
        site.pk: site
        for site in Site.objects.filter(exam=exam, county=county)
        .select_related("school")
        .order_by("school__code")
        if all(destinations.may_sit(site.pk, *key) for key in keys)
    }
    if session is not None:
        sites = {pk: site for pk, site in sites.items() if pk == session.site_id}
    found = _read(exam, sites, county)
    here = dict(
        Seating.objects.filter(candidate__in=people).values_list("candidate_id", "room_session_id")
    )
    for target in here.values():
        if target in found:
            found[target].stays += 1
    categories = {person.category for person in people.values()}
    apart = exam.rules["capacity"]["separate_categories"]
    for pk, offer in found.items():
        if not offer.lawful:
            continue
        mixed = apart and len(offer.categories | categories) > 1
        if cell is not None:
            source = found.get(cell.pk)
            offer.lawful, offer.swap = _takes_cell(source, offer, people, mixed)
        elif session is None:
            offer.lawful = not mixed and offer.stays < len(people) <= offer.free + offer.stays
        if cell is not None and pk == cell.pk:
            offer.lawful = offer.swap = False
    return _as_sites(sites, found, people, cell, session, apart)


def _read(exam, sites, county) -> dict[int, Offer]:
    """Every room-session of the sites; `lawful` where room and time allow anybody at all."""
    seen = RoomSession.objects.filter(session__site__in=sites)
    found = {pk: Offer(cell) for pk, cell in cells_of(seen).items()}
    rows = (
        Seating.objects.filter(room_session__session__site__in=sites)
        .order_by()
        .values_list("room_session", "candidate__category")
        .annotate(Count("pk"), Max("seat"))
    )
    for pk, category, count, highest in rows:
        offer = found[pk]
        offer.count += count
        offer.highest = max(offer.highest, highest)
        offer.categories.add(category)
    template = templates_of(exam).get(county)
    for offer in found.values():
        open_ = offer.cell.in_use and not outside_bounds(offer.cell, exam.rules, template)
        offer.lawful = bool(open_)
    return found


def _takes_cell(source, offer, people, mixed) -> tuple[bool, bool]:
    """(may everybody move here, may both change places)"""
    if source is None or not people:
        return False, False
    fits = source.highest <= offer.cell.capacity
    if not offer.count:
        return fits, False
    back = offer.highest <= source.cell.capacity and offer.cell.site == source.cell.site
    return False, fits and back


def _as_sites(sites, found, people, cell, session, apart) -> list[SiteOffers]:
    in_session = defaultdict(list)
    for offer in found.values():
        in_session[offer.cell.session].append(offer)
    rows = defaultdict(lambda: defaultdict(list))
    for one in Session.objects.filter(site__in=sites).order_by("day", "ordinal"):
        inside = sorted(in_session[one.pk], key=lambda o: o.cell.number)
        rows[one.site_id][one.day].append(_row(one, inside, people, cell, session, apart))
    return [
        SiteOffers(
            site,
            sorted({o.cell.number for o in found.values() if o.cell.site == pk}),
            list(rows[pk].items()),
        )
        for pk, site in sites.items()
    ]


def _row(one, inside, people, cell, session, apart) -> OfferRow:
    open_ = [offer for offer in inside if offer.cell.in_use]
    row = OfferRow(one, inside, free=sum(offer.free for offer in open_))
    if session is not None:
        for offer in inside:
            offer.lawful = offer.swap = False
        if one.pk != session.pk and open_:
            row.swap = any(offer.count for offer in open_)
            row.lawful = not row.swap
    elif cell is None and not apart and len(people) > 1:
        usable = sum(o.free + o.stays for o in open_ if o.lawful or o.free)
        row.lawful = len(people) <= usable and sum(o.stays for o in open_) < len(people)
    return row
