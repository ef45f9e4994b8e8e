import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from scheduling.solver import (
    MalformedProblem,
    Pinned,
    Reason,
    Seating,
    SeatOrder,
    Window,
    solve,
    verify,
)

from .problems import problem, school, slots


def where(made, plan):
    """{class: [(session, room, how many)]} in order of time."""
    group_of = {member: group.key for group in made.groups for member in group.members}
    counts = defaultdict(int)
    for seating in plan.seatings:
        counts[group_of[seating.candidate], seating.slot, seating.room] += 1
    found = defaultdict(list)
    for (group, slot, room), count in counts.items():
        found[group].append((slot, room, count))
    return found


def loads(plan):
    found = defaultdict(int)
    for seating in plan.seatings:
        found[seating.slot, seating.room] += 1
    return dict(found)


def pins_of(plan, keep=lambda seating: True):
    return tuple(Pinned(s.candidate, s.room, s.slot, s.seat) for s in plan.seatings if keep(s))


@pytest.mark.clause("Y-018")
def test_a_site_holds_as_few_sessions_as_its_candidates_need():
    made = problem(school("本校", [52] * 18), rooms=[45, 45, 45])
    plan = solve(made)
    assert plan.report.sessions == plan.report.sessions_bound == 7  # 936 candidates, 135 seats
    assert {seating.slot for seating in plan.seatings} == {f"s{n}" for n in range(1, 8)}


@pytest.mark.clause("Y-033")
def test_every_candidate_has_one_machine_and_no_spare_machine_is_used():
    made = problem(school("本校", [33, 30, 17]), rooms=[30])
    plan = solve(made)
    assert len({(s.slot, s.room, s.seat) for s in plan.seatings}) == 80
    assert {s.candidate for s in plan.seatings} == {m for g in made.groups for m in g.members}
    assert all(1 <= seating.seat <= 30 for seating in plan.seatings)


def test_classes_that_fit_a_room_stay_whole_and_in_class_order():
    made = problem(school("本校", [40, 41, 42, 43]), rooms=[45, 45])
    places = where(made, solve(made))
    assert [places[f"本校八年级{n}"] for n in (1, 2, 3, 4)] == [
        [("s1", "r1", 40)],
        [("s1", "r2", 41)],
        [("s2", "r1", 42)],
        [("s2", "r2", 43)],
    ]


def test_small_classes_share_a_session():
    plan = solve(problem(school("本校", [20, 20, 15, 25]), rooms=[45]))
    assert loads(plan) == {("s1", "r1"): 40, ("s2", "r1"): 40}
    assert plan.report.splits == 0


def test_class_order_gives_way_where_it_would_split_a_class():
    made = problem(school("本校", [30, 30, 15, 15]), rooms=[45])
    plan = solve(made)
    assert plan.report.splits == 0
    assert loads(plan) == {("s1", "r1"): 45, ("s2", "r1"): 45}
    assert where(made, plan)["本校八年级3"] == [("s1", "r1", 15)]


def test_of_two_classes_of_one_size_the_first_sits_first():
    made = problem(school("本校", [30, 15, 30, 15]), rooms=[45])
    places = where(made, solve(made))
    assert places["本校八年级1"] < places["本校八年级3"]
    assert places["本校八年级2"] < places["本校八年级4"]


def test_a_class_larger_than_the_room_is_halved_not_topped_off():
    plan = solve(problem(school("本校", [50]), rooms=[45]))
    assert loads(plan) == {("s1", "r1"): 25, ("s2", "r1"): 25}


def test_no_room_is_left_nearly_empty_where_classes_can_be_dealt_evenly():
    plan = solve(problem(school("本校", [10] * 10), rooms=[45]))
    assert sorted(loads(plan).values()) == [30, 30, 40]


def test_the_parts_of_a_split_class_sit_in_neighbouring_rooms_or_sessions():
    made = problem(school("本校", [70, 64, 58]), rooms=[30, 30, 30])
    plan = solve(made)
    assert plan.report.apart == 0
    assert verify(made, plan) == []


def test_a_class_is_divided_in_roll_order():
    made = problem(school("本校", [50]), rooms=[30, 30])
    plan = solve(made)
    members = made.groups[0].members
    assert [seating.candidate for seating in plan.seatings] == list(members)
    assert [seating.room for seating in plan.seatings] == ["r1"] * 25 + ["r2"] * 25


def test_rooms_fill_in_the_given_order():
    made = problem(school("本校", [20]), rooms=[30, 45, 45])
    assert loads(solve(made)) == {("s1", "r1"): 20}
    other = replace(made, rooms=made.rooms[::-1])
    assert loads(solve(other)) == {("s1", "r3"): 20}


def test_a_room_is_passed_over_only_for_a_class_that_it_would_split():
    assert loads(solve(problem(school("本校", [40]), rooms=[30, 45]))) == {("s1", "r2"): 40}


def test_a_site_opens_no_more_rooms_than_its_sessions_need():
    plan = solve(problem(school("本校", [45] * 4), rooms=[45, 45, 45]))
    assert plan.report.sessions == 2
    assert {seating.room for seating in plan.seatings} == {"r1", "r2"}


def test_the_sessions_of_a_guest_school_are_neighbours():
    made = problem(
        school("本校", [31, 44, 29, 38, 35]),
        school("借考甲", [22, 24, 19], guest=True),
        school("借考乙", [17, 12], guest=True),
        rooms=[45],
    )
    plan = solve(made)
    assert plan.report.guests_apart == 0
    assert verify(made, plan) == []


def test_grade_nine_candidates_share_a_room_unless_the_policy_separates_them():
    schools = school("本校", [40]), school("本校", [3], category="九年级", first=2)
    together = solve(problem(*schools, rooms=[45]))
    assert loads(together) == {("s1", "r1"): 43}
    apart = solve(problem(*schools, rooms=[45], separate_categories=True))
    assert loads(apart) == {("s1", "r1"): 40, ("s2", "r1"): 3}


def test_separate_categories_find_the_rooms_that_hold_them():
    made = problem(
        school("本校", [28]),
        school("本校", [40], category="九年级", first=2),
        rooms=[45, 30],
        separate_categories=True,
    )
    assert loads(solve(made)) == {("s1", "r1"): 40, ("s1", "r2"): 28}


def test_who_does_not_fit_is_named_with_the_reason():
    made = problem(school("本校", [30, 25]), rooms=[40], sessions=1)
    plan = solve(made)
    assert len(plan.seatings) == 40
    assert [nobody.candidate for nobody in plan.unplaced] == list(made.groups[1].members[10:])
    assert {nobody.reason for nobody in plan.unplaced} == {Reason.NO_SEAT}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"rooms": ()}, Reason.NO_ROOM),
        ({"slots": ()}, Reason.NO_SLOT),
        ({"windows": (Window(0, 60),)}, Reason.NO_SLOT),
    ],
)
def test_a_site_without_rooms_or_sessions_seats_nobody(change, reason):
    plan = solve(replace(problem(school("本校", [5])), **change))
    assert plan.seatings == ()
    assert {nobody.reason for nobody in plan.unplaced} == {reason}


def test_free_seats_of_another_category_are_told_as_the_reason():
    made = problem(
        school("本校", [20]),
        school("本校", [5], category="九年级", first=2),
        rooms=[45],
        sessions=1,
        separate_categories=True,
    )
    assert {nobody.reason for nobody in solve(made).unplaced} == {Reason.CATEGORY}


def test_nobody_is_seated_outside_the_bands_or_after_the_cut_off():
    windows = (Window(480, 720), Window(870, 1110, last_start=900))
    made = problem(school("本校", [45] * 12), rooms=[45], windows=windows)
    plan = solve(made)
    assert {s.slot for s in plan.seatings} == {f"s{n}" for n in range(1, 11)}  # 8 + 14:30, 15:00
    assert plan.report.unplaced == 90


def test_a_rerun_keeps_every_pinned_seat_and_places_only_the_rest():
    made = problem(school("本校", [40, 41, 42]), rooms=[45])
    first = solve(made)
    late = school("本校", [40, 43, 42])  # two pupils more in class 2
    again = problem(late, rooms=[45], pins=pins_of(first))
    plan = solve(again)
    kept = {s.candidate: (s.slot, s.room, s.seat) for s in plan.seatings}
    assert all(kept[s.candidate] == (s.slot, s.room, s.seat) for s in first.seatings)
    assert [s for s in plan.seatings if not s.pinned] == [
        Seating("本校-八年级-02-42", "r1", "s2", 42),
        Seating("本校-八年级-02-43", "r1", "s2", 43),
    ]


def test_a_rerun_uses_free_seats_before_it_opens_a_session():
    made = problem(school("本校", [45, 20]), rooms=[45])
    pins = pins_of(solve(made))
    plan = solve(problem(school("本校", [45, 20, 25]), rooms=[45], pins=pins))
    assert plan.report.sessions == 2


def test_one_pinned_candidate_draws_the_class_to_the_same_session():
    pins = (Pinned("本校-八年级-01-07", "r1", "s2", 30),)
    made = problem(school("本校", [40, 40]), rooms=[45], pins=pins)
    places = where(made, solve(made))
    assert places["本校八年级1"] == [("s2", "r1", 40)]
    assert places["本校八年级2"] == [("s1", "r1", 40)]


def test_a_closed_room_session_takes_nobody_new():
    made = problem(school("本校", [40]), rooms=[45], closed=frozenset({("r1", "s1")}))
    assert loads(solve(made)) == {("s2", "r1"): 40}


@pytest.mark.parametrize(
    ("pin", "reason"),
    [
        (("r9", "s1", 1), Reason.PIN_ROOM),
        (("r1", "s99", 1), Reason.PIN_SLOT),
        (("r1", "s1", 46), Reason.PIN_SEAT),
        (("r1", "s1", 0), Reason.PIN_SEAT),
    ],
)
def test_a_pin_that_cannot_be_kept_is_told_and_not_moved(pin, reason):
    made = problem(school("本校", [3]), pins=(Pinned("本校-八年级-01-01", *pin),))
    plan = solve(made)
    assert [(u.candidate, u.reason) for u in plan.unplaced] == [("本校-八年级-01-01", reason)]
    assert len(plan.seatings) == 2


def test_of_two_pins_on_one_machine_the_first_holds():
    pins = tuple(Pinned(f"本校-八年级-01-0{n}", "r1", "s1", 5) for n in (2, 1))
    plan = solve(problem(school("本校", [3]), pins=pins))
    assert [(u.candidate, u.reason) for u in plan.unplaced] == [
        ("本校-八年级-01-01", Reason.PIN_TAKEN)
    ]


def test_shuffled_seats_are_the_same_seats_in_another_order():
    made = problem(school("本校", [40]), rooms=[45], seat_order=SeatOrder.SHUFFLED)
    plan = solve(made, seed=1)
    assert sorted(seating.seat for seating in plan.seatings) == list(range(1, 41))
    assert [s.candidate for s in plan.seatings] != list(made.groups[0].members)
    assert plan != solve(made, seed=2)
    assert verify(made, plan) == []


def test_a_site_without_candidates_has_an_empty_plan():
    made = problem(school("本校", []))
    plan = solve(made)
    assert plan.seatings == plan.unplaced == ()
    assert plan.report.sessions == plan.report.sessions_bound == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda made: {"rooms": made.rooms * 2},
        lambda made: {"slots": made.slots[::-1]},
        lambda made: {"groups": made.groups * 2},
        lambda made: {"groups": (made.groups[0], replace(made.groups[0], key="other"))},
        lambda made: {"groups": (made.groups[0], replace(made.groups[1], guest=True))},
        lambda made: {"pins": (Pinned("nobody", "r1", "s1", 1),)},
        lambda made: {"pins": (Pinned(made.groups[0].members[0], "r1", "s1", 1),) * 2},
        lambda made: {"rooms": (replace(made.rooms[0], capacity=-1),)},
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(change):
    made = problem(school("本校", [3, 4]))
    with pytest.raises(MalformedProblem):
        solve(replace(made, **change(made)))


def test_sessions_of_two_days_follow_each_other():
    assert solve(problem(school("本校", [45] * 20), sessions=30)).report.sessions == 20
    assert slots(16)[15].ordinal == 1


PROJECT = Path(__file__).parents[3]
REPEAT = """
import hashlib
from scheduling.solver import SeatOrder, solve
from scheduling.tests.solver.problems import problem, school
made = problem(
    school("本校", [31, 44, 29, 38, 35, 27, 41]),
    school("借考甲", [22, 24, 19], guest=True),
    rooms=[45, 38], seat_order=SeatOrder.SHUFFLED, closed=frozenset({("r2", "s2"), ("r1", "s3")}),
)
print(hashlib.sha256(repr(solve(made, 7)).encode()).hexdigest())
"""


def test_the_same_problem_and_seed_give_the_same_plan_in_every_process():
    digests = {
        subprocess.run(
            [sys.executable, "-c", REPEAT],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(PROJECT)},
            capture_output=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "1", "2")
    }
    assert len(digests) == 1


def test_the_solver_needs_no_django():
    script = "import sys, scheduling.solver; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=True)
