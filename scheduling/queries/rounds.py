"""The rounds as the sites run them: whose seats, which data were fetched, who has practised."""

from django.db.models import Q

from candidates.models import Candidate
from centers.models import Appointment
from examadmin.accounts.choices import Role

from ..models import RoomSession, RoundPlan, Seating

# The posts of a site whose holders go through a mock round as well (Y-047).
RUNNING = (Role.SITE_CHIEF, Role.SITE_TECHNICIAN)


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
