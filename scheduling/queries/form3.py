"""附件3 from the data, without retyping, and whether it adds up (Y-035, Y-036)."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from centers.models import Room, Site
from examadmin.base import clock

from ..choices import Level
from ..findings import Finding
from ..models import RoomSession, Seating, Session
from .timetable import frame_for, templates_of


@dataclass(frozen=True, slots=True)
class Form3Row:
    """One site, in the ten columns of the form; the rest is for checks."""

    number: int
    school_code: str
    school_name: str
    candidates: int
    rooms: int
    machines: int
    sessions: int
    network_operator: str
    bandwidth: str
    remark: str
    site: int = 0
    seats: int = 0  # usable machines of all rooms × sessions

    def as_dict(self):
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Form3:
    """The form of a county: its rows, the row 合计, and what does not add up."""

    rows: list[Form3Row]
    total: Form3Row
    findings: list[Finding]


def form3(exam, county) -> Form3:
    """Every site of the county with what is arranged there; a constant number of queries."""
    sites = list(
        Site.objects.filter(exam=exam, county=county)
        .select_related("school", "county")
        .order_by("school__code")
    )
    templates = templates_of(exam)
    rooms = defaultdict(list)
    for room in Room.objects.filter(site__in=sites, in_use=True):
        rooms[room.site_id].append(room)
    people, guests = _seated(sites)
    used = _used_sessions(sites)
    rows, findings = [], []
    for number, site in enumerate(sites, 1):
        site.exam = exam
        usable = sum(room.capacity for room in rooms[site.pk])
        row = Form3Row(
            number=number,
            school_code=site.school.code,
            school_name=site.school.name,
            candidates=people[site.pk],
            rooms=len(rooms[site.pk]),
            machines=sum(room.machines for room in rooms[site.pk]),
            sessions=len(used[site.pk]),
            network_operator=site.network_operator,
            bandwidth=site.bandwidth,
            remark=_remark(site, frame_for(site, templates), guests[site.pk], used[site.pk]),
            site=site.pk,
            seats=usable * len(used[site.pk]),
        )
        rows.append(row)
        if row.candidates > row.seats:
            sentence = _(
                "%(site)s：考生%(candidates)d名，多于考场×可用考试机×场次所能容纳的%(seats)d名。"
            )
            names = {"site": site, "candidates": row.candidates, "seats": row.seats}
            findings.append(Finding(Level.BLOCK, "form3_capacity", sentence % names, site=site.pk))
    return Form3(rows, _total(rows), findings)


def form3_rows(exam, county) -> list[Form3Row]:
    return form3(exam, county).rows


def _total(rows) -> Form3Row:
    sums = {
        name: sum(getattr(row, name) for row in rows)
        for name in ("candidates", "rooms", "machines", "sessions", "seats")
    }
    return Form3Row(0, "", _("合计"), network_operator="", bandwidth="", remark="", **sums)


def _seated(sites):
    """{site: candidates} and {site: {guest school name: candidates}}."""
    schools = {site.pk: site.school_id for site in sites}
    people, guests = Counter(), defaultdict(Counter)
    counted = (
        Seating.objects.filter(room_session__room__site__in=sites)
        .order_by("candidate__school__code")
        .values_list("room_session__room__site", "candidate__school", "candidate__school__name")
        .annotate(Count("pk"))
    )
    for site, school, name, count in counted:
        people[site] += count
        if school != schools[site]:
            guests[site][name] += count
    return people, guests


def _used_sessions(sites) -> dict[int, list[Session]]:
    used = defaultdict(list)
    seated = RoomSession.objects.filter(seatings__isnull=False).values("session")
    for session in Session.objects.filter(site__in=sites, pk__in=seated).order_by("starts_at"):
        used[session.site_id].append(session)
    return used


def _remark(site, frame, guests, used) -> str:
    """借考 and whatever differs from the rule: first start, gap (Y-015, Y-028)."""
    parts = [
        _("%(school)s%(count)d人借考") % {"school": school, "count": count}
        for school, count in guests.items()
    ]
    usual = min(band.start for band in site.exam.rules.bands)
    first = clock.local(used[0].starts_at).time() if used else frame.first_start or usual
    if first != usual:
        parts.append(_("首场%(time)s开考") % {"time": f"{first:%H:%M}"})
    if frame.gap != site.exam.rules.gap_minutes:
        parts.append(_("场次间隔%(gap)d分钟") % {"gap": frame.gap})
    return "；".join(parts)
