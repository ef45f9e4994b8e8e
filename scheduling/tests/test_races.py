"""Two people at once, each on a connection of his own (W-03): one acts, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from examadmin.base.errors import Refusal
from examadmin.testing.world import World
from scheduling.choices import ArrangementState, ChangeState
from scheduling.models import Arrangement, Seating, Session
from scheduling.queries.verdict import verdict
from scheduling.services import changes, review
from scheduling.services.moves import Move, move_candidate

from .acts import arranged, cell, locked, passed, seat_of, settled, somebody, submitted

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("needs two connections to one database")
    return World()


def at_once(*acts):
    """Each act in a thread and on a connection of its own; refusals are answers."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(10)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, Refusal)]


def test_of_two_candidates_for_one_machine_one_gets_it(world):
    arranged(world)
    target = cell(world.site_a1, 2, 9)
    pupils = [somebody(world.school_a1, n) for n in range(4)]
    answers = at_once(
        *(
            lambda p=p: move_candidate(
                candidate=p, room_session=target, seat=7, by=world.officer_a, now=world.now
            )
            for p in pupils
        )
    )
    assert len(refusals(answers)) == 3
    assert Seating.objects.filter(room_session=target, seat=7).count() == 1


def test_candidates_who_want_any_machine_all_get_one_of_their_own(world):
    arrangement = arranged(world)
    target = cell(world.site_a1, 2, 9)
    pupils = [somebody(world.school_a1, n) for n in range(6)]
    answers = at_once(
        *(
            lambda p=p: move_candidate(
                candidate=p, room_session=target, by=world.officer_a, now=world.now
            )
            for p in pupils
        )
    )
    assert refusals(answers) == []
    seats = Seating.objects.filter(room_session=target).values_list("seat", flat=True)
    assert sorted(seats) == [1, 2, 3, 4, 5, 6]
    arrangement.refresh_from_db()
    assert arrangement.version == 1 + 6
    assert verdict(arrangement) == []


def test_two_runs_of_one_county_at_once_leave_one_whole_plan(world):
    at_once(*(lambda seed=seed: arranged(world, seed=seed) for seed in range(3)))
    arrangement = Arrangement.objects.get(county=world.county_a)
    assert Seating.objects.filter(arrangement=arrangement).count() == 140
    assert Session.objects.filter(site=world.site_a1).count() == 45
    assert verdict(arrangement) == []


def test_passing_and_returning_at_once_ends_in_one_of_the_two(world):
    arrangement = submitted(world)
    word = {"arrangement": arrangement, "sha256": arrangement.sha256, "now": world.now}
    answers = at_once(
        lambda: review.pass_arrangement(by=world.city_reviewer, **word),
        lambda: review.pass_arrangement(by=world.city_issuer, **word),
    )
    assert len(refusals(answers)) == 1
    assert "审核通过" in str(refusals(answers)[0])


def test_locking_twice_at_once_locks_once(world):
    arrangement = passed(world)
    people = (world.city_reviewer, world.city_issuer)
    answers = at_once(
        *(
            lambda p=p: review.lock_arrangement(arrangement=arrangement, by=p, now=world.now)
            for p in people
        )
    )
    assert len(refusals(answers)) == 1


def test_a_move_and_the_submission_at_once_never_freeze_half_of_it(world):
    arrangement = settled(world)
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    at_once(
        lambda: move_candidate(
            candidate=pupil, room_session=target, by=world.officer_a, now=world.now
        ),
        lambda: review.submit_arrangement(
            arrangement=arrangement, by=world.officer_a, now=world.now
        ),
    )
    arrangement.refresh_from_db()
    assert arrangement.state == ArrangementState.SUBMITTED
    done = review.pass_arrangement(
        arrangement=arrangement, sha256=arrangement.sha256, by=world.city_reviewer, now=world.now
    )
    assert done.state == ArrangementState.PASSED


def test_of_two_change_orders_at_once_one_is_open_and_of_two_approvals_one_counts(world):
    arrangement = locked(world)
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    before = seat_of(pupil)
    answers = at_once(
        *(
            lambda seat=seat: changes.request_change(
                arrangement=arrangement, moves=[Move(pupil.pk, target.pk, seat)], reason="伤病",
                by=world.officer_a, now=world.now,
            )
            for seat in (3, 4)
        )
    )  # fmt: skip
    assert len(refusals(answers)) == 1
    order = next(answer for answer in answers if not isinstance(answer, Refusal))
    assert seat_of(pupil) == before
    people = (world.city_reviewer, world.city_issuer)
    answers = at_once(
        *(lambda p=p: changes.approve_change(order=order, by=p, now=world.now) for p in people)
    )
    assert len(refusals(answers)) == 1
    order.refresh_from_db()
    assert order.state == ChangeState.APPROVED
    assert seat_of(pupil)[0] == target.pk
