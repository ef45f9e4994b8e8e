"""From classes and free cells to parts of classes in cells: the pour and the order together."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from .bounds import splits_needed
from .order import Laid, Rows, Walks, deal, lay
from .pour import Item, Pour

NARROW = 20  # pours kept at a time: wider tries were seen to find nothing better
RETRIES = 1  # further tries from other seeds
SMALL = 20  # up to so many classes it is tried to keep every pour, which proves the result
WIDE = 6000  # where there are more, the proof is given up
LARGE = 40  # above so many classes one try must do
TIDY = 30  # pours kept at a time when looking for class order

Part = tuple[int, int, int, int]  # item, row, place in the row, pupils


@dataclass(frozen=True, slots=True)
class Packed:
    """Every part of every item, and whether no plan in these cells has fewer splits."""

    parts: tuple[Part, ...]
    splits: int
    proved: bool


@dataclass(frozen=True, slots=True)
class _Found:
    sequence: tuple[int, ...]
    laid: Laid
    proved: bool

    @property
    def splits(self) -> int:
        return self.laid.cost[0]


def pack(items: Sequence[Item], rows: Rows, seed: str, goal: int | None = None) -> Packed | None:
    """Items in class order, school by school, into `rows`: the free seats of the sessions that may
    be used, none zero. `goal` is a lower bound of the splits. None where the items do not fit.
    """
    if not items:
        return Packed((), 0, True)
    if goal is None:
        goal = splits_needed([item.size for item in items], [n for row in rows for n in row])
    walks = Walks(rows)
    found = _search(items, walks, goal, seed)
    if found is None:
        return None
    if found.splits > goal and not walks.uniform and len(set(map(tuple, rows))) == 1:
        # Rooms of different sizes: chains of split classes may go better room by room.
        # Unbroken for the guests' sake: a room's last session and the next room's first are apart.
        blocks = any(item.block >= 0 for item in items)
        across = Walks(list(zip(*rows, strict=True)), unbroken=blocks)
        other = _search(items, across, goal, seed)
        if other is not None and other.splits < found.splits:
            parts = [(item, row, room, n) for item, room, row, n in _deal(items, other, across)]
            return Packed(tuple(parts), other.splits, other.splits <= goal)
    return Packed(tuple(_deal(items, found, walks)), found.splits, found.proved)


def _deal(items: Sequence[Item], found: _Found, walks: Walks) -> list[Part]:
    parts = deal([items[i].size for i in found.sequence], found.laid, walks)
    return [(found.sequence[nth], row, room, n) for nth, row, room, n in parts]


def _search(items: Sequence[Item], walks: Walks, goal: int, seed: str) -> _Found | None:
    """The class order as given if it reaches the goal, else the best pour that is found."""
    best = _laid(items, tuple(range(len(items))), walks, goal)
    if best is None or best.proved:
        return best
    natural = best.splits
    best = _fewer(items, walks, goal, best, seed)
    return _tidier(items, walks, best) if best.splits < natural else best


def _fewer(items: Sequence[Item], walks: Walks, goal: int, best: _Found, seed: str) -> _Found:
    """Leave the class order where that saves splits."""
    # Only where all cells are of one size is every plan a sequence, and an exhaustive pour a proof.
    provable = len(set(walks.caps[0])) == 1 and not any(item.block >= 0 for item in items)
    tries: list[tuple[int, Random | None]] = [(NARROW, None)]
    if provable and len(items) <= SMALL:
        tries.append((WIDE, None))
    if len(items) <= LARGE:
        tries += [(NARROW, Random(f"{seed}:{n}")) for n in range(RETRIES)]
    for width, random in tries:
        exhaustive = True
        for capacities in walks.caps:
            pour = Pour(items, capacities)
            poured, complete = pour.run(best.splits, width, random, proof=width == WIDE)
            exhaustive = exhaustive and complete
            if poured is None:
                continue
            for sequence in (_in_order(items, poured, walks), poured):
                laid = _laid(items, sequence, walks, goal)
                if laid is not None and laid.splits < best.splits:
                    best = laid
        if best.proved:
            return best
        if exhaustive:
            return _Found(best.sequence, best.laid, provable)
    return best


def _tidier(items: Sequence[Item], walks: Walks, best: _Found) -> _Found:
    """As few splits, nearer to class order."""
    for capacities in walks.caps:
        poured, _ = Pour(items, capacities).run(best.splits + 1, TIDY, tidy=True)
        if poured is None:
            continue
        for sequence in (_in_order(items, poured, walks), poured):
            laid = lay([items[i].size for i in sequence], walks)
            gain = laid is not None and laid.cost[:2] <= best.laid.cost[:2]
            if gain and _disorder(items, sequence) < _disorder(items, best.sequence):
                best = _Found(sequence, laid, best.proved)
    return best


def _disorder(items: Sequence[Item], sequence: tuple[int, ...]) -> int:
    """How many pairs of classes of a school stand against class order."""
    return sum(
        sequence[n] > i and items[sequence[n]].school == items[i].school
        for m, i in enumerate(sequence)
        for n in range(m)
    )


def _laid(items, sequence: tuple[int, ...], walks: Walks, goal: int) -> _Found | None:
    laid = lay([items[i].size for i in sequence], walks)
    return None if laid is None else _Found(sequence, laid, laid.cost[0] <= goal)


def _in_order(items: Sequence[Item], sequence: tuple[int, ...], walks: Walks) -> tuple[int, ...]:
    """The same links in the order of their first classes; blocks stay as they were poured."""
    laid = lay([items[i].size for i in sequence], walks)
    if laid is None:
        return sequence
    pieces = [list(sequence[link.first : link.last + 1]) for link in laid.links]
    reach = list(range(len(pieces)))  # reach[p]: the last piece that a block of piece p touches
    touched: dict[int, int] = {}
    for p, piece in enumerate(pieces):
        for i in piece:
            if items[i].block >= 0:
                reach[touched.setdefault(items[i].block, p)] = p
    glued, first = [], 0
    while first < len(pieces):
        last = p = first
        while p <= last:
            last, p = max(last, reach[p]), p + 1
        piece = [i for p in range(first, last + 1) for i in pieces[p]]
        glued.append(sorted(piece) if first == last else piece)
        first = last + 1
    return tuple(i for piece in sorted(glued, key=min) for i in piece)
