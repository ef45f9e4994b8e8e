from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduling.solver import Pinned, Reason, solve, verify

from .problems import problems

many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(problems(), st.integers(0, 3))
def test_the_verifier_finds_nothing_whatever_the_problem(made, seed):
    assert verify(made, solve(made, seed)) == []


@many
@given(problems())
def test_every_candidate_is_seated_or_named_once(made):
    plan = solve(made)
    named = Counter([s.candidate for s in plan.seatings] + [u.candidate for u in plan.unplaced])
    assert named == Counter(member for group in made.groups for member in group.members)


@many
@given(problems())
def test_the_same_seed_gives_the_same_plan(made):
    assert repr(solve(made, 5)) == repr(solve(made, 5))


@many
@given(problems(pins=False, closed=False, categories=False, enough=True))
def test_without_pins_sessions_are_the_bound_and_nobody_is_left(made):
    report = solve(made).report
    assert report.sessions == report.sessions_bound
    assert (report.unplaced, report.apart, report.guests_apart) == (0, 0, 0)
    assert report.splits >= report.splits_bound


@many
@given(problems(pins=False), st.randoms(use_true_random=False))
def test_a_rerun_keeps_whatever_part_of_a_plan_is_pinned(made, random):
    first = solve(made)
    kept = [s for s in first.seatings if random.random() < 0.5]
    pins = tuple(Pinned(s.candidate, s.room, s.slot, s.seat) for s in kept)
    again = replace(made, pins=pins)
    plan = solve(again)
    seats = {s.candidate: (s.room, s.slot, s.seat) for s in plan.seatings}
    assert all(seats[s.candidate] == (s.room, s.slot, s.seat) for s in kept)
    assert {s.candidate for s in plan.seatings if s.pinned} == {s.candidate for s in kept}
    assert verify(again, plan) == []


@many
@given(problems(pins=False))
def test_a_whole_plan_pinned_is_that_plan(made):
    first = solve(made)
    pins = tuple(Pinned(s.candidate, s.room, s.slot, s.seat) for s in first.seatings)
    again = solve(replace(made, pins=pins))
    place = {s.candidate: (s.room, s.slot, s.seat) for s in first.seatings}
    assert {s.candidate: (s.room, s.slot, s.seat) for s in again.seatings} == place


@many
@given(problems(closed=False, categories=False))
def test_nobody_is_unplaced_for_want_of_seats_while_one_is_free(made):
    plan = solve(made)
    seats = sum(room.capacity for room in made.rooms) * len(
        {
            slot.key
            for slot in made.slots
            if not made.windows or any(w.holds(slot) for w in made.windows)
        }
    )
    if any(u.reason == Reason.NO_SEAT for u in plan.unplaced):
        assert len(plan.seatings) == seats
