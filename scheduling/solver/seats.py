"""Machine numbers: who of a class goes into which of its cells, and onto which seat there."""

from random import Random

from .board import Board, Cell
from .problem import Key, Reason, Seating, SeatOrder, Unplaced


def seat(board: Board, seed: int) -> list[Seating]:
    """Seatings of everybody, pinned included, in order of session, room and seat.

    The first of a class in roll order go into its first cell. In a cell the newcomers take the
    lowest free numbers, so that spare machines and the last numbers stay empty.
    """
    newcomers: dict[Cell, list[Key]] = {}
    served = [0] * len(board.groups)
    for cell in sorted(board.dealt):
        entering = newcomers.setdefault(cell, [])
        for group, count in sorted(board.dealt[cell].items()):
            first = served[group]
            entering += board.waiting[group][first : first + count]
            served[group] = first + count
    seatings: dict[Cell, list[Seating]] = {}
    cells = (
        {
            (slot.key, room.key): (s, r)
            for s, slot in enumerate(board.slots)
            for r, room in enumerate(board.rooms)
        }
        if board.kept
        else {}
    )
    for kept in board.kept:
        seatings.setdefault(cells[kept.slot, kept.room], []).append(kept)
    for cell, candidates in newcomers.items():
        room, slot = board.rooms[cell[1]], board.slots[cell[0]]
        taken = board.taken.get(cell, ())
        numbers = [n for n in range(1, room.capacity + 1) if n not in taken][: len(candidates)]
        if board.problem.seat_order == SeatOrder.SHUFFLED:
            Random(f"{seed}:{cell[0]}:{cell[1]}").shuffle(numbers)
        seatings.setdefault(cell, []).extend(
            Seating(candidate, room.key, slot.key, number)
            for candidate, number in zip(candidates, numbers, strict=True)
        )
    result: list[Seating] = []
    for cell in sorted(seatings):
        result += sorted(seatings[cell], key=lambda seating: seating.seat)
    return result


def unseated(board: Board) -> list[Unplaced]:
    """Everybody without a seat with the reason, in order of the classes."""
    reasons = {nobody.candidate: nobody.reason for nobody in board.unplaced}
    if not any(board.left) and not reasons:
        return []
    room_left = any(
        board.free((s, r)) for s in range(len(board.slots)) for r in range(len(board.rooms))
    )
    result = []
    for group, members, left in zip(board.groups, board.waiting, board.left, strict=True):
        if left:
            reason = Reason.NO_SEAT
            if not board.rooms:
                reason = Reason.NO_ROOM
            elif not board.slots:
                reason = Reason.NO_SLOT
            elif room_left:
                reason = Reason.CATEGORY
            reasons.update(dict.fromkeys(members[len(members) - left :], reason))
        result += [Unplaced(c, reasons[c]) for c in group.members if c in reasons]
    return result
