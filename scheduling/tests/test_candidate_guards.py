"""What a withdrawal or a correction of a candidate does to the seat."""

import pytest

from candidates.models import Candidate
from candidates.services.corrections import correct_candidate, withdraw_candidates
from examadmin.base.errors import Refusal
from scheduling.models import Seating
from scheduling.services.arrange import arrange_county


@pytest.fixture
def seated(world):
    arrange_county(exam=world.exam, county=world.county_a, seed=1, by=None, now=world.now)
    return Candidate.objects.filter(exam=world.exam, school=world.school_a2).first()


def close(world, state):
    world.exam.arrangements.filter(county=world.county_a).update(state=state, sha256="0" * 64)


def withdraw(world, candidate):
    withdraw_candidates(
        candidates=Candidate.objects.filter(pk=candidate.pk), by=world.officer_a, now=world.now,
        reason="转学到外市",
    )  # fmt: skip


def test_who_withdraws_while_seats_may_change_leaves_the_seat(world, seated):
    withdraw(world, seated)
    assert not Seating.objects.filter(candidate=seated).exists()


@pytest.mark.parametrize("state", ["submitted", "passed", "locked"])
def test_nobody_withdraws_from_a_seat_that_is_under_review_or_locked(world, seated, state):
    close(world, state)
    with pytest.raises(Refusal, match="变更单"):
        withdraw(world, seated)
    assert Seating.objects.filter(candidate=seated).exists()
    seated.refresh_from_db()
    assert seated.withdrawn_at is None


def move_school(world, candidate):
    correct_candidate(
        candidate=candidate, values={"school_code": "630101"}, by=world.officer_a, now=world.now,
        reason="学籍已转",
    )  # fmt: skip


def test_d22_a_candidate_who_changes_school_gives_up_the_seat_at_the_old_site(world, seated):
    move_school(world, seated)
    assert not Seating.objects.filter(candidate=seated).exists()


def test_d22_after_the_lock_the_school_of_a_seated_candidate_stands(world, seated):
    close(world, "locked")
    with pytest.raises(Refusal, match="变更单"):
        move_school(world, seated)
    seated.refresh_from_db()
    assert seated.school == world.school_a2


def test_a_corrected_name_keeps_the_seat(world, seated):
    close(world, "locked")
    correct_candidate(
        candidate=seated,
        values={"name": "改名者"},
        by=world.officer_a,
        now=world.now,
        reason="笔误",
    )
    assert Seating.objects.filter(candidate=seated).exists()
