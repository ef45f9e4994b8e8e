"""Which papers must be printed again when seats change (Y-039): the difference of two plans, as
plain data that names the candidate, the room-session or the site."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from ..choices import PaperKind
from ..models import Seating
from .board import CELL_FIELDS, Cell
from .rules import check


@dataclass(frozen=True, slots=True)
class SeatFact:
    """What the papers say of one candidate's seat."""

    candidate: int
    name: str
    registration_no: str
    school: str
    cell: Cell
    seat: int


@dataclass(frozen=True, slots=True)
class Affected:
    """One paper that no longer says the truth. What does not apply is None."""

    kind: str
    scope: str
    county: int
    site: int | None = None
    room_session: int | None = None
    candidate: int | None = None
    registration_no: str = ""
    room: int | None = None

    def as_dict(self):
        return {**asdict(self), "kind": str(self.kind)}


OF_CANDIDATE = (PaperKind.TICKETS, PaperKind.SLIPS)
OF_ROOM_SESSION = (
    PaperKind.SIGN_IN,
    PaperKind.ROOM_ROSTER,
    PaperKind.SEAT_CHART,
    PaperKind.DESK_LABELS,
)


def seat_facts(candidates) -> dict[int, SeatFact]:
    """The seats of these candidates now; whoever has none is not in it."""
    rows = Seating.objects.filter(candidate__in=candidates).values_list(
        "candidate_id",
        "candidate__name",
        "candidate__registration_no",
        "candidate__school__name",
        "seat",
        *(f"room_session__{name}" for name in CELL_FIELDS),
    )
    return {row[0]: SeatFact(*row[:4], cell=Cell(*row[5:]), seat=row[4]) for row in rows}


def affected_papers(before: dict[int, SeatFact], after: dict[int, SeatFact]) -> list[Affected]:
    """The papers that the step from one plan to the other makes false.

    A candidate's own papers; the lists of every room-session that he leaves or enters; the door
    label of a room whose numbers change; the county's order book. 附件3 only where candidates
    change their site.
    """
    changed = [c for c in sorted(before.keys() | after.keys()) if before.get(c) != after.get(c)]
    found: list[Affected] = []
    cells: dict[int, Cell] = {}
    counties: set[int] = set()
    moved_site: set[int] = set()
    doors: dict[int, Cell] = {}
    for candidate in changed:
        old, new = before.get(candidate), after.get(candidate)
        fact = new or old
        for one in filter(None, (old, new)):
            cells[one.cell.pk] = one.cell
            counties.add(one.cell.county)
        sites = {one.cell.site if one else None for one in (old, new)}
        if (old and old.cell.pk) != (new and new.cell.pk):
            doors |= {one.cell.room: one.cell for one in (old, new) if one}
        if len(sites) > 1:
            moved_site |= {one.cell.county for one in (old, new) if one}
        for kind in OF_CANDIDATE:
            found.append(
                Affected(
                    kind,
                    f"{fact.school} {fact.name}",
                    fact.cell.county,
                    fact.cell.site,
                    fact.cell.pk,
                    candidate,
                    fact.registration_no,
                )
            )
    for pk in sorted(cells):
        cell = cells[pk]
        for kind in OF_ROOM_SESSION:
            found.append(Affected(kind, str(cell), cell.county, cell.site, pk))
    for room in sorted(doors):
        cell = doors[room]
        scope = _("%(site)s第%(room)02d考场") % {"site": cell.site_name, "room": cell.number}
        found.append(Affected(PaperKind.DOOR_LABELS, scope, cell.county, cell.site, room=room))
    for county in sorted(counties):
        found.append(Affected(PaperKind.ORDER_BOOK, "", county))
        if county in moved_site:
            found.append(Affected(PaperKind.FORM3, "", county))
            found.append(Affected(PaperKind.FORM3_XLSX, "", county))
    return found


def preview_change(arrangement, moves, checked=None):
    """(findings, papers to print again) of moves that are only considered. `checked`: what
    `check` said about them, where the caller asked already."""
    moves = list(moves)
    checked = checked or check(arrangement, moves)
    before = seat_facts([move.candidate for move in moves])
    if not checked.resolved:
        return checked.findings, []
    after = dict(before)
    for move in checked.resolved:
        if move.room_session is None:
            after.pop(move.candidate, None)
        elif move.seat is not None:
            person, cell = checked.board.people[move.candidate], checked.board.cells
            after[move.candidate] = SeatFact(
                person.pk,
                person.name,
                person.registration_no,
                person.school_name,
                cell[move.room_session],
                move.seat,
            )
    return checked.findings, affected_papers(before, after)
