"""Last touches after the pour, none of which opens a session or splits a class.

Each is a rule that people see at a glance: no class stays split that has a whole place to go to, parts
of a class are even, a session fills its rooms in order, classes of equal size stand in class order.
"""

from collections import Counter, defaultdict

from .board import Board, Cell


def mend(board: Board) -> None:
    """Apply the rules in an order in which none undoes the one before."""
    slots = sorted({slot for slot, _ in board.used()})
    parts = board.parts()
    if any(len(cells) > 1 for cells in parts):
        if _rejoin(board, slots, parts):
            parts = board.parts()
        _even(board, parts)
    if board.untouched:
        _fill_in_room_order(board, slots)
    _sort_equals(board)
    if any(board.left):
        _sweep(board)


def _movable(board: Board) -> list[bool]:
    """Classes that may move alone: nobody pinned, and no guests who would leave their school."""
    classes = Counter(board.schools)
    held = {group for inside in board.pinned.values() for group in inside}
    return [
        group not in held and not (board.groups[group].guest and classes[board.schools[group]] > 1)
        for group in range(len(board.groups))
    ]


def _rejoin(board: Board, slots: list[int], parts: list[list[Cell]]) -> bool:
    """Move a split class whole into a cell that has room for it; the fullest such cell."""
    movable, moved = _movable(board), False
    free = {
        (slot, room): board.free((slot, room)) for slot in slots for room in range(len(board.rooms))
    }
    for group, cells in enumerate(parts):
        size = len(board.waiting[group]) - board.left[group]
        if len(cells) < 2 or not movable[group]:
            continue
        fitting = [
            cell
            for cell in free
            if free[cell] + board.dealt.get(cell, {}).get(group, 0) >= size
            and board.admits(cell, group)
        ]
        if fitting:
            target = min(fitting, key=lambda cell: (free[cell], cell))
            for cell in cells:
                count = board.dealt[cell][group]
                board.deal(cell, group, -count)
                free[cell] += count
            board.deal(target, group, size)
            free[target] -= size
            moved = True
    return moved


def _even(board: Board, parts: list[list[Cell]]) -> None:
    """Shift pupils of a split class from its fuller to its emptier cells."""
    changed = True
    while changed:
        changed = False
        for group, cells in enumerate(parts):
            dealt = [cell for cell in cells if board.dealt.get(cell, {}).get(group)]
            for full in dealt:
                for spare in dealt:
                    gap = (board.load(full) - board.load(spare)) // 2
                    count = min(gap, board.dealt[full][group] - 1, board.free(spare))
                    if count > 0:
                        board.deal(full, group, -count)
                        board.deal(spare, group, count)
                        changed = True


def _fill_in_room_order(board: Board, slots: list[int]) -> None:
    """A room stays empty only if no later room's classes, whole, would fit into it."""
    whole = [len(cells) == 1 for cells in board.parts()]
    for slot in slots:
        for room in range(len(board.rooms)):
            if (slot, room) in board.dealt:
                continue
            for later in range(room + 1, len(board.rooms)):
                inside = board.dealt.get((slot, later), {})
                fits = sum(inside.values()) <= board.rooms[room].capacity
                if inside and fits and all(whole[group] for group in inside):
                    board.dealt[slot, room] = board.dealt.pop((slot, later))
                    break


def _sort_equals(board: Board) -> None:
    """Whole classes of one school, category and size change places until they are in order."""
    movable = [len(cells) == 1 for cells in board.parts()]
    held = {group for inside in board.pinned.values() for group in inside}
    alike: dict[tuple, list[tuple[Cell, int]]] = defaultdict(list)
    for cell in sorted(board.dealt):
        for group, count in board.dealt[cell].items():
            if movable[group] and group not in held and not board.left[group]:
                key = board.schools[group], board.groups[group].category, count
                alike[key].append((cell, group))
    for (*_, count), places in alike.items():
        cells = [cell for cell, _ in places]
        groups = [group for _, group in places]
        if groups == sorted(groups):
            continue
        for cell, group in places:
            board.deal(cell, group, -count)
        for cell, group in zip(cells, sorted(groups), strict=True):
            board.deal(cell, group, count)


def _sweep(board: Board) -> None:
    """Nobody stays unplaced while a seat is free that he may use."""
    for group in range(len(board.left)):
        for slot in range(len(board.slots)):
            for room in range(len(board.rooms)):
                cell = slot, room
                free = board.free(cell) if board.left[group] else 0
                if free > 0 and board.admits(cell, group):
                    board.deal(cell, group, min(free, board.left[group]))
