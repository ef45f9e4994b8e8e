"""How good a plan is: each count beside what no plan could undercut."""

from collections.abc import Iterable

from .allot import may_suffice
from .board import Board, Cell
from .bounds import fewest_cells, forced_splits, sessions_needed, splits_needed
from .problem import Report


def report(board: Board, proved: bool) -> Report:
    """Measure a dealt board. `proved`: the pour found that no plan has fewer splits."""
    cells = list(board.used())
    parts = board.parts()
    sessions = len({slot for slot, _ in cells})
    loads = [board.load(cell) for cell in cells]
    splits = sum(len(places) - 1 for places in parts if places)
    least = _sessions_bound(board, sessions)
    splits_bound = _splits_bound(board, parts, sessions)
    everybody = sum(len(group.members) for group in board.groups)
    return Report(
        candidates=everybody,
        seated=sum(loads),
        pinned=len(board.kept),
        unplaced=everybody - sum(loads),
        sessions=sessions,
        sessions_bound=least,
        cells=len(cells),
        cells_bound=_cells_bound(board, sum(loads), sessions),
        splits=splits,
        splits_bound=splits_bound,
        proved=sessions == least and (proved or splits == splits_bound),
        order_breaks=_order_breaks(board, parts),
        apart=sum(len(places) > 1 and not _connected(places) for places in parts),
        guests_apart=_guests_apart(board, parts),
        load_min=min(loads, default=0),
        load_max=max(loads, default=0),
    )


def _sessions_bound(board: Board, sessions: int) -> int:
    seated = sum(len(w) - left for w, left in zip(board.waiting, board.left, strict=True))
    if board.untouched:
        capacities = [room.capacity for room in board.rooms]
        people = [0] * (max(board.categories, default=-1) + 1)
        for group, left in enumerate(board.left):
            people[board.categories[group]] += len(board.waiting[group]) - left
        least = sessions_needed(seated, capacities)
        while least < sessions and not may_suffice(people, capacities, least):
            least += 1
        return least
    held = {slot for slot, _ in board.pinned}
    seats = [
        (slot not in held, -sum(_open_seats(board, slot, room) for room in range(len(board.rooms))))
        for slot in range(len(board.slots))
    ]
    bound = len(held)
    for added, worth in sorted(seats):
        if added and seated > 0:
            bound += 1
        seated += worth if seated > 0 else 0
    return min(bound, sessions)


def _open_seats(board: Board, slot: int, room: int) -> int:
    cell = slot, room
    taken = len(board.taken.get(cell, ()))
    return 0 if cell in board.closed else board.rooms[room].capacity - taken


def _cells_bound(board: Board, seated: int, sessions: int) -> int:
    capacities = [room.capacity for room in board.rooms] * sessions
    return max(fewest_cells(seated, capacities), len(board.pinned))


def _splits_bound(board: Board, parts: list[list[Cell]], sessions: int) -> int:
    """In as many sessions as the plan has; with pins only what pins and room sizes force."""
    seated = [len(group.members) for group in board.groups]
    capacities = [room.capacity for room in board.rooms]
    if board.untouched:
        sizes = [n - left for n, left in zip(seated, board.left, strict=True) if n > left]
        return splits_needed(sizes, capacities * sessions)
    pinned = [
        sum(group in inside for inside in board.pinned.values()) for group in range(len(parts))
    ]
    largest = max(capacities, default=0)
    return sum(
        max(held - 1, forced_splits((sum(_seated(board, group)),), largest), 0)
        for group, held in enumerate(pinned)
    )


def _seated(board: Board, group: int) -> Iterable[int]:
    for where in (board.pinned, board.dealt):
        for inside in where.values():
            yield inside.get(group, 0)


def _order_breaks(board: Board, parts: list[list[Cell]]) -> int:
    breaks = 0
    for group in range(1, len(parts)):
        before, here = parts[group - 1], parts[group]
        if board.schools[group - 1] == board.schools[group] and before and here:
            breaks += here[0][0] < before[0][0]
    return breaks


def _guests_apart(board: Board, parts: list[list[Cell]]) -> int:
    sessions: dict[tuple[int, int], set[int]] = {}
    for group, places in enumerate(parts):
        if board.groups[group].guest and places:
            key = board.schools[group], board.categories[group]
            sessions.setdefault(key, set()).update(slot for slot, _ in places)
    return sum(max(used) - min(used) >= len(used) for used in sessions.values())


def _connected(cells: list[Cell]) -> bool:
    """Whether each cell can be reached by steps to the next room or the next session."""
    reached, waiting = {cells[0]}, [cells[0]]
    while waiting:
        slot, room = waiting.pop()
        for cell in ((slot - 1, room), (slot + 1, room), (slot, room - 1), (slot, room + 1)):
            if cell in cells and cell not in reached:
                reached.add(cell)
                waiting.append(cell)
    return len(reached) == len(cells)
