"""Time order and balance: classes in a given sequence are laid along the cells of a site.

The cells are walked session by session and, inside a session, room by room; after a session that
ends in the middle of a class the next one is walked from the same room back, so that the parts of
a class always sit in neighbouring cells. The walk is cut into *links*: classes that share cells with
each other and with nobody else. A link of k cells costs k - 1 splits, however its pupils are dealt
to its cells; so they are dealt evenly.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

Rows = Sequence[Sequence[int]]  # free seats: one row a session, one number a room, none zero
_EITHER = 2  # a session may begin at either end


@dataclass(frozen=True, slots=True)
class Link:
    """Items `first`..`last` of the sequence fill the cells `start`..`stop` (exclusive) of a walk."""

    first: int
    last: int
    start: int
    stop: int
    walk: int


@dataclass(frozen=True, slots=True)
class Laid:
    """The links of a whole sequence, best first by `cost`."""

    cost: tuple[int, int, int, int]  # splits, rooms passed over, cells, sum of squared loads
    links: tuple[Link, ...]


class Walks:
    """The two walks over a site's free cells; they differ in the room where they begin.

    `unbroken`: even where no class goes on, a row is walked back from the end of the row before.
    """

    def __init__(self, rows: Rows, unbroken: bool = False) -> None:
        self.rows = rows
        self.unbroken = unbroken
        self.starts = [0]
        for row in rows:
            self.starts.append(self.starts[-1] + len(row))
        self.length = self.starts[-1]
        self.uniform = all(len(set(row)) == 1 for row in rows)
        self.alike = len({capacity for row in rows for capacity in row}) <= 1
        self.count = 1 if self.uniform else 2
        self.row_of = [r for r, row in enumerate(rows) for _ in row]
        self.begins = set(self.starts)
        self.caps = [self._capacities(walk) for walk in range(self.count)]
        self.seats = [self._sums(caps) for caps in self.caps]

    def place(self, walk: int, position: int) -> tuple[int, int]:
        """(session, room) of a position: indexes into `rows`."""
        row = self.row_of[position]
        column = position - self.starts[row]
        return (row, len(self.rows[row]) - 1 - column) if (row + walk) % 2 else (row, column)

    def _capacities(self, walk: int) -> list[int]:
        both = [(position, self.place(walk, position)) for position in range(self.length)]
        return [self.rows[row][column] for _, (row, column) in both]

    @staticmethod
    def _sums(caps: list[int]) -> list[int]:
        sums = [0]
        for capacity in caps:
            sums.append(sums[-1] + capacity)
        return sums


def lay(sizes: Sequence[int], walks: Walks) -> Laid | None:
    """The best way to lay classes of these sizes, in this order; None where they do not fit.

    Best is: fewest splits, then fewest rooms passed over, then fewest cells, then evenest.
    """
    left = [0] * (len(sizes) + 1)
    for i in range(len(sizes) - 1, -1, -1):
        left[i] = left[i + 1] + sizes[i]
    limit = min(_least_splits(sizes, left, seats) for seats in walks.seats)
    # best[i]: {(position, walk): (cost, link, state before it)} after the first i classes
    best: list[dict] = [{} for _ in range(len(sizes) + 1)]
    best[0][0, _EITHER] = ((0, 0, 0, 0), None, None)
    for i in range(len(sizes)):
        here = best[i]
        if not walks.alike:
            _pass_over(here, walks)
        for state, entry in here.items():
            position, walk = state
            for side in range(walks.count) if walk == _EITHER else (walk,):
                _extend(best, sizes, left, walks, i, side, state, entry[0], limit)
    return _cheapest(best, walks)


def _pass_over(here: dict, walks: Walks) -> None:
    """Leave a cell empty where a later room suits better: dear, but cheaper than a split."""
    waiting = sorted(here)  # a sorted list is a heap
    while waiting:
        state = heappop(waiting)
        position, walk = state
        if position >= walks.length:
            continue
        (splits, gaps, cells, squares), link, before = here[state]
        cost = (splits, gaps + 1, cells, squares)
        free = walks.uniform or position + 1 in walks.begins
        for side in range(walks.count) if walk == _EITHER else (walk,):
            target = (position + 1, _EITHER if free else side)
            if target not in here:
                heappush(waiting, target)
            elif cost >= here[target][0]:
                continue
            here[target] = (cost, link, before)


def _least_splits(sizes: Sequence[int], left: Sequence[int], seats: Sequence[int]) -> float:
    """The fewest splits along one walk; it saves `lay` from weighing anything worse."""
    total, states = seats[-1], {0: 0}  # splits: seats used up
    for i, size in enumerate(sizes):
        following: dict[int, int] = {}
        for splits, position in states.items():
            while position + size + left[i + 1] <= total:
                cell = bisect_right(seats, position) - 1
                cut = bisect_left(seats, position + size) - 1 - cell
                end = following.get(splits + cut, total + 1)
                following[splits + cut] = min(end, position + size)
                if not cut:
                    break
                position = seats[cell + 1]  # waste what is left in this cell
        states, used = {}, total + 1
        for splits in sorted(following):
            if following[splits] < used:
                used = states[splits] = following[splits]
    return min(states, default=float("inf"))


def _extend(best, sizes, left, walks, i, side, state, cost, limit) -> None:
    """Add every link that begins with class i at the position of the state."""
    position, seats = state[0], walks.seats[side]
    splits, gaps, cells, squares = cost
    people, whole, total = 0, seats[position], seats[-1]
    for j in range(i, len(sizes)):
        people += sizes[j]
        stop = bisect_left(seats, whole + people, position + 1)
        if stop > walks.length or splits + stop - position - 1 > limit:
            return
        if total - seats[stop] < left[j + 1]:
            continue  # what this link wastes, the others need
        count = stop - position
        target = (stop, _EITHER if walks.uniform or stop in walks.begins else side)
        known = best[j + 1].get(target)
        new = (splits + count - 1, gaps, cells + count)
        if known is not None and new > known[0][:3]:
            continue
        cost = (*new, squares + _squares(people, walks.caps[side][position:stop]))
        if known is None or cost < known[0]:
            best[j + 1][target] = (cost, Link(i, j, position, stop, side), state)


def _squares(people: int, capacities: list[int]) -> int:
    """The sum of the squares of the loads that `even` gives."""
    share, more = divmod(people, len(capacities))
    if share + (more > 0) <= min(capacities):
        return share * people + more * (share + 1)
    return sum(load * load for load in even(people, capacities))


def even(people: int, capacities: Sequence[int]) -> list[int]:
    """Loads that are as equal as the capacities let them be; the earlier cell takes the odd one."""
    share, more = divmod(people, len(capacities))
    if share + (more > 0) <= min(capacities):
        return [share + (i < more) for i in range(len(capacities))]
    loads, open_cells = [0] * len(capacities), list(range(len(capacities)))
    while True:
        share, more = divmod(people, len(open_cells))
        full = [cell for cell in open_cells if capacities[cell] <= share]
        if not full:
            break
        for cell in full:
            loads[cell] = capacities[cell]
            people -= capacities[cell]
        open_cells = [cell for cell in open_cells if capacities[cell] > share]
        if not open_cells:
            return loads
    for nth, cell in enumerate(open_cells):
        loads[cell] = share + (nth < more)
    return loads


def _cheapest(best: list[dict], walks: Walks) -> Laid | None:
    final = None
    for state in sorted(best[-1]):
        cost = best[-1][state][0]
        position, walk = state
        if not walks.uniform and walk != _EITHER:
            row = walks.row_of[position]
            if (row + walk) % 2:  # the last session is walked back: its first rooms stay empty
                missing = walks.starts[row + 1] - position
                cost = (cost[0], cost[1] + missing, cost[2], cost[3])
        if final is None or cost < final[0]:
            final = (cost, state)
    if final is None:
        return None
    cost, state = final
    links, classes = [], len(best) - 1
    while classes:
        _, link, state = best[classes][state]
        links.append(link)
        classes = link.first
    links.reverse()
    return Laid(cost, tuple(links))


def deal(sizes: Sequence[int], laid: Laid, walks: Walks) -> list[tuple[int, int, int, int]]:
    """(class, session, room, pupils) for every part of every class, in the order of the walk."""
    parts = []
    for link, walk in zip(laid.links, _directions(laid.links, walks), strict=True):
        people = sum(sizes[link.first : link.last + 1])
        cells = [walks.place(walk, position) for position in range(link.start, link.stop)]
        loads = even(people, [walks.rows[row][room] for row, room in cells])
        nth, left = link.first, sizes[link.first]
        for (row, room), load in zip(cells, loads, strict=True):
            while load:
                taken = min(load, left)
                parts.append((nth, row, room, taken))
                load, left = load - taken, left - taken
                if not left and nth < link.last:
                    nth += 1
                    left = sizes[nth]
    return parts


def _directions(links: Sequence[Link], walks: Walks) -> list[int]:
    """The walk of every link. Rooms of one size may be walked from either end, so each run of
    sessions that links hold together begins at its first room, unless that would leave the first
    rooms of the last session empty."""
    if not walks.uniform or walks.unbroken:
        return [link.walk for link in links]
    chosen: list[int] = []
    end = links[-1].stop if links else 0
    for nth, link in enumerate(links):
        row = walks.row_of[link.start]
        if chosen and walks.row_of[links[nth - 1].stop - 1] == row:
            chosen.append(chosen[-1])
            continue
        last = row  # the last session of the run that begins here
        for later in links[nth:]:
            if walks.row_of[later.start] > last:
                break
            last = walks.row_of[later.stop - 1]
        partly = last == walks.row_of[end - 1] and end not in walks.begins
        chosen.append((last if partly else row) % 2)
    return chosen
