"""After the lock: change orders, two persons, and exactly the papers to print again (Y-039, D-22)."""

import pytest
from django.db import IntegrityError, transaction

from centers.models import Hosting
from examadmin.base.errors import Forbidden, Invalid, Refusal
from scheduling.choices import ArrangementState, ChangeState, Channel
from scheduling.models import ChangeOrder, Seating
from scheduling.queries.affected import preview_change
from scheduling.queries.frozen import fingerprint
from scheduling.queries.notices import not_informed
from scheduling.queries.verdict import verdict
from scheduling.services.changes import approve_change, refuse_change, request_change
from scheduling.services.moves import Move, pin
from scheduling.services.settle import confirm_notice

from .acts import arranged, cell, locked, plan, seat_of, settled, somebody

OF_ROOM_SESSION = {"sign_in", "room_roster", "seat_chart", "desk_labels"}


def ask(world, arrangement, *moves, **options):
    return request_change(
        **{"arrangement": arrangement, "moves": moves, "reason": "学生骨折，换到一楼",
           "by": world.officer_a, "now": world.now, **options}
    )  # fmt: skip


def approve(world, order, by=None):
    return approve_change(order=order, by=by or world.city_reviewer, now=world.now)


def shape(order):
    """{(kind, what it is about)}"""
    about = ("candidate", "room_session", "room", "county")
    return {(p["kind"], next(p[name] for name in about if p[name])) for p in order.affected}


@pytest.mark.clause("Y-039")
def test_a_change_after_the_lock_is_asked_for_with_a_reason_and_approved_by_another(world):
    arrangement = locked(world)
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    with pytest.raises(Invalid, match="理由"):
        ask(world, arrangement, Move(pupil.pk, target.pk), reason=" ")
    before = seat_of(pupil)
    order = ask(world, arrangement, Move(pupil.pk, target.pk, 4))
    assert seat_of(pupil) == before
    order = approve(world, order)
    assert seat_of(pupil) == (target.pk, 4)
    assert (order.state, order.decided_by) == (ChangeState.APPROVED, world.city_reviewer)
    arrangement.refresh_from_db()
    assert arrangement.state == ArrangementState.LOCKED
    assert arrangement.sha256 == fingerprint(arrangement)
    assert verdict(arrangement) == []


@pytest.mark.clause("Y-039")
def test_one_seat_changed_names_exactly_the_papers_that_it_makes_false(world):
    arrangement = locked(world)
    pupil = somebody(world.school_a1)
    here = seat_of(pupil)[0]
    order = approve(world, ask(world, arrangement, Move(pupil.pk, here, 30)))
    assert shape(order) == (
        {("tickets", pupil.pk), ("slips", pupil.pk), ("order_book", world.county_a.pk)}
        | {(kind, here) for kind in OF_ROOM_SESSION}
    )
    ticket = next(p for p in order.affected if p["kind"] == "tickets")
    assert ticket["registration_no"] == pupil.registration_no
    assert ticket["scope"] == "阳泉市实验中学 考生1001"


def test_a_change_of_room_names_the_lists_of_both_room_sessions(world):
    arrangement = locked(world)
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    here = seat_of(pupil)[0]
    order = approve(world, ask(world, arrangement, Move(pupil.pk, target.pk)))
    assert shape(order) == (
        {("tickets", pupil.pk), ("slips", pupil.pk), ("order_book", world.county_a.pk)}
        | {(kind, at) for kind in OF_ROOM_SESSION for at in (here, target.pk)}
        | {("door_labels", world.room_a1_1.pk), ("door_labels", world.room_a1_2.pk)}
    )


def test_a_change_of_site_names_form_3_too(world):
    arrangement = locked(world)
    guest = somebody(world.school_a3)
    Hosting.objects.create(
        exam=world.exam, guest=world.school_a3, host=world.site_a2, classes=["grade8:1"],
        created_at=world.now,
    )  # fmt: skip
    target = cell(world.site_a2, 1, 9)
    order = approve(world, ask(world, arrangement, Move(guest.pk, target.pk)))
    assert {"form3", "form3_xlsx"} <= {kind for kind, _about in shape(order)}


def test_a_swap_names_both_candidates_and_a_seat_that_stays_names_nothing(world):
    arrangement = locked(world)
    first, second = somebody(world.school_a1), somebody(world.school_a1, 1)
    moves = [Move(first.pk, *seat_of(second)), Move(second.pk, *seat_of(first))]
    stays = somebody(world.school_a2)
    findings, papers = preview_change(arrangement, [*moves, Move(stays.pk, *seat_of(stays))])
    assert {p.candidate for p in papers if p.kind == "tickets"} == {first.pk, second.pk}
    assert plan(arrangement)[first.pk] == seat_of(first)
    assert not [f for f in findings if f.level == "block"]


@pytest.mark.clause("Y-039")
def test_nobody_approves_his_own_change(world):
    arrangement = locked(world)
    move = Move(somebody(world.school_a1).pk, cell(world.site_a1, 2, 9).pk)
    order = ask(world, arrangement, move)
    with pytest.raises(Forbidden):
        approve(world, order, by=world.officer_a)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeOrder.objects.filter(pk=order.pk).update(decided_by=world.officer_a)
    with pytest.raises(Forbidden):
        approve(world, order, by=world.chief_a1)
    with pytest.raises(Forbidden):
        ask(world, arrangement, move, by=world.officer_b)


def test_a_refused_change_moves_nobody_and_makes_place_for_the_next(world):
    arrangement = locked(world)
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    before = plan(arrangement)
    order = ask(world, arrangement, Move(pupil.pk, target.pk))
    with pytest.raises(Refusal, match="等待批准"):
        ask(world, arrangement, Move(pupil.pk, target.pk))
    with pytest.raises(Invalid, match="理由"):
        refuse_change(order=order, by=world.city_reviewer, now=world.now, reason="")
    refuse_change(order=order, by=world.city_reviewer, now=world.now, reason="不必")
    assert plan(arrangement) == before
    with pytest.raises(Refusal, match="未批准"):
        approve(world, order)
    again = ask(world, arrangement, Move(pupil.pk, target.pk))
    approve(world, again)
    with pytest.raises(Refusal, match="已批准并生效"):
        approve(world, again, by=world.city_issuer)


def test_the_rules_hold_when_asking_and_once_more_when_approving(world):
    arrangement = locked(world)
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    with pytest.raises(Refusal) as refused:
        ask(world, arrangement, Move(pupil.pk, target.pk, 31))
    assert [f.rule for f in refused.value.findings if f.level == "block"] == ["spare_unasked"]
    order = ask(world, arrangement, Move(pupil.pk, target.pk, 3))
    Seating.objects.filter(candidate=somebody(world.school_a1, 5)).update(
        room_session=target, seat=3
    )
    with pytest.raises(Refusal) as refused:
        approve(world, order)
    assert [f.rule for f in refused.value.findings if f.level == "block"] == ["seat_taken"]
    order.refresh_from_db()
    assert order.state == ChangeState.REQUESTED


def test_before_the_lock_no_change_order_is_needed(world):
    arrangement = settled(world)
    with pytest.raises(Refusal, match="不需要变更单"):
        ask(world, arrangement, Move(somebody(world.school_a1).pk, cell(world.site_a1, 2, 9).pk))


def test_a_pinned_seat_may_be_changed_by_order(world):
    arrangement = arranged(world)
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    pin(arrangement=arrangement, candidates=[pupil], by=world.officer_a, now=world.now)
    arrangement = locked(world)
    approve(world, ask(world, arrangement, Move(pupil.pk, target.pk)))
    assert seat_of(pupil)[0] == target.pk


@pytest.mark.clause("Y-009")
def test_whoever_gets_another_seat_has_to_be_told_again_and_nobody_else(world):
    arrangement = locked(world)
    people = [s.candidate for s in Seating.objects.filter(arrangement=arrangement)]
    confirm_notice(
        candidates=people, channel=Channel.SLIP, by=world.officer_a, now=world.now, proof="签收表"
    )
    assert not not_informed(world.officer_a, world.exam).filter(school__county=world.county_a)
    pupil = somebody(world.school_a1)
    findings, _papers = preview_change(arrangement, [Move(pupil.pk, seat_of(pupil)[0], 30)])
    assert "told_again" in {f.rule for f in findings}
    approve(world, ask(world, arrangement, Move(pupil.pk, seat_of(pupil)[0], 30)))
    left = not_informed(world.officer_a, world.exam).filter(school__county=world.county_a)
    assert [c.pk for c in left] == [pupil.pk]


def test_numbers_of_both_rooms_are_right_after_a_change(world):
    """D-22."""
    arrangement = locked(world)
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    here = seat_of(pupil)[0]
    count = Seating.objects.filter(room_session=here).count()
    approve(world, ask(world, arrangement, Move(pupil.pk, target.pk)))
    assert Seating.objects.filter(room_session=here).count() == count - 1
    assert Seating.objects.filter(room_session=target).count() == 1
