"""Moves and papers in words, for people who decide about them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from candidates.models import Candidate

from ..choices import PaperKind
from ..models import RoomSession
from .board import Move, cells_of, people_of


@dataclass
class Route:
    """Everybody who goes from one room-session to another; empty is no seat."""

    origin: str
    target: str
    people: list[tuple] = field(default_factory=list)  # (person, seat before, seat after)

    @property
    def count(self):
        return len(self.people)


def routes(checked) -> list[Route]:
    """The moves of a check, grouped by where from and where to."""
    board = checked.board
    found: dict[tuple, Route] = {}
    for move in checked.resolved or checked.moves:
        place, person = board.now_at.get(move.candidate), board.people.get(move.candidate)
        if person is None:
            continue
        if place and (place.cell, place.seat) == (move.room_session, move.seat):
            continue
        key = (place.cell if place else None, move.room_session)
        route = found.setdefault(
            key, Route(*(str(board.cells[pk]) if pk in board.cells else "" for pk in key))
        )
        route.people.append((person, place.seat if place else None, move.seat))
    return list(found.values())


def moves_told(order) -> list[Route]:
    """What a change order asks for. Where they come from is known while it is open, and from the
    papers afterwards; two queries."""
    moves = [Move.from_dict(data) for data in order.moves]
    people = people_of(Candidate.objects.filter(pk__in=[m.candidate for m in moves]))
    cells = cells_of(RoomSession.objects.filter(pk__in=[m.room_session for m in moves]))
    found: dict[int | None, Route] = {}
    for move in moves:
        cell = cells.get(move.room_session)
        route = found.setdefault(move.room_session, Route("", str(cell) if cell else ""))
        if move.candidate in people:
            route.people.append((people[move.candidate], None, move.seat))
    return list(found.values())


@dataclass
class KindOfPaper:
    """The papers of one kind that are false now: how many and which."""

    title: str
    count: int
    scopes: list[str]


def papers_by_kind(papers) -> list[KindOfPaper]:
    """papers: `Affected` or the same as dicts (`ChangeOrder.affected`)."""
    rows = [paper if isinstance(paper, dict) else paper.as_dict() for paper in papers]
    counts = Counter(row["kind"] for row in rows)
    scopes = defaultdict(list)
    for row in rows:
        if row["scope"]:
            scopes[row["kind"]].append(row["scope"])
    return [
        KindOfPaper(PaperKind(kind).label, count, scopes[kind]) for kind, count in counts.items()
    ]
