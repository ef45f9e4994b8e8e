"""The raw lists of a problem and a plan once more, by key."""

from collections import defaultdict

from ..problem import Group, Key, Plan, Problem, Seating, Slot


class Facts:
    """What the checks look things up in."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.rooms = {room.key: room for room in problem.rooms}
        self.slots = {slot.key: slot for slot in problem.slots}
        self.group_of: dict[Key, Group] = {}
        for group in problem.groups:
            for member in group.members:
                self.group_of[member] = group
        self.pins = {pin.candidate: pin for pin in problem.pins}
        self.open_slots = [slot.key for slot in problem.slots if _allowed(problem, slot)]
        self.slot_place = {key: n for n, key in enumerate(self.open_slots)}
        real = [room.key for room in problem.rooms if room.capacity > 0]
        self.room_place = {key: n for n, key in enumerate(real)}
        self.cells: dict[tuple[Key, Key], list[Seating]] = defaultdict(list)
        self.by_group: dict[Key, list[Seating]] = defaultdict(list)
        self.places: dict[Key, dict[tuple[Key, Key], int]] = {}
        for seating in plan.seatings:
            self.cells[seating.slot, seating.room].append(seating)
            group = self.group_of.get(seating.candidate)
            if group is not None:
                self.by_group[group.key].append(seating)
        for key, seatings in self.by_group.items():
            counts: dict[tuple[Key, Key], int] = {}
            for seating in seatings:
                cell = seating.slot, seating.room
                counts[cell] = counts.get(cell, 0) + 1
            self.places[key] = counts

    def position(self, cell: tuple[Key, Key]) -> tuple[int, int]:
        """(which session, which room), counted from 0; -1 for one that does not exist."""
        return self.slot_place.get(cell[0], -1), self.room_place.get(cell[1], -1)


def _allowed(problem: Problem, slot: Slot) -> bool:
    if not problem.windows:
        return True
    for window in problem.windows:
        last = window.end_minute if window.last_start is None else window.last_start
        inside = window.start_minute <= slot.start_minute and slot.end_minute <= window.end_minute
        if inside and slot.start_minute <= last:
            return True
    return False
