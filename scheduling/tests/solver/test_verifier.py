"""Each rule is broken by hand in a good plan; the verifier must name it."""

from dataclasses import replace

import pytest

from scheduling.solver import (
    Pinned,
    Plan,
    Reason,
    Rule,
    Seating,
    Unplaced,
    Window,
    solve,
    verify,
)
from scheduling.solver.verifier import REMARKS

from .problems import problem, school

MADE = problem(
    school("本校", [25, 31, 31, 14]),
    school("本校", [2], category="九年级", first=5),
    school("借考甲", [24, 20], guest=True),
    rooms=[30, 30, 20],
    sessions=9,
    windows=(Window(480, 720),),
)
PLAN = solve(MADE)
ROOMS = {room.key: room for room in MADE.rooms}


def seat(plan, nth, **changes):
    """The plan with one seating changed."""
    seatings = list(plan.seatings)
    seatings[nth] = replace(seatings[nth], **changes)
    return replace(plan, seatings=tuple(seatings))


def without(plan, nth):
    return replace(plan, seatings=plan.seatings[:nth] + plan.seatings[nth + 1 :])


def lay(*rows):
    """A plan by hand: (class, members from, to, room, session); seats are numbered as they come."""
    seatings, used = [], {}
    for group, first, last, room, slot in rows:
        for member in group.members[first:last]:
            used[room, slot] = used.get((room, slot), 0) + 1
            seatings.append(Seating(member, room, slot, used[room, slot]))
    return Plan(tuple(seatings), ())


def rules(made, plan):
    return {broken.rule for broken in verify(made, plan)}


def laws():
    """(rule, problem, plan): a good plan, spoilt in one way."""
    first, member = PLAN.seatings[0], MADE.groups[0].members[0]
    last = len(PLAN.seatings) - 1
    yield Rule.UNKNOWN_CANDIDATE, MADE, seat(PLAN, 0, candidate="stranger")
    yield Rule.TWICE, MADE, seat(PLAN, 1, candidate=first.candidate)
    yield Rule.TWICE, MADE, replace(PLAN, unplaced=(Unplaced(first.candidate, Reason.NO_SEAT),))
    yield Rule.MISSING, MADE, without(PLAN, 0)
    stranded = (Unplaced(first.candidate, Reason.NO_SEAT),)
    yield Rule.IDLE_SEAT, MADE, replace(without(PLAN, 0), unplaced=stranded)
    for reason in (Reason.NO_ROOM, Reason.NO_SLOT, Reason.CATEGORY, Reason.PIN_SEAT):
        named = (Unplaced(first.candidate, reason),)
        yield Rule.FALSE_REASON, MADE, replace(without(PLAN, 0), unplaced=named)
    yield Rule.UNKNOWN_ROOM, MADE, seat(PLAN, 0, room="r9")
    yield Rule.UNKNOWN_SLOT, MADE, seat(PLAN, 0, slot="s99")
    yield Rule.OUTSIDE_WINDOW, MADE, seat(PLAN, last, slot="s9")
    late = replace(MADE, windows=(Window(480, 720, last_start=479),))
    yield Rule.OUTSIDE_WINDOW, late, PLAN
    closed = replace(MADE, closed=frozenset({(first.room, first.slot)}))
    yield Rule.CLOSED_CELL, closed, PLAN
    yield Rule.NO_SUCH_SEAT, MADE, seat(PLAN, 0, seat=0)
    yield Rule.SPARE_SEAT, MADE, seat(PLAN, 0, seat=ROOMS[first.room].capacity + 1)
    yield Rule.SEAT_TAKEN, MADE, seat(PLAN, 0, seat=PLAN.seatings[1].seat)
    load = max(s.seat for s in PLAN.seatings if (s.room, s.slot) == (first.room, first.slot))
    smaller = tuple(
        replace(room, capacity=load - 1) if room.key == first.room else room for room in MADE.rooms
    )
    yield Rule.OVER_CAPACITY, replace(MADE, rooms=smaller), PLAN
    pin = Pinned(member, "r3", "s3", 20)
    yield Rule.PIN_LOST, replace(MADE, pins=(pin,)), PLAN
    yield Rule.PIN_INVENTED, MADE, seat(PLAN, 0, pinned=True)
    yield Rule.MIXED_CATEGORIES, replace(MADE, separate_categories=True), PLAN


def remarks():
    """(rule, problem, plan): lawful plans that nobody would be proud of."""
    two = problem(school("本校", [20, 20]), rooms=[45])
    a, b = two.groups
    yield Rule.MORE_SESSIONS, two, lay((a, 0, 20, "r1", "s1"), (b, 0, 20, "r1", "s2"))
    yield (
        Rule.CLASS_ORDER,
        replace(two, rooms=(replace(two.rooms[0], capacity=20),)),
        lay((b, 0, 20, "r1", "s1"), (a, 0, 20, "r1", "s2")),
    )
    roll = lay((a, 0, 20, "r1", "s1"), (b, 0, 20, "r1", "s1"))
    swapped = seat(seat(roll, 0, seat=2), 1, seat=1)
    yield Rule.ROLL_ORDER, two, swapped
    yield Rule.SEAT_GAP, two, seat(roll, 39, seat=45)
    report = replace(solve(two).report, splits=1)
    yield Rule.REPORT_FALSE, two, replace(solve(two), report=report)

    wide = problem(school("本校", [20, 40]), rooms=[45, 45])
    a, b = wide.groups
    halved = lay((a, 0, 10, "r1", "s1"), (a, 10, 20, "r2", "s1"), (b, 0, 30, "r2", "s1"))
    halved = replace(halved, seatings=halved.seatings + lay((b, 30, 40, "r1", "s1")).seatings)
    seats = [replace(s, seat=s.seat + 10) for s in halved.seatings[-10:]]
    yield Rule.NEEDLESS_SPLIT, wide, replace(halved, seatings=halved.seatings[:-10] + tuple(seats))
    three = problem(school("本校", [40, 30]), rooms=[30, 30, 30])
    a, b = three.groups
    yield (
        Rule.SPLIT_APART,
        three,
        lay((a, 0, 20, "r1", "s1"), (a, 20, 40, "r3", "s1"), (b, 0, 30, "r2", "s1")),
    )
    yield (
        Rule.UNEVEN,
        three,
        lay((a, 0, 30, "r1", "s1"), (a, 30, 40, "r2", "s1"), (b, 0, 30, "r3", "s1")),
    )
    yield (
        Rule.ROOM_ORDER,
        three,
        lay((b, 0, 30, "r3", "s1"), (a, 0, 20, "r1", "s2"), (a, 20, 40, "r2", "s2")),
    )

    hosts = problem(
        school("本校", [30]), school("借考甲", [30, 30], guest=True), rooms=[30], sessions=5
    )
    own, first, second = hosts.groups
    yield (
        Rule.GUESTS_APART,
        hosts,
        lay((first, 0, 30, "r1", "s1"), (own, 0, 30, "r1", "s2"), (second, 0, 30, "r1", "s3")),
    )


CASES = [*laws(), *remarks()]


@pytest.mark.parametrize(("rule", "made", "plan"), CASES, ids=[case[0] for case in CASES])
def test_a_broken_rule_is_found(rule, made, plan):
    assert rule in rules(made, plan)


@pytest.mark.parametrize(
    ("rule", "made", "plan"), list(remarks()), ids=[case[0] for case in remarks()]
)
def test_a_plan_with_a_remark_is_lawful(rule, made, plan):
    assert rules(made, plan) <= REMARKS


def test_every_rule_has_its_case():
    assert {rule for rule, _, _ in CASES} == set(Rule)


def test_the_unspoilt_plan_is_clean():
    assert PLAN.unplaced == ()
    assert verify(MADE, PLAN) == []


def test_a_finding_names_what_it_is_about():
    found = verify(MADE, seat(PLAN, 0, seat=99))
    assert [(f.rule, f.candidate, f.seat, f.remark) for f in found if not f.remark] == [
        (Rule.SPARE_SEAT, PLAN.seatings[0].candidate, 99, False)
    ]


def test_a_plan_read_back_without_its_report_is_judged_by_its_seats():
    assert verify(MADE, replace(PLAN, report=None)) == []


def test_pins_excuse_what_somebody_decided_by_hand():
    made = problem(school("本校", [20, 20]), rooms=[45])
    a, b = made.groups
    plan = lay((b, 0, 20, "r1", "s1"), (a, 0, 20, "r1", "s2"))
    pins = tuple(Pinned(s.candidate, s.room, s.slot, s.seat) for s in plan.seatings)
    assert verify(replace(made, pins=pins), plan) == []


def test_two_categories_may_share_a_cell_that_pins_have_mixed():
    made = problem(
        school("本校", [1]),
        school("本校", [1], category="九年级", first=2),
        rooms=[5],
        separate_categories=True,
    )
    pins = (
        Pinned("本校-八年级-01-01", "r1", "s1", 1),
        Pinned("本校-九年级-02-01", "r1", "s1", 2),
    )
    made = replace(made, pins=pins)
    assert verify(made, solve(made)) == []


def test_the_verifier_shares_only_the_dataclasses_with_the_solver():
    from scheduling.solver.verifier import facts, law, rules
    from scheduling.solver.verifier import remarks as good

    for module in (facts, law, rules, good):
        for thing in vars(module).values():
            home = getattr(thing, "__module__", "")
            if home.startswith("scheduling.solver"):
                assert home == "scheduling.solver.problem" or ".verifier." in home
