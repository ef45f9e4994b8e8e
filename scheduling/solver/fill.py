"""Which sessions and rooms are opened, and who is poured into them."""

from collections.abc import Sequence
from itertools import groupby

from . import allot
from .board import Board, Cell
from .bounds import sessions_needed, splits_needed
from .pack import Packed, pack
from .pour import Item

_PREFIXES = 5  # how many numbers of opened rooms are tried beside all rooms


def fill(board: Board, seed: int) -> bool:
    """Deal everybody who waits to cells, as far as seats go; whether the splits are proved least."""
    shares = _open(board)
    _join_classmates(board, sorted({slot for cells in shares for slot, _ in cells}))
    proved = len(shares) <= 1  # with several, another share of the cells might split fewer
    for category, cells in enumerate(shares):
        waiting = [
            g for g, left in enumerate(board.left) if left and board.categories[g] == category
        ]
        proved = _fill_category(board, waiting, cells, seed) and proved
    return proved


def _open(board: Board) -> list[list[Cell]]:
    """For each category the cells it may use, in as few sessions as the waiting need."""
    people = [0] * (max(board.categories, default=-1) + 1)
    for group, left in enumerate(board.left):
        people[board.categories[group]] += left
    order = _sessions_by_worth(board)
    least = len({slot for slot, _ in board.pinned})
    if board.untouched:
        capacities = [room.capacity for room in board.rooms]
        least = min(sessions_needed(sum(people), capacities), len(order))
    if len(people) > 1 and board.untouched:
        return _open_separate(board, people, least)
    for count in range(least, len(order) + 1):
        shares = _share(board, people, sorted(order[:count]))
        if shares is not None:
            return shares
    return _share(board, people, sorted(order), enough=False) or []


def _open_separate(board: Board, people: list[int], least: int) -> list[list[Cell]]:
    """Empty sessions for several categories: each gets its sessions of a room in one piece."""
    capacities = [room.capacity for room in board.rooms]
    for sessions in range(least, len(board.slots) + 1):
        if not allot.may_suffice(people, capacities, sessions):
            continue
        counts = allot.allot(people, capacities, sessions)
        if counts is None:
            continue
        shares: list[list[Cell]] = [[] for _ in people]
        for room in range(len(capacities)):
            slot = 0
            for share, rooms in zip(shares, counts, strict=True):
                share += [(slot + n, room) for n in range(rooms[room])]
                slot += rooms[room]
        return shares
    return _share(board, people, list(range(len(board.slots))), enough=False) or []


def _sessions_by_worth(board: Board) -> list[int]:
    """Sessions that somebody sits in already come first, then those with the most free seats."""
    if board.untouched:
        return list(range(len(board.slots))) if board.rooms else []
    held = {slot for slot, _ in board.pinned}
    worth = [
        sum(board.free((slot, room)) for room in range(len(board.rooms)))
        for slot in range(len(board.slots))
    ]
    slots = [slot for slot in range(len(board.slots)) if slot in held or worth[slot]]
    return sorted(slots, key=lambda slot: (slot not in held, -worth[slot], slot))


def _share(
    board: Board, people: list[int], slots: list[int], enough: bool = True
) -> list[list[Cell]] | None:
    """The free cells of these sessions, dealt to the categories in order of time.

    None where they are not enough and `enough` is asked for.
    """
    cells = [(slot, room) for slot in slots for room in range(len(board.rooms))]
    cells = [cell for cell in cells if board.free(cell)]
    if len(people) == 1:
        fits = sum(map(board.free, cells)) >= people[0]
        return [cells] if fits or not enough else None
    shares: list[list[Cell]] = [[] for _ in people]
    missing = list(people)
    empty = []
    for cell in cells:
        category = board.category(cell)
        if category is None:
            empty.append(cell)
        elif category >= 0:
            shares[category].append(cell)
            missing[category] -= board.free(cell)
    for category in sorted(range(len(people)), key=lambda k: (-missing[k], k)):
        while missing[category] > 0 and empty:
            cell = empty.pop(0)
            shares[category].append(cell)
            missing[category] -= board.free(cell)
    if enough and any(count > 0 for count in missing):
        return None
    return [sorted(share) for share in shares]


def _join_classmates(board: Board, slots: Sequence[int]) -> None:
    """Those who come late sit with their pinned class; guests near their school, if it is whole."""
    if not board.pinned:
        return
    parts = board.parts()
    cells = [(slot, room) for slot in slots for room in range(len(board.rooms))]
    largest = max(map(board.free, cells), default=0)
    for group, mates in enumerate(parts):
        for cell in sorted(mates, key=lambda cell: (-board.pinned[cell][group], cell)):
            free, left = board.free(cell), board.left[group]
            if free and left and board.admits(cell, group) and (free >= left or left > largest):
                board.deal(cell, group, min(free, left))
    for group, left in enumerate(board.left):
        if not left or not board.groups[group].guest:
            continue
        school = [g for g, number in enumerate(board.schools) if number == board.schools[group]]
        near = [slot for g in school for slot, _ in parts[g]]
        fitting = [
            (max(min(near) - cell[0], cell[0] - max(near), 0), cell)
            for cell in cells
            if near and board.free(cell) >= left and board.category(cell) == board.categories[group]
        ]
        if fitting and min(fitting)[0] <= 1:
            board.deal(min(fitting)[1], group, left)


def _fill_category(board: Board, waiting: list[int], cells: list[Cell], seed: int) -> bool:
    """Pour these classes into these cells: whole rooms first to last, as few rooms as will do."""
    items, numbers = _items(board, waiting, sum(map(board.free, cells)))
    if not items:
        return True
    goal = splits_needed([item.size for item in items], [board.free(cell) for cell in cells])
    best: tuple[Packed, list[list[Cell]]] | None = None
    everywhere = len(board.rooms)
    for rooms in _prefixes(board, items, cells):
        rows = _rows(board, [c for c in cells if c[1] < rooms or c in board.pinned])
        free = [[board.free(cell) for cell in row] for row in rows]
        packed = pack(items, free, f"{seed}:{board.problem.site}", goal)
        if packed is not None and (best is None or packed.splits < best[0].splits):
            best = packed, rows
        elif packed is not None and packed.proved and rooms == everywhere:
            best = Packed(best[0].parts, best[0].splits, packed.splits == best[0].splits), best[1]
        if best is not None and best[0].splits <= goal:
            break
    packed, rows = best
    for item, row, place, count in packed.parts:
        board.deal(rows[row][place], numbers[item], count)
    return packed.proved


def _items(board: Board, waiting: list[int], seats: int) -> tuple[list[Item], list[int]]:
    """The classes to pour and their numbers; where seats are short the last classes are cut."""
    kinds: dict[tuple, int] = {}
    items, numbers = [], []
    guests = [board.schools[g] for g in waiting if board.groups[g].guest]
    for group in waiting:
        size = min(board.left[group], seats)
        seats -= size
        if not size:
            break
        school = board.schools[group]
        kind = kinds.setdefault((school, board.categories[group], size), len(kinds))
        items.append(Item(size, kind, school, school if guests.count(school) > 1 else -1))
        numbers.append(group)
    return items, numbers


def _prefixes(board: Board, items: list[Item], cells: list[Cell]) -> list[int]:
    """Numbers of rooms to try, in room order: those that can hold everybody, all rooms last."""
    every = len(board.rooms)
    if len(set(board.categories)) > 1:
        return [every]
    people = sum(item.size for item in items)
    enough = [
        rooms
        for rooms in range(1, every)
        if sum(board.free(c) for c in cells if c[1] < rooms or c in board.pinned) >= people
    ]
    return [*enough[:_PREFIXES], every]


def _rows(board: Board, cells: list[Cell]) -> list[list[Cell]]:
    return [list(row) for _, row in groupby(sorted(cells), key=lambda cell: cell[0])]
