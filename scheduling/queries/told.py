"""Moves and papers in words, for people who decide about them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from candidates.models import Candidate

from ..choices import PaperKind
from ..models import RoomSession
from .board import Move, cells_of, people_of, place_words


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


def with_origins(checked) -> list[dict]:
    """The moves of a check as plain data, each with the seat that it leaves (`from`): what a change
    order says stays true when seats and rooms have changed."""
    board = checked.board
    found = []
    for move in checked.resolved:
        place, origin = board.now_at.get(move.candidate), None
        if place:
            cell = board.cells[place.cell]
            origin = {"site": cell.site_name, "room": cell.number, "day": cell.day.isoformat(),
                      "session": cell.ordinal, "seat": place.seat}  # fmt: skip
        found.append(move.as_dict() | {"from": origin})
    return found


def _origin_words(origin: dict | None) -> str:
    if not origin:
        return ""
    day = date.fromisoformat(origin["day"])
    return place_words(origin["site"], origin["room"], day, origin["session"])


def moves_told(order) -> list[Route]:
    """What a change order asked for, from where to where; two queries."""
    moves = [Move.from_dict(data) for data in order.moves]
    origins = {data["candidate"]: data.get("from") for data in order.moves}
    people = people_of(Candidate.objects.filter(pk__in=[m.candidate for m in moves]))
    cells = cells_of(RoomSession.objects.filter(pk__in=[m.room_session for m in moves]))
    found: dict[tuple, Route] = {}
    for move in moves:
        cell, origin = cells.get(move.room_session), origins[move.candidate]
        key = (_origin_words(origin), str(cell) if cell else "")
        route = found.setdefault(key, Route(*key))
        if move.candidate in people:
            before = origin["seat"] if origin else None
            route.people.append((people[move.candidate], before, move.seat))
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
