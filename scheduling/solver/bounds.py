"""Lower bounds: what no plan can do better, so that a plan can be called the best there is."""

from collections.abc import Sequence

_LARGEST = 40  # cells of a site above which the finest bound costs more than it tells


def sessions_needed(candidates: int, capacities: Sequence[int]) -> int:
    """The least number of sessions when every room is used in each; 0 without a room."""
    seats = sum(capacities)
    return -(-candidates // seats) if seats else 0


def fewest_cells(candidates: int, capacities: Sequence[int]) -> int:
    """How many of the largest of these cells hold everybody; all of them where none do."""
    cells = 0
    for capacity in sorted(capacities, reverse=True):
        if candidates <= 0:
            break
        candidates -= capacity
        cells += 1
    return cells


def forced_splits(sizes: Sequence[int], largest: int) -> int:
    """Splits of the classes that are larger than the largest room."""
    return sum((size - 1) // largest for size in sizes) if largest else 0


def splits_needed(sizes: Sequence[int], capacities: Sequence[int]) -> int:
    """The least number of class splits of any plan in these cells.

    `sizes` are the classes (none empty), `capacities` the cells of all sessions that may be used.
    A plan links classes to the cells they sit in; a linked part of it with k cells has at least
    k - 1 splits. So splits = used cells - number of linked parts, and each part leaves free at
    least what the nearest sum of class sizes leaves free in its cells.
    """
    if not sizes or not capacities:
        return 0
    forced = forced_splits(sizes, max(capacities))
    bound = max(forced, fewest_cells(sum(sizes), capacities) - len(sizes), 0)
    if len(capacities) > _LARGEST or len(capacities) < 2:
        return bound
    return max(bound, _parts_bound(sizes, capacities))


def _parts_bound(sizes: Sequence[int], capacities: Sequence[int]) -> int:
    """The knapsack over linked parts: least waste of a part of k cells against the free seats."""
    waste = _least_waste(sizes, capacities)
    people, cells = sum(sizes), len(capacities)
    free, ordered = [-people], sorted(capacities, reverse=True)
    for capacity in ordered:
        free.append(free[-1] + capacity)
    # best[m][c]: the least waste of c parts that use m cells together
    best: list[dict[int, int]] = [{0: 0}]
    for used in range(1, cells + 1):
        here: dict[int, int] = {}
        for part in range(1, used + 1):
            lost = waste[part]
            if lost is None or lost > free[cells]:
                continue
            for parts, total in best[used - part].items():
                worst = here.get(parts + 1, free[cells] + 1)
                if parts < len(sizes) and total + lost < worst:
                    here[parts + 1] = total + lost
        best.append(here)
    found = [
        used - parts
        for used in range(1, cells + 1)
        if free[used] >= 0
        for parts, total in best[used].items()
        if total <= free[used]
    ]
    return min(found, default=0)


def _least_waste(sizes: Sequence[int], capacities: Sequence[int]) -> list[int | None]:
    """For k = 1, 2, …: the least that any k cells can leave free above some sum of classes."""
    sums = 1  # bit s: some of the classes have s pupils together
    for size in sizes:
        sums |= sums << size
    sums &= ~1  # a part without a class is none
    of_cells = [1]  # bit s of of_cells[k]: some k cells have s seats together
    for capacity in capacities:
        of_cells.append(0)
        for k in range(len(of_cells) - 1, 0, -1):
            of_cells[k] |= of_cells[k - 1] << capacity
    waste: list[int | None] = [None]
    for k in range(1, len(capacities) + 1):
        fits: int | None = None
        for seats in _bits(of_cells[k]):
            below = (sums & ((1 << (seats + 1)) - 1)).bit_length() - 1
            if below > 0 and (fits is None or seats - below < fits):
                fits = seats - below
        waste.append(fits)
    return waste


def _bits(number: int) -> list[int]:
    found = []
    while number:
        low = number & -number
        found.append(low.bit_length() - 1)
        number ^= low
    return found
