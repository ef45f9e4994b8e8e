"""Arrangement of a made city, province or nation: `python -m benchmarks.arrange [SIZE …]`.

Schools have the shape of a real city: from one class of ten in the mountains to eighteen classes of
fifty in town, a few grade-nine candidates, one machine room for seven classes, 10 % spare, some
rural rooms below the standard, and here and there a guest school. Making the problems is not timed.
"""

import math
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from time import process_time

from scheduling.solver import Group, Problem, Room, Slot, solve, verify

SITES = {"city": 40, "province": 1_800, "nation": 45_000}
CLASSES_OF_A_SCHOOL = (18, 16, 16, 16, 14, 14, 12, 12, 12, 10, 10, 10, 9, 9, 8, 8, 8, 7, 7)
CLASSES_OF_A_SCHOOL += (6, 6, 6, 6, 5, 5, 3, 3, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1)
SMALLER = (1, 1, 2, 2, 3, 3, 4, 5)  # what a province has more of than a city
CLASS_SIZE = {1: 17, 2: 28, 3: 32, 4: 36, 5: 37, 6: 40, 7: 44, 8: 45, 9: 47}
STARTS = [480 + 30 * n for n in range(8)] + [870 + 30 * n for n in range(7)]
SLOTS = tuple(
    Slot((day, n + 1), n + 1, date(2024, 5, 30) + timedelta(days=day), start, start + 20)
    for day in range(3)
    for n, start in enumerate(STARTS)
)


def made_sites(size: str, seed: int = 0) -> Iterator[Problem]:
    """The sites of a made city, province or nation, one at a time; always the same."""
    random = Random(f"{size}:{seed}")
    for number in range(SITES[size]):
        yield _site(number, random, city=size == "city")


def _site(number: int, random: Random, city: bool) -> Problem:
    count = random.choice(CLASSES_OF_A_SCHOOL if city or random.random() < 0.58 else SMALLER)
    groups = _school(f"{number}", count, random)
    largest = max(len(group.members) for group in groups)
    if random.random() < 0.1:
        groups += _school(f"{number}guest", random.choice((1, 1, 2)), random, guest=True)
    machines, rooms = random.randint(33, 50), []
    if count <= 2 and largest < 30:
        machines = max(largest * 10 // 9 + 1, 12)  # the rural exception: one each for every class
    for n in range(1, -(-count // 7) + 1):
        rooms.append(Room(n, n, machines - max(1, machines // 10)))
        if random.random() < 0.3:
            machines = random.randint(33, 50)
    return Problem(number, tuple(rooms), SLOTS, tuple(groups))


def _school(name: str, count: int, random: Random, guest: bool = False) -> list[Group]:
    mean = CLASS_SIZE.get(count, 50)
    sizes = [max(5, round(random.gauss(mean, 2.5))) for _ in range(count)]
    groups = [
        Group(f"{name}/{n}", name, n, _members(name, n, size), guest, "八年级")
        for n, size in enumerate(sizes, 1)
    ]
    if random.random() < 0.35:
        members = _members(name, 99, random.randint(1, 6))
        groups.append(Group(f"{name}/99", name, 99, members, guest, "九年级零报考"))
    return groups


def _members(name: str, number: int, size: int) -> tuple[str, ...]:
    return tuple(f"{name}/{number}/{n}" for n in range(size))


def run(size: str, seed: int = 1) -> dict:
    """Arrange and verify everything of one size; processor seconds of this process only."""
    totals = dict.fromkeys(
        ("candidates", "rooms", "unplaced", "sessions", "sessions_bound", "cells", "splits"), 0
    )
    totals |= {"splits_bound": 0, "order_breaks": 0, "broken": 0}
    sites = at_bound = proved = 0
    solving = verifying = slowest = 0.0
    eighth = None
    for problem in made_sites(size):
        start = process_time()
        plan = solve(problem, seed)
        solved = process_time()
        broken = verify(problem, plan)
        verifying += process_time() - solved
        solving += solved - start
        slowest = max(slowest, solved - start)
        sites += 1
        at_bound += plan.report.sessions == plan.report.sessions_bound
        proved += plan.report.proved
        totals["rooms"] += len(problem.rooms)
        totals["broken"] += len(broken)
        for name in totals.keys() - {"rooms", "broken"}:
            totals[name] += getattr(plan.report, name)
        if sites == SITES[size] // 8:
            eighth = {"seconds": solving, "candidates": totals["candidates"]}
    result = {
        "size": size,
        "sites": sites,
        **totals,
        "seconds": solving,
        "seconds_per_100k": solving / totals["candidates"] * 100_000,
        "slowest_site_seconds": slowest,
        "sessions_at_bound": at_bound / sites,
        "splits_proved": proved / sites,
        "verifier_seconds": verifying,
        "verifier_to_solver": verifying / solving,
    }
    if sites >= 1_000:  # fewer are too few to tell
        result["growth_exponent"] = growth(eighth, result)
    return result


def growth(smaller: dict, larger: dict) -> float:
    """The exponent e of seconds ~ candidates^e between two runs; 1 is linear."""
    return math.log(larger["seconds"] / smaller["seconds"]) / math.log(
        larger["candidates"] / smaller["candidates"]
    )


def main(sizes: list[str]) -> None:
    """Print every figure of every size, and the growth from each size to the next."""
    before = None
    for size in sizes or ["city", "province"]:
        result = run(size)
        for name, value in result.items():
            print(f"{name:>22}  {f'{value:,.3f}' if isinstance(value, float) else value}")
        if before is not None:
            print(f"{'growth from':>22}  {before['size']} {growth(before, result):.3f}")
        print()
        before = result


if __name__ == "__main__":
    main(sys.argv[1:])
