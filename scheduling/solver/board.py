"""A site as the solver sees it: numbers instead of keys, pins in place, the rest still free."""

from collections import Counter
from collections.abc import Iterator

from .problem import Group, Key, Problem, Reason, Room, Seating, Slot, Unplaced

Cell = tuple[int, int]  # (index into Board.slots, index into Board.rooms)


class Board:
    """Cells, the seats taken in them, and who waits for a seat.

    `dealt` is filled by the solver: how many of which class go into a cell, beside the pinned.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rooms: list[Room] = [room for room in problem.rooms if room.capacity]
        self.slots: list[Slot] = [
            slot
            for slot in problem.slots
            if not problem.windows or any(window.holds(slot) for window in problem.windows)
        ]
        self.groups: list[Group] = _in_order(problem.groups)
        self.schools: list[int] = _numbered(group.school for group in self.groups)
        self.categories: list[int] = _numbered(
            group.category if problem.separate_categories else "" for group in self.groups
        )
        self.dealt: dict[Cell, Counter[int]] = {}
        self.taken: dict[Cell, set[int]] = {}
        self.pinned: dict[Cell, Counter[int]] = {}
        self.kept: list[Seating] = []
        self.unplaced: list[Unplaced] = []
        self._pin()
        held = {seating.candidate for seating in self.kept}
        held.update(nobody.candidate for nobody in self.unplaced)
        self.waiting: list[list[Key]] = [
            [member for member in group.members if member not in held] if held else [*group.members]
            for group in self.groups
        ]
        self.left: list[int] = [len(members) for members in self.waiting]
        rooms = {room.key: r for r, room in enumerate(self.rooms)}
        slots = {slot.key: s for s, slot in enumerate(self.slots)}
        self.closed: set[Cell] = {
            (slots[slot], rooms[room])
            for room, slot in problem.closed
            if room in rooms and slot in slots
        }

    @property
    def untouched(self) -> bool:
        """Whether every cell is empty and open, so that sessions are alike."""
        return not self.pinned and not self.closed

    def free(self, cell: Cell) -> int:
        """Seats that newcomers may still be given."""
        if cell in self.closed:
            return 0
        used = len(self.taken.get(cell, ())) + sum(self.dealt.get(cell, {}).values())
        return self.rooms[cell[1]].capacity - used

    def admits(self, cell: Cell, group: int) -> bool:
        """Whether the category of the class may enter: always, unless categories are separate."""
        return self.category(cell) in (None, self.categories[group])

    def category(self, cell: Cell) -> int | None:
        """The category that sits in the cell; None for nobody, -1 for several."""
        found = {
            self.categories[g] for where in (self.pinned, self.dealt) for g in where.get(cell, ())
        }
        return (found.pop() if len(found) == 1 else -1) if found else None

    def deal(self, cell: Cell, group: int, count: int) -> None:
        """Give `count` of those who wait in the class a place in the cell (negative: take away)."""
        inside = self.dealt.setdefault(cell, Counter())
        inside[group] += count
        self.left[group] -= count
        if not inside[group]:
            del inside[group]
        if not inside:
            del self.dealt[cell]

    def used(self) -> Iterator[Cell]:
        """Cells with somebody in them, in order of time and room."""
        return iter(sorted(self.pinned.keys() | self.dealt.keys()))

    def load(self, cell: Cell) -> int:
        """How many sit in the cell."""
        return len(self.taken.get(cell, ())) + sum(self.dealt.get(cell, {}).values())

    def parts(self) -> list[list[Cell]]:
        """For each class the cells that it sits in, in order of time and room."""
        parts: list[list[Cell]] = [[] for _ in self.groups]
        for cell in self.used():
            inside = (
                self.pinned.get(cell, Counter()).keys() | self.dealt.get(cell, Counter()).keys()
            )
            for group in inside:
                parts[group].append(cell)
        return parts

    def _pin(self) -> None:
        """Put the pinned on their seats; a pin that cannot be kept leaves its candidate unplaced."""
        rooms = {room.key: r for r, room in enumerate(self.problem.rooms)}
        usable = {room.key: r for r, room in enumerate(self.rooms)}
        slots = {slot.key: s for s, slot in enumerate(self.slots)}
        group_of: dict[Key, int] = {}
        if self.problem.pins:
            group_of = {c: g for g, group in enumerate(self.groups) for c in group.members}
        for pin in self.problem.pins:
            reason = None
            if pin.room not in rooms:
                reason = Reason.PIN_ROOM
            elif pin.slot not in slots:
                reason = Reason.PIN_SLOT
            elif not 1 <= pin.seat <= self.problem.rooms[rooms[pin.room]].capacity:
                reason = Reason.PIN_SEAT
            elif pin.seat in self.taken.get((slots[pin.slot], usable[pin.room]), ()):
                reason = Reason.PIN_TAKEN
            if reason:
                self.unplaced.append(Unplaced(pin.candidate, reason))
                continue
            cell = slots[pin.slot], usable[pin.room]
            self.taken.setdefault(cell, set()).add(pin.seat)
            self.pinned.setdefault(cell, Counter())[group_of[pin.candidate]] += 1
            self.kept.append(Seating(pin.candidate, pin.room, pin.slot, pin.seat, pinned=True))


def _in_order(groups: tuple[Group, ...]) -> list[Group]:
    """School by school as they first appear, inside a school by `order`."""
    schools = dict(zip(groups, _numbered(group.school for group in groups), strict=True))
    return sorted(groups, key=lambda group: (schools[group], group.order))


def _numbered(values) -> list[int]:
    numbers: dict[Key, int] = {}
    return [numbers.setdefault(value, len(numbers)) for value in values]
