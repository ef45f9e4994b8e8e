"""Which cells go to which category, where categories may not share a room-session."""

from collections.abc import Sequence

from .bounds import fewest_cells

_STEPS = 5000  # tries of one number of sessions before one more is taken


def allot(
    people: Sequence[int], capacities: Sequence[int], sessions: int
) -> list[list[int]] | None:
    """For each category how many sessions of each room it gets; None where it was not found.

    `people` counts each category, `capacities` are the seats of each room, and every room has
    `sessions` cells. Small categories choose first, since they waste the most.
    """
    order = sorted(range(len(people)), key=lambda k: (people[k], k))
    chosen: dict[int, list[int]] = {}
    steps = 0

    def choose(nth: int, left: list[int]) -> bool:
        nonlocal steps
        steps += 1
        k = order[nth]
        if nth == len(order) - 1:
            chosen[k] = left
            return sum(n * c for n, c in zip(left, capacities, strict=True)) >= people[k]
        for taken in covers(people[k], capacities, left):
            if steps > _STEPS:
                return False
            chosen[k] = taken
            if choose(nth + 1, [a - b for a, b in zip(left, taken, strict=True)]):
                return True
        return False

    found = choose(0, [sessions] * len(capacities))
    return [chosen[k] for k in range(len(people))] if found else None


def covers(people: int, capacities: Sequence[int], left: Sequence[int]):
    """Every way to seat `people` in whole cells of which none could be spared, least waste first."""
    found: list[tuple[int, int, list[int]]] = []

    rest = [0] * (len(capacities) + 1)
    for room in range(len(capacities) - 1, -1, -1):
        rest[room] = rest[room + 1] + capacities[room] * left[room]

    def add(room: int, missing: int, taken: list[int], smallest: int) -> None:
        if missing <= 0:
            if -missing < smallest:
                counts = taken + [0] * (len(capacities) - len(taken))
                found.append((-missing, sum(counts), counts))
            return
        if missing > rest[room] or len(found) > _STEPS:
            return
        capacity = capacities[room]
        for count in range(min(left[room], -(-missing // capacity)), -1, -1):
            add(
                room + 1,
                missing - count * capacity,
                [*taken, count],
                min(smallest, capacity) if count else smallest,
            )

    add(0, people, [], max(capacities, default=0) + 1)
    return [counts for _, _, counts in sorted(found)]


def may_suffice(people: Sequence[int], capacities: Sequence[int], sessions: int) -> bool:
    """Whether so many sessions could be enough: no plan needs fewer where this is False."""
    cells = list(capacities) * sessions
    if sum(people) > sum(cells):
        return False
    return sum(fewest_cells(n, cells) for n in people) <= len(cells)
