"""A county as the solver and the verifier see it, read straight from the tables.

Keys are primary keys: rooms, sessions, candidates; a class is (school, category, class number).
"""

from collections import defaultdict
from dataclasses import dataclass, field

from candidates.models import Candidate
from centers.models import Room, School, Site
from examadmin.base import clock

from .. import solver
from ..choices import Unseated
from ..models import RoomSession, Seating, Session
from ..timetable import in_minutes
from .destinations import Destinations
from .timetable import frame_for, templates_of


@dataclass(frozen=True, slots=True)
class Sits:
    """A stored seating."""

    pk: int
    candidate: int
    room_session: int
    site: int
    room: int
    session: int
    seat: int
    pinned: bool
    version: int


@dataclass
class SiteInput:
    """What is known of one site."""

    site: Site
    rooms: list[Room]
    sessions: list[Session]
    cells: dict[tuple[int, int], int]  # (room, session) -> room-session
    windows: tuple[solver.Window, ...]
    classes: dict[tuple[int, str, int], list[int]] = field(default_factory=dict)
    seats: list[Sits] = field(default_factory=list)


@dataclass
class CountyInput:
    """All sites of a county, and who has nowhere to go."""

    sites: list[SiteInput]
    homeless: dict[int, str]  # candidate -> Unseated
    seats: dict[int, Sits]
    stray: list[Sits]  # seats of candidates who may not sit there, or have withdrawn
    school_order: dict[int, int]
    category_order: dict[str, int]
    separate_categories: bool
    seat_order: str

    def problem(self, site: SiteInput, pins) -> solver.Problem:
        """The solver's problem of one site. pins: the seatings that stay."""
        own = site.site.school_id

        def order(key):
            school, category, class_no = key
            place = self.school_order[school]
            return (school != own, place, self.category_order.get(category, 99), category, class_no)

        classes = sorted(site.classes, key=order)
        groups, places = [], defaultdict(int)
        for key in classes:
            school, category, _class = key
            places[school] += 1
            groups.append(
                solver.Group(
                    key=key,
                    school=school,
                    order=places[school],
                    members=tuple(site.classes[key]),
                    guest=school != own,
                    category=category,
                )
            )
        return solver.Problem(
            site=site.site.pk,
            rooms=tuple(solver.Room(r.pk, r.number, r.capacity) for r in site.rooms),
            slots=tuple(_slot(session) for session in site.sessions),
            groups=tuple(groups),
            pins=tuple(solver.Pinned(s.candidate, s.room, s.session, s.seat) for s in pins),
            separate_categories=self.separate_categories,
            seat_order=solver.SeatOrder(self.seat_order),
            windows=site.windows,
        )


def _slot(session) -> solver.Slot:
    start, end = clock.local(session.starts_at), clock.local(session.ends_at)
    minutes = in_minutes(start.time()), in_minutes(end.time())
    if end.date() != start.date():
        minutes = minutes[0], minutes[1] + 24 * 60
    return solver.Slot(session.pk, session.ordinal, session.day, *minutes)


def read_county(arrangement) -> CountyInput:
    """Everything about one county's arrangement, in a dozen queries."""
    exam, county = arrangement.exam, arrangement.county
    destinations = Destinations(exam)
    sites = _sites(exam, county)
    capacity = exam.rules["capacity"]
    found = CountyInput(
        sites=list(sites.values()),
        homeless={},
        seats={},
        stray=[],
        school_order={},
        category_order={key: n for n, key in enumerate(exam.rules.categories)},
        separate_categories=capacity["separate_categories"],
        seat_order=capacity["seat_order"],
    )
    for row in _seats(arrangement):
        found.seats[row.candidate] = row
    schools = _schools(exam, county)
    found.school_order = {school: n for n, school in enumerate(schools)}
    elsewhere = set(
        Seating.objects.filter(candidate__school__in=schools, candidate__exam=exam)
        .exclude(arrangement__county=county)
        .values_list("candidate_id", flat=True)
    )
    known = set()
    for candidate, school, category, class_no in (
        Candidate.objects.filter(exam=exam, school__in=schools, withdrawn_at=None)
        .order_by("registration_no")
        .values_list("id", "school_id", "category", "class_no")
    ):
        known.add(candidate)
        row = found.seats.get(candidate)
        if row and not destinations.may_sit(row.site, school, category, class_no):
            found.stray.append(row)
            row = None
        site = row.site if row else destinations.site_of(school, category, class_no)
        if row:
            sites[site].seats.append(row)
        if site is None:
            if schools[school] == county.pk:
                found.homeless[candidate] = Unseated.NO_SITE
        elif site in sites:
            if candidate in elsewhere:
                found.homeless[candidate] = Unseated.ELSEWHERE
            else:
                key = (school, category, class_no)
                sites[site].classes.setdefault(key, []).append(candidate)
    found.stray += [row for candidate, row in found.seats.items() if candidate not in known]
    return found


def _sites(exam, county) -> dict[int, SiteInput]:
    templates = templates_of(exam)
    sites = {}
    for site in Site.objects.filter(exam=exam, county=county).select_related("school"):
        site.exam = exam
        frame = frame_for(site, templates)
        cutoff = in_minutes(frame.cutoff)
        windows = tuple(
            solver.Window(in_minutes(b.start), in_minutes(b.end), min(cutoff, in_minutes(b.end)))
            for b in frame.bands
        )
        sites[site.pk] = SiteInput(site, [], [], {}, windows)
    for room in Room.objects.filter(site__in=sites, in_use=True).order_by("number"):
        sites[room.site_id].rooms.append(room)
    for session in Session.objects.filter(site__in=sites).order_by("day", "starts_at"):
        sites[session.site_id].sessions.append(session)
    for cell, room, session, site in RoomSession.objects.filter(
        session__site__in=sites
    ).values_list("id", "room_id", "session_id", "session__site_id"):
        sites[site].cells[room, session] = cell
    return sites


def _schools(exam, county) -> dict[int, int]:
    """The county's schools and the guests of its sites, in code order, with their county."""
    own = School.objects.filter(county=county)
    guests = School.objects.filter(hostings__exam=exam, hostings__host__county=county)
    return dict((own | guests).distinct().order_by("code").values_list("id", "county_id"))


def _seats(arrangement):
    rows = Seating.objects.filter(
        arrangement__exam=arrangement.exam, arrangement__county=arrangement.county
    ).values_list(
        "pk",
        "candidate_id",
        "room_session_id",
        "room_session__room__site_id",
        "room_session__room_id",
        "room_session__session_id",
        "seat",
        "pinned",
        "version",
    )
    return (Sits(*row) for row in rows)
