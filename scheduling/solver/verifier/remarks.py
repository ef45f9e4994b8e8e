"""What a good arrangement does beyond the law."""

from collections import defaultdict

from ..problem import Group, Key, SeatOrder
from .facts import Facts
from .rules import Broken, Rule


def rolls(facts: Facts) -> list[Broken]:
    """Who comes later on the roll sits in no earlier session, room or, unless shuffled, seat."""
    broken = []
    by_seat = facts.problem.seat_order == SeatOrder.ROLL
    for group in facts.problem.groups:
        where = {}
        for seating in facts.by_group.get(group.key, ()):
            if seating.candidate not in facts.pins:
                spot = facts.position((seating.slot, seating.room))
                where[seating.candidate] = (*spot, seating.seat if by_seat else 0)
        latest = (-1, -1, 0)
        for member in group.members:
            here = where.get(member)
            if here is None:
                continue
            if here < latest:
                broken.append(Broken(Rule.ROLL_ORDER, member, group=group.key, school=group.school))
                break
            latest = here
    return broken


def gaps(facts: Facts) -> list[Broken]:
    broken = []
    for (slot, room), seatings in facts.cells.items():
        free = [s.seat for s in seatings if s.candidate not in facts.pins]
        if free and max(free) > len(seatings):
            taken = {s.seat for s in seatings}
            lowest = min(n for n in range(1, len(seatings) + 2) if n not in taken)
            if lowest < max(free):
                broken.append(Broken(Rule.SEAT_GAP, room=room, slot=slot, seat=lowest))
    return broken


def equal_classes(facts: Facts) -> list[Broken]:
    """Whole classes alike in school, category and size could change places at no cost."""
    broken = []
    alike: dict[tuple, list[tuple[int, tuple[int, int], Group]]] = defaultdict(list)
    for group in facts.problem.groups:
        places = facts.places.get(group.key, {})
        whole = len(places) == 1 and sum(places.values()) == len(group.members)
        if whole and not any(member in facts.pins for member in group.members):
            spot = facts.position(next(iter(places)))
            key = group.school, group.category, len(group.members)
            alike[key].append((group.order, spot, group))
    for classes in alike.values():
        classes.sort(key=lambda entry: entry[0])
        for before, after in zip(classes, classes[1:], strict=False):
            if before[0] < after[0] and after[1] < before[1]:
                group = after[2]
                broken.append(Broken(Rule.CLASS_ORDER, group=group.key, school=group.school))
    return broken


def sessions(facts: Facts) -> list[Broken]:
    seats = sum(room.capacity for room in facts.problem.rooms)
    used = len({slot for slot, _ in facts.cells})
    if facts.problem.separate_categories or not seats:
        return []
    needed = -(-len(facts.plan.seatings) // seats)
    return [Broken(Rule.MORE_SESSIONS, number=used - needed)] if used > needed else []


def splits(facts: Facts) -> list[Broken]:
    """Split classes: needlessly, apart, or with uneven rooms."""
    broken = []
    used_slots = {slot for slot, _ in facts.cells}
    together = facts.problem.separate_categories
    sizes: dict[Key, int] = defaultdict(int)
    for group in facts.problem.groups:
        sizes[group.school] += 1
    for group in facts.problem.groups:
        places = facts.places.get(group.key, {})
        if len(places) < 2:
            continue
        about = {"group": group.key, "school": group.school}
        alone = not group.guest or sizes[group.school] == 1
        home = _home(facts, group, places, used_slots) if alone else None
        if home is not None:
            broken.append(Broken(Rule.NEEDLESS_SPLIT, slot=home[0], room=home[1], **about))
        if not together and not _linked({facts.position(cell) for cell in places}):
            broken.append(Broken(Rule.SPLIT_APART, **about))
        for full in places:
            for spare in places:
                gap = len(facts.cells[full]) - len(facts.cells[spare])
                fits = len(facts.cells[spare]) < facts.rooms[spare[1]].capacity
                if gap > 1 and places[full] > 1 and fits:
                    broken.append(Broken(Rule.UNEVEN, slot=full[0], room=full[1], **about))
    return broken


def _home(facts: Facts, group: Group, places: dict, slots: set) -> tuple[Key, Key] | None:
    """A cell of a session in use that could take the whole class as it stands."""
    size = sum(places.values())
    for slot in facts.open_slots:
        for room in facts.problem.rooms:
            if slot not in slots or room.capacity < size:
                continue
            cell = (slot, room.key)
            others = [s for s in facts.cells.get(cell, ()) if facts.group_of[s.candidate] != group]
            if len(others) + size > room.capacity:
                continue
            strangers = {facts.group_of[s.candidate].category for s in others} - {group.category}
            if not strangers or not facts.problem.separate_categories:
                return cell
    return None


def _linked(spots: set[tuple[int, int]]) -> bool:
    found = {min(spots)}
    grown = True
    while grown:
        near = {s for s in spots - found for f in found if abs(s[0] - f[0]) + abs(s[1] - f[1]) == 1}
        grown = bool(near)
        found |= near
    return found == spots


def guests(facts: Facts) -> list[Broken]:
    """Sessions of a guest school follow each other; apart by category where cells are."""
    broken = []
    apart = facts.problem.separate_categories
    schools: dict[tuple, set[int]] = defaultdict(set)
    of_category: dict[Key, set[int]] = defaultdict(set)
    for group in facts.problem.groups:
        category = group.category if apart else None
        used = {facts.position(cell)[0] for cell in facts.places.get(group.key, ())}
        of_category[category] |= used
        if group.guest:
            schools[group.school, category] |= used
    for (school, category), used in schools.items():
        if not used:
            continue
        between = range(min(used), max(used) + 1)
        missed = [s for s in between if s not in used]
        if apart:
            missed = [s for s in missed if s in of_category[category]]
        if missed:
            broken.append(Broken(Rule.GUESTS_APART, school=school, number=len(missed)))
    return broken


def rooms(facts: Facts) -> list[Broken]:
    """An empty room before a later one whose classes, all of them whole, it could take."""
    broken = []
    usable = [room for room in facts.problem.rooms if room.capacity > 0]
    slots = {slot for slot, _ in facts.cells}
    for slot in facts.open_slots if not facts.problem.separate_categories else ():
        if slot not in slots:
            continue
        for n, room in enumerate(usable):
            if facts.cells.get((slot, room.key)):
                continue
            for later in usable[n + 1 :]:
                inside = facts.cells.get((slot, later.key), [])
                groups = {facts.group_of[s.candidate].key for s in inside}
                whole = all(len(facts.places[key]) == 1 for key in groups)
                if inside and len(inside) <= room.capacity and whole:
                    broken.append(Broken(Rule.ROOM_ORDER, slot=slot, room=room.key))
                    break
    return broken


def report(facts: Facts) -> list[Broken]:
    report = facts.plan.report
    if report is None:
        return []
    loads = [len(seatings) for seatings in facts.cells.values()]
    counted = {
        "candidates": len(facts.group_of),
        "seated": len(facts.plan.seatings),
        "unplaced": len(facts.plan.unplaced),
        "sessions": len({slot for slot, _ in facts.cells}),
        "cells": len(loads),
        "splits": sum(len(places) - 1 for places in facts.places.values()),
        "load_min": min(loads, default=0),
        "load_max": max(loads, default=0),
    }
    return [
        Broken(Rule.REPORT_FALSE, number=value)
        for name, value in counted.items()
        if getattr(report, name) != value
    ]
