"""The rounds as the sites run them: whose seats, which data were fetched."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Min, OuterRef, Q, Subquery

from candidates.models import Candidate
from centers.models import Appointment
from examadmin.accounts.choices import Role

from ..models import (
    Arrangement,
    PackagePart,
    RoomSession,
    RoundPlan,
    Seating,
)

VIEW = "scheduling.view_round"

# The posts of a site whose holders go through a mock round as well (Y-047).
RUNNING = (Role.SITE_CHIEF, Role.SITE_TECHNICIAN)


def stage_of(round_, today) -> str:
    """Where a round is by the calendar: before, download, now, over."""
    if today < round_.download_on:
        return "before"
    if today < round_.opens_on:
        return "download"
    return "now" if today <= round_.closes_on else "over"


def plan_of(round_, county) -> RoundPlan | None:
    return RoundPlan.objects.filter(round=round_, arrangement__county=county).first()


def seats_at(round_, site) -> list[tuple[Candidate, RoomSession, int]]:
    """(candidate, room-session, seat) at a site in a round: a mock by its own copy, the formal
    round by the plan in force. Who has withdrawn since has no seat in either."""
    cells = RoomSession.objects.filter(room__site=site).select_related("session", "room")
    cells = {cell.pk: cell for cell in cells}
    if round_.mock:
        plan = plan_of(round_, site.county_id)
        rows = plan.seats if plan else []
    else:
        rows = Seating.objects.filter(room_session__room__site=site)
        rows = rows.values_list("candidate_id", "room_session_id", "seat")
    rows = [row for row in rows if row[1] in cells]
    people = Candidate.objects.filter(pk__in=[row[0] for row in rows], withdrawn_at=None)
    people = {who.pk: who for who in people.select_related("school")}
    return [(people[who], cells[cell], seat) for who, cell, seat in rows if who in people]


def staff_of(site, now):
    """The posts whose holders run the site in an exam: its chief, technicians and proctors."""
    return (
        Appointment.objects.in_force(now)
        .filter(
            Q(school=site.school_id, role__in=RUNNING) | Q(room__site=site.pk, role=Role.PROCTOR)
        )
        .select_related("user", "room")
        .order_by("role", "user__name", "pk")
    )


# ---- what was fetched


def downloads_of(exam) -> dict[tuple[str, int], datetime]:
    """{(key of the round, site): since when it has all of the round's data}: the file of the whole
    site or those of all its rooms, of one version. A formal version that a change made false is
    none. One query."""
    held = Arrangement.objects.filter(exam=exam, county=OuterRef("package__site__county"))
    rows = (
        PackagePart.objects.filter(package__round__exam=exam)
        .order_by()
        .annotate(first=Min("downloads__at"), in_force=Subquery(held.values("version")[:1]))
        .values_list(
            "package", "package__round__key", "package__site", "package__round__mock",
            "package__source_version", "in_force", "room", "first",
        )
    )  # fmt: skip
    packages = defaultdict(dict)
    for package, key, site, mock, version, in_force, room, first in rows:
        if mock or version >= (in_force or 0):
            packages[package, key, site][room] = first
    found = {}
    for (_package, *place), parts in packages.items():
        rooms = [first for room, first in parts.items() if room is not None]
        moments = [parts.get(None), max(rooms) if rooms and all(rooms) else None]
        moments += [found.get(tuple(place))]
        if any(moments):
            found[tuple(place)] = min(filter(None, moments))
    return found
