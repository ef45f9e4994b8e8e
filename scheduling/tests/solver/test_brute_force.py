"""Tiny problems solved by trying everything: the solver's splits and bounds must agree."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.solver import solve
from scheduling.solver.bounds import fewest_cells, sessions_needed, splits_needed

from .problems import problem, school

sizes_of = st.lists(st.integers(1, 7), min_size=1, max_size=5)
rooms_of = st.lists(st.integers(1, 7), min_size=1, max_size=3)
thorough = settings(max_examples=60, deadline=None)


def fewest_splits(sizes, cells):
    """Every way to deal every class to every cell."""

    @cache
    def deal(nth, free):
        if nth == len(sizes):
            return 0

        def spread(left, cell, free, parts):
            if not left:
                return parts - 1 + deal(nth + 1, tuple(sorted(free)))
            if cell == len(free):
                return 99
            return min(
                spread(
                    left - taken,
                    cell + 1,
                    free[:cell] + (free[cell] - taken,) + free[cell + 1 :],
                    parts + (taken > 0),
                )
                for taken in range(min(left, free[cell]) + 1)
            )

        return spread(sizes[nth], 0, free, 0)

    return deal(0, tuple(sorted(cells)))


@thorough
@given(sizes_of, st.integers(2, 7))
def test_in_one_room_the_solver_splits_as_few_classes_as_trying_everything(sizes, capacity):
    sessions = -(-sum(sizes) // capacity)
    if sessions > 6:
        return
    report = solve(problem(school("本校", sizes), rooms=[capacity])).report
    assert report.splits == fewest_splits(sizes, [capacity] * sessions)
    assert report.proved


@thorough
@given(sizes_of, rooms_of)
def test_in_unequal_rooms_what_is_called_proved_is_the_least(sizes, rooms):
    sessions = -(-sum(sizes) // sum(rooms))
    if sessions * len(rooms) > 6:
        return
    report = solve(problem(school("本校", sizes), rooms=rooms, sessions=30)).report
    least = fewest_splits(sizes, rooms * sessions)  # though its parts may lie anywhere
    assert report.splits_bound <= least <= report.splits
    assert report.splits == least or not report.proved
    assert report.apart == 0


@thorough
@given(sizes_of, st.lists(st.integers(1, 7), min_size=1, max_size=6))
def test_the_bound_of_splits_is_never_above_the_least(sizes, cells):
    if sum(sizes) <= sum(cells):
        assert splits_needed(sizes, cells) <= fewest_splits(sizes, cells)


def test_bounds_of_sessions_and_cells_by_hand():
    assert sessions_needed(935, [45, 45, 45]) == 7
    assert sessions_needed(136, [45, 45, 45]) == 2
    assert sessions_needed(10, []) == 0
    assert fewest_cells(100, [30, 45, 45, 30]) == 3
    assert fewest_cells(0, [30]) == 0


def test_bounds_of_splits_by_hand():
    assert splits_needed([52] * 18, [45] * 21) == 18  # every class is larger than a room
    assert splits_needed([40] * 5, [50] * 4) == 3  # only all five together fill sessions exactly
    assert splits_needed([30, 30, 30], [45, 45]) == 1
    assert splits_needed([20, 20], [45]) == 0
    assert splits_needed([], [45]) == 0
