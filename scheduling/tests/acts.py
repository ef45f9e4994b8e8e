"""What tests do again and again, in one line each."""

from candidates.models import Candidate
from scheduling.models import Arrangement, RoomSession, Seating
from scheduling.queries.zero import zero_registered
from scheduling.services.arrange import arrange_county
from scheduling.services.review import (
    lock_arrangement,
    pass_arrangement,
    submit_arrangement,
)
from scheduling.services.settle import settle


def arranged(world, side="a", **options) -> Arrangement:
    given = {"seed": 1, "by": getattr(world, f"officer_{side}"), "now": world.now}
    county = getattr(world, f"county_{side}")
    return arrange_county(exam=world.exam, county=county, **(given | options))


def settled(world, side="a") -> Arrangement:
    arrangement = arranged(world, side)
    rest = zero_registered(world.exam).filter(school__county=arrangement.county)
    settle(candidates=list(rest), by=getattr(world, f"officer_{side}"), now=world.now)
    return arrangement


def submitted(world, side="a") -> Arrangement:
    arrangement = settled(world, side)
    return submit_arrangement(
        arrangement=arrangement, by=getattr(world, f"officer_{side}"), now=world.now
    )


def passed(world, side="a") -> Arrangement:
    arrangement = submitted(world, side)
    return pass_arrangement(
        arrangement=arrangement, sha256=arrangement.sha256, by=world.city_reviewer, now=world.now
    )


def locked(world, side="a") -> Arrangement:
    return lock_arrangement(arrangement=passed(world, side), by=world.city_reviewer, now=world.now)


def cell(site, room: int, ordinal: int, day: int = 0) -> RoomSession:
    """A room-session of a site by the number of its room and session, on the nth exam day."""
    return RoomSession.objects.select_related("room", "session__site__exam").get(
        room__site=site,
        room__number=room,
        session__ordinal=ordinal,
        session__day=site.exam.rules.dates[day],
    )


def somebody(school, nth=0, category="grade8") -> Candidate:
    return Candidate.objects.filter(school=school, category=category).order_by("registration_no")[
        nth
    ]


def seat_of(candidate) -> tuple[int, int]:
    seating = Seating.objects.get(candidate=candidate)
    return seating.room_session_id, seating.seat


def plan(arrangement) -> dict[int, tuple[int, int]]:
    """The whole plan as plain data."""
    return {
        candidate: (cell, seat)
        for candidate, cell, seat in Seating.objects.filter(arrangement=arrangement).values_list(
            "candidate_id", "room_session_id", "seat"
        )
    }
