"""What must never be: the laws of an arrangement."""

from ..problem import Key, Reason, Seating
from .facts import Facts
from .rules import Broken, Rule


def people(facts: Facts) -> list[Broken]:
    broken = []
    seen: set[Key] = set()
    named = [s.candidate for s in facts.plan.seatings] + [u.candidate for u in facts.plan.unplaced]
    for candidate in named:
        if candidate not in facts.group_of:
            broken.append(Broken(Rule.UNKNOWN_CANDIDATE, candidate=candidate))
        elif candidate in seen:
            broken.append(_about(Rule.TWICE, facts, candidate))
        seen.add(candidate)
    for candidate in facts.group_of:
        if candidate not in seen:
            broken.append(_about(Rule.MISSING, facts, candidate))
    return broken


def _about(rule: Rule, facts: Facts, candidate: Key) -> Broken:
    group = facts.group_of[candidate]
    return Broken(rule, candidate=candidate, group=group.key, school=group.school)


def _at(rule: Rule, seating: Seating) -> Broken:
    return Broken(
        rule,
        candidate=seating.candidate,
        room=seating.room,
        slot=seating.slot,
        seat=seating.seat,
    )


def places(facts: Facts) -> list[Broken]:
    broken = []
    closed, pins, openings = facts.problem.closed, facts.pins, facts.slot_place
    for seating in facts.plan.seatings:
        if seating.room not in facts.rooms:
            broken.append(_at(Rule.UNKNOWN_ROOM, seating))
        if seating.slot not in facts.slots:
            broken.append(_at(Rule.UNKNOWN_SLOT, seating))
        elif seating.slot not in openings:
            broken.append(_at(Rule.OUTSIDE_WINDOW, seating))
        if closed and (seating.room, seating.slot) in closed and seating.candidate not in pins:
            broken.append(_at(Rule.CLOSED_CELL, seating))
    return broken


def seats(facts: Facts) -> list[Broken]:
    broken = []
    for (slot, room), seatings in facts.cells.items():
        if room not in facts.rooms:
            continue
        capacity = facts.rooms[room].capacity
        if len(seatings) > capacity:
            over = len(seatings) - capacity
            broken.append(Broken(Rule.OVER_CAPACITY, room=room, slot=slot, number=over))
        used: set[int] = set()
        for seating in seatings:
            if seating.seat < 1:
                broken.append(_at(Rule.NO_SUCH_SEAT, seating))
            elif seating.seat > capacity:
                broken.append(_at(Rule.SPARE_SEAT, seating))
            if seating.seat in used:
                broken.append(_at(Rule.SEAT_TAKEN, seating))
            used.add(seating.seat)
    return broken


def pins(facts: Facts) -> list[Broken]:
    broken = []
    seated = {s.candidate: s for s in facts.plan.seatings} if facts.pins else {}
    impossible = _impossible_pins(facts)
    for pin in facts.problem.pins:
        here = seated.get(pin.candidate)
        same = here is not None and (here.room, here.slot, here.seat) == (
            pin.room,
            pin.slot,
            pin.seat,
        )
        if not same and pin.candidate not in impossible:
            broken.append(
                Broken(Rule.PIN_LOST, pin.candidate, room=pin.room, slot=pin.slot, seat=pin.seat)
            )
    for seating in facts.plan.seatings:
        if seating.pinned and seating.candidate not in facts.pins:
            broken.append(_at(Rule.PIN_INVENTED, seating))
    rooms = any(room.capacity > 0 for room in facts.problem.rooms)
    for nobody in facts.plan.unplaced:
        true = {
            Reason.NO_ROOM: not rooms,
            Reason.NO_SLOT: not facts.open_slots,
            Reason.NO_SEAT: True,  # whether a seat is free is another rule
            Reason.CATEGORY: facts.problem.separate_categories,
        }.get(nobody.reason, impossible.get(nobody.candidate) == nobody.reason)
        if not true:
            broken.append(Broken(Rule.FALSE_REASON, nobody.candidate))
    return broken


def _impossible_pins(facts: Facts) -> dict[Key, Reason]:
    """Pins that nobody could keep; of two pins on one machine the first in the list holds it."""
    impossible: dict[Key, Reason] = {}
    held: set[tuple[Key, Key, int]] = set()
    for pin in facts.problem.pins:
        place = (pin.room, pin.slot, pin.seat)
        if pin.room not in facts.rooms:
            impossible[pin.candidate] = Reason.PIN_ROOM
        elif pin.slot not in facts.slot_place:
            impossible[pin.candidate] = Reason.PIN_SLOT
        elif pin.seat < 1 or pin.seat > facts.rooms[pin.room].capacity:
            impossible[pin.candidate] = Reason.PIN_SEAT
        elif place in held:
            impossible[pin.candidate] = Reason.PIN_TAKEN
        else:
            held.add(place)
    return impossible


def categories(facts: Facts) -> list[Broken]:
    """Mixing by pins alone is somebody's decision; a newcomer may not add to it."""
    broken = []
    if not facts.problem.separate_categories:
        return broken
    for (slot, room), seatings in facts.cells.items():
        known = [s for s in seatings if s.candidate in facts.group_of]
        categories = {facts.group_of[s.candidate].category for s in known}
        if len(categories) > 1 and any(s.candidate not in facts.pins for s in known):
            broken.append(Broken(Rule.MIXED_CATEGORIES, room=room, slot=slot))
    return broken


def idle(facts: Facts) -> list[Broken]:
    """Free seats in cells that newcomers may enter, against those who have none."""
    stranded = [u for u in facts.plan.unplaced if not u.reason.startswith("pin_")]
    stranded = [u for u in stranded if u.candidate in facts.group_of]
    if not stranded:
        return []
    open_to: list[tuple[Key, Key, set[Key]]] = []
    for slot in facts.open_slots:
        for room in facts.problem.rooms:
            inside = facts.cells.get((slot, room.key), [])
            if len(inside) < room.capacity and (room.key, slot) not in facts.problem.closed:
                groups = [facts.group_of.get(s.candidate) for s in inside]
                open_to.append((slot, room.key, {g.category for g in groups if g is not None}))
    broken = []
    for nobody in stranded:
        category = facts.group_of[nobody.candidate].category
        for slot, room, present in open_to:
            if not facts.problem.separate_categories or present <= {category}:
                broken.append(Broken(Rule.IDLE_SEAT, nobody.candidate, room=room, slot=slot))
                break
    return broken
