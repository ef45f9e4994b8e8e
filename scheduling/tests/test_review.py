"""Submission, review by the city, lock: who, when, of which plan (W-02, W-03)."""

import itertools

import pytest

from candidates.models import Candidate
from centers.models import Hosting, Room, Site
from centers.services.hosting import end_hosting
from centers.services.sites import change_room
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.workflow.services import history
from scheduling.choices import ArrangementState
from scheduling.models import Arrangement, Seating, SiteReview
from scheduling.services import review
from scheduling.services.moves import move_candidate, unseat
from scheduling.states import ARRANGEMENT

from .acts import arranged, cell, locked, passed, settled, somebody, submitted


def city(world):
    return {"by": world.city_reviewer, "now": world.now}


def submit(world, arrangement):
    return review.submit_arrangement(arrangement=arrangement, by=world.officer_a, now=world.now)


def rules(refused):
    return {finding.rule for finding in refused.value.findings}


@pytest.mark.clause("Y-034", "Y-036")
def test_the_county_hands_in_the_arrangement_together_with_form_3(world):
    arrangement = submitted(world)
    arrangement.refresh_from_db()
    assert arrangement.state == ArrangementState.SUBMITTED
    assert len(arrangement.sha256) == 64
    assert [row["school_code"] for row in arrangement.form3] == ["630101", "630102"]
    assert arrangement.submitted_at == world.now


@pytest.mark.clause("Y-008")
def test_the_arrangement_does_not_close_while_a_zero_registered_candidate_is_unsettled(world):
    arrangement = arranged(world)
    with pytest.raises(Refusal, match="还有2个问题") as refused:
        submit(world, arrangement)
    assert rules(refused) == {"zero_registered"}
    assert "阳泉市实验中学还有1名零报考生没有逐一落实" in str(refused.value.findings[0])


def test_candidates_without_a_seat_stop_the_submission(world):
    arrangement = settled(world)
    unseat(
        arrangement=arrangement, candidates=[somebody(world.school_a1)], reason="核对",
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        submit(world, arrangement)
    assert rules(refused) == {"unplaced"}


def test_a_school_without_a_host_stops_the_submission(world):
    Hosting.objects.all().delete()
    with pytest.raises(Refusal) as refused:
        submit(world, arranged(world))
    assert rules(refused) == {"unhosted", "zero_registered"}


@pytest.mark.clause("Y-029")
def test_seats_at_a_school_that_no_longer_hosts_stop_the_submission(world):
    arrangement = settled(world)
    Hosting.objects.update(host=world.site_a2)
    with pytest.raises(Refusal) as refused:
        submit(world, arrangement)
    assert rules(refused) == {"site_rule"}


def test_a_broken_room_and_a_withdrawn_candidate_stop_the_submission(world):
    arrangement = settled(world)
    Candidate.objects.filter(pk=somebody(world.school_a1).pk).update(withdrawn_at=world.now)
    Room.objects.filter(pk=world.room_a2_1.pk).update(in_use=False)
    Room.objects.filter(pk=world.room_a1_1.pk).update(machines=20, spare=4)
    with pytest.raises(Refusal) as refused:
        submit(world, arrangement)
    assert {"withdrawn", "room_not_in_use", "over_capacity", "no_such_seat"} <= rules(refused)


def test_an_empty_arrangement_is_not_handed_in(world):
    arrangement = Arrangement.objects.create(exam=world.exam, county=world.county_a)
    with pytest.raises(Refusal, match="还没有编排任何考生"):
        submit(world, arrangement)


@pytest.mark.clause("Y-037", "Y-038")
def test_the_city_passes_or_returns_site_by_site_and_county(world):
    arrangement = submitted(world)
    word = {"arrangement": arrangement, "sha256": arrangement.sha256, **city(world)}
    review.review_site(site=world.site_a1, passed=True, **word)
    review.review_site(site=world.site_a2, passed=False, comment="首场过早", **word)
    with pytest.raises(Refusal, match="1个考点已被退回") as refused:
        review.pass_arrangement(**word)
    assert refused.value.findings == ["阳泉市外国语学校：首场过早"]
    review.review_site(site=world.site_a2, passed=True, **word)
    assert review.pass_arrangement(**word).state == ArrangementState.PASSED


def test_passing_a_county_passes_the_sites_that_nobody_judged(world):
    arrangement = passed(world)
    judged = SiteReview.objects.filter(arrangement=arrangement, passed=True)
    assert {r.site_id for r in judged} == {world.site_a1.pk, world.site_a2.pk}
    assert {r.sha256 for r in judged} == {arrangement.sha256}


@pytest.mark.clause("Y-036")
def test_a_returned_arrangement_says_why_and_can_be_changed_and_handed_in_again(world):
    arrangement = submitted(world)
    word = {"arrangement": arrangement, "sha256": arrangement.sha256, **city(world)}
    with pytest.raises(Invalid, match="意见"):
        review.return_arrangement(comment=" ", **word)
    review.review_site(site=world.site_a2, passed=False, comment="带宽未填", **word)
    review.return_arrangement(comment="请补正", **word)
    arrangement.refresh_from_db()
    assert arrangement.state == ArrangementState.RETURNED
    assert list(history(arrangement))[-1].comment == "请补正；阳泉市外国语学校：带宽未填"
    move_candidate(
        candidate=somebody(world.school_a1), room_session=cell(world.site_a1, 1, 9),
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    assert submit(world, arrangement).state == ArrangementState.SUBMITTED


def test_a_word_on_an_earlier_plan_is_refused(world):
    """W-02: approval refers to the hash that was seen."""
    arrangement = submitted(world)
    seen = arrangement.sha256
    review.return_arrangement(arrangement=arrangement, comment="改", sha256=seen, **city(world))
    move_candidate(
        candidate=somebody(world.school_a1), room_session=cell(world.site_a1, 1, 9),
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    again = submit(world, arrangement)
    assert again.sha256 != seen
    stale = {"arrangement": arrangement, "sha256": seen, **city(world)}
    for act in (
        lambda: review.review_site(site=world.site_a1, passed=True, **stale),
        lambda: review.pass_arrangement(**stale),
        lambda: review.return_arrangement(comment="退", **stale),
    ):
        with pytest.raises(Refusal, match="已经过时"):
            act()


def test_seats_that_changed_behind_the_submission_cannot_be_passed_or_locked(world):
    arrangement = passed(world)
    Seating.objects.filter(candidate=somebody(world.school_a1)).update(seat=30)
    with pytest.raises(Refusal, match="与上报时不一致"):
        review.lock_arrangement(arrangement=arrangement, **city(world))
    review.return_arrangement(
        arrangement=arrangement, comment="数据变动", sha256=arrangement.sha256, **city(world)
    )


@pytest.mark.clause("Y-039")
def test_a_passed_arrangement_is_locked(world):
    arrangement = locked(world)
    arrangement.refresh_from_db()
    assert (arrangement.state, arrangement.locked_at) == (ArrangementState.LOCKED, world.now)


def test_all_counties_pass_and_lock_at_once_and_a_refused_one_stops_no_other(world):
    first, second = submitted(world, "a"), submitted(world, "b")
    review.review_site(
        arrangement=second, site=world.site_b1, passed=False, comment="重编",
        sha256=second.sha256, **city(world),
    )  # fmt: skip
    outcomes = review.pass_and_lock_all(arrangements=[second, first], **city(world))
    assert [(o.arrangement.county.code, bool(o.refusal)) for o in outcomes] == [
        ("6302", True),
        ("6301", False),
    ]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (ArrangementState.LOCKED, ArrangementState.SUBMITTED)


def test_a_county_neither_reviews_nor_locks_its_own_arrangement(world):
    arrangement = submitted(world)
    word = {"arrangement": arrangement, "sha256": arrangement.sha256, "now": world.now}
    for person in (world.officer_a, world.chief_a1, world.auditor, world.exam_office):
        with pytest.raises(Forbidden):
            review.pass_arrangement(by=person, **word)
        with pytest.raises(Forbidden):
            review.review_site(site=world.site_a1, passed=True, by=person, **word)
    review.pass_arrangement(by=world.city_reviewer, **word)
    with pytest.raises(Forbidden):
        review.lock_arrangement(arrangement=arrangement, by=world.officer_a, now=world.now)


def test_another_county_cannot_hand_in(world):
    with pytest.raises(Forbidden):
        review.submit_arrangement(arrangement=settled(world), by=world.officer_b, now=world.now)


ACTS = {
    "submit": lambda world, a: submit(world, a),
    "return": lambda world, a: review.return_arrangement(
        arrangement=a, comment="退", sha256=a.sha256, **city(world)
    ),
    "pass": lambda world, a: review.pass_arrangement(arrangement=a, sha256=a.sha256, **city(world)),
    "lock": lambda world, a: review.lock_arrangement(arrangement=a, **city(world)),
}


def test_every_verb_in_every_state_goes_only_where_the_table_says(world):
    """W-01: the full product."""
    arrangement = submitted(world)
    sha256 = arrangement.sha256
    for state, (verb, act) in itertools.product(ArrangementState.values, ACTS.items()):
        Arrangement.objects.filter(pk=arrangement.pk).update(state=state, sha256=sha256)
        arrangement.refresh_from_db()
        entries = Entry.objects.count()
        allowed = state in ARRANGEMENT.by_verb[verb].sources
        try:
            done = act(world, arrangement)
        except Refusal as refusal:
            assert not allowed, (state, verb, str(refusal))
            assert refusal.status == 409
            assert Entry.objects.count() == entries
        else:
            assert allowed, (state, verb)
            assert done.state == ARRANGEMENT.by_verb[verb].target
            assert Entry.objects.count() == entries + 1


def test_under_review_the_places_below_stand_still_too(world):
    submitted(world)
    room = Room.objects.get(pk=world.room_a1_1.pk)
    with pytest.raises(Refusal, match="不能改动"):
        change_room(room=room, in_use=False, by=world.officer_a, now=world.now, reason="坏机")
    with pytest.raises(Refusal, match="借考安排不能改动"):
        end_hosting(hosting=Hosting.objects.get(), by=world.officer_a, now=world.now, reason="改")
    assert Site.objects.filter(pk=world.site_a1.pk).exists()


def test_every_step_of_the_life_is_told(world):
    arrangement = locked(world)
    assert [step.verb for step in history(arrangement)] == ["submit", "pass", "lock"]
