"""What the home page asks of the counties that a person arranges: three queries, two of them only
while there is something to arrange."""

from dataclasses import dataclass

from django.db.models import Count, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from candidates.models import Candidate
from centers.models import County, Hosting

from ..choices import ArrangementState, PostponementState
from ..models import Postponement
from .destinations import class_key


@dataclass
class CountyLine:
    """One county: how far its arrangement is; people are counted while it is open."""

    pk: int
    code: str
    name: str
    state: str
    arranged: bool
    broken_off: int
    roster: int = 0
    unplaced: int = 0

    @property
    def is_open(self):
        return self.state in (ArrangementState.DRAFT, ArrangementState.RETURNED)


def waiting_for_a_time(exam):
    """Room-sessions that broke off and have no new time."""
    rows = Postponement.objects.filter(room_session__room__site__exam=exam)
    return rows.exclude(state=PostponementState.RESCHEDULED)


def county_lines(exam, counties) -> list[CountyLine]:
    if not counties:
        return []
    broken = waiting_for_a_time(exam).order_by().filter(
        room_session__room__site__county=OuterRef("pk")
    )  # fmt: skip
    broken = broken.values("room_session__room__site__county").annotate(n=Count("pk")).values("n")
    rows = (
        County.objects.filter(pk__in=counties)
        .annotate(
            held=FilteredRelation("arrangements", condition=Q(arrangements__exam=exam)),
            broken=Coalesce(Subquery(broken), 0),
        )
        .order_by("position", "code")
        .values_list("pk", "code", "name", "held__state", "held__arranged_at", "broken")
    )
    lines = {
        pk: CountyLine(pk, code, name, state or ArrangementState.DRAFT, at is not None, count)
        for pk, code, name, state, at, count in rows
    }
    open_ = {pk: line for pk, line in lines.items() if line.is_open}
    if open_:
        _count(exam, open_)
    return list(lines.values())


def _count(exam, lines) -> None:
    """Whom these counties owe a seat: their own schools' pupils and guests from elsewhere, less
    those who are guests elsewhere. A site lies in the county of its school."""
    hosts: dict[int, list] = {}
    rows = Hosting.objects.filter(exam=exam).order_by("id")
    for guest, county, classes in rows.values_list("guest", "host__county", "classes"):
        hosts.setdefault(guest, []).append((county, classes))
    guests = [
        guest for guest, found in hosts.items() if any(county in lines for county, _c in found)
    ]
    people = (
        Candidate.objects.filter(
            Q(school__county__in=lines) | Q(school__in=guests), exam=exam, withdrawn_at=None
        )
        .order_by()
        .values_list("school", "category", "class_no", "school__county")
        .annotate(people=Count("pk"), seatless=Count("pk", filter=Q(seating=None)))
    )
    for school, category, class_no, home, count, seatless in people:
        owing = _owing(hosts.get(school, ()), class_key(category, class_no), home)
        if owing in lines:
            lines[owing].roster += count
            lines[owing].unplaced += seatless


def _owing(hosts, key, home) -> int:
    """The county that has to seat a class: a host named for it goes before one for the school."""
    named = [county for county, classes in hosts if key in classes]
    whole = [county for county, classes in hosts if not classes]
    return next(iter(named + whole), home)
