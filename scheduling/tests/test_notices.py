"""Telling every candidate, handing out tickets, settling 零报考生, publishing."""

import pytest

from candidates.models import Candidate
from examadmin.base.errors import Forbidden, Invalid, Refusal
from scheduling.choices import Channel
from scheduling.models import Notice, Settlement
from scheduling.queries.notices import not_informed, notice_progress, publication
from scheduling.queries.zero import unsettled_by_school, zero_worklist
from scheduling.services.moves import move_candidate
from scheduling.services.settle import confirm_notice, settle

from .acts import arranged, cell, locked, settled, somebody


def of_class(school, class_no=1):
    return list(Candidate.objects.filter(school=school, category="grade8", class_no=class_no))


@pytest.mark.clause("Y-009")
def test_a_whole_class_is_told_at_once_and_leaves_the_list_of_those_not_told(world):
    locked(world)
    assert not_informed(world.officer_a, world.exam).count() == 140
    pupils = of_class(world.school_a1)
    told = confirm_notice(
        candidates=pupils, channel=Channel.CLASS_TEACHER, by=world.chief_a1, now=world.now,
        proof="班会签到表",
    )  # fmt: skip
    assert told == 26
    assert not_informed(world.officer_a, world.exam).count() == 140 - 26
    notice = Notice.objects.get(candidate=pupils[0])
    assert (notice.channel, notice.proof, notice.by, notice.at) == (
        "teacher", "班会签到表", world.chief_a1, world.now,
    )  # fmt: skip


def test_telling_again_renews_the_record_and_makes_no_second(world):
    locked(world)
    pupils = of_class(world.school_a1)
    for proof in ("第一次", "第二次"):
        confirm_notice(
            candidates=pupils, channel=Channel.PHONE, by=world.chief_a1, now=world.now, proof=proof
        )
    assert set(Notice.objects.values_list("proof", flat=True)) == {"第二次"}
    assert Notice.objects.count() == 26


@pytest.mark.clause("Y-051")
def test_tickets_are_counted_class_by_class_apart_from_other_ways_of_telling(world):
    locked(world)
    act = {"by": world.officer_a, "now": world.now}
    confirm_notice(candidates=of_class(world.school_a1, 1), channel=Channel.TICKET, **act)
    confirm_notice(candidates=of_class(world.school_a1, 2), channel=Channel.PHONE, **act)
    rows = {
        (r.category, r.class_no): (r.candidates, r.informed, r.tickets, r.left)
        for r in notice_progress(world.officer_a, world.exam, school=world.school_a1)
    }
    assert rows == {
        ("grade8", 1): (26, 26, 26, 0),
        ("grade8", 2): (25, 25, 0, 0),
        ("grade8", 3): (20, 0, 0, 20),
        ("grade9", 1): (1, 0, 0, 1),
    }
    without = not_informed(world.officer_a, world.exam, channel=Channel.TICKET)
    assert without.count() == 140 - 26


def test_nobody_is_told_of_a_seat_that_may_still_change(world):
    settled(world)
    with pytest.raises(Refusal, match="还没有锁定"):
        confirm_notice(
            candidates=of_class(world.school_a1), channel=Channel.SLIP, by=world.officer_a,
            now=world.now,
        )  # fmt: skip


def test_telling_needs_a_seat_a_known_way_and_somebody_in_reach(world):
    locked(world)
    act = {"channel": Channel.SLIP, "now": world.now}
    with pytest.raises(Refusal, match="还没有座位"):
        confirm_notice(candidates=of_class(world.school_b1), by=world.officer_b, **act)
    with pytest.raises(Invalid, match="通知方式"):
        confirm_notice(
            candidates=of_class(world.school_a1), by=world.officer_a, now=world.now, channel="鸽"
        )
    with pytest.raises(Forbidden):
        confirm_notice(candidates=of_class(world.school_a2), by=world.chief_a1, **act)
    with pytest.raises(Forbidden):
        confirm_notice(candidates=of_class(world.school_a1), by=world.auditor, **act)


def test_the_hosts_chief_and_the_guests_clerk_both_tell_the_guests(world):
    locked(world)
    guests = of_class(world.school_a3)
    for person in (world.chief_a1, world.clerk_a3):
        confirm_notice(candidates=guests, channel=Channel.SLIP, by=person, now=world.now)
    assert not_informed(world.clerk_a3, world.exam).count() == 1


@pytest.mark.clause("Y-058")
def test_what_is_published_names_time_room_session_and_log_in_number_and_no_identity(
    world, django_assert_num_queries
):
    locked(world)
    with django_assert_num_queries(2):
        rows = [
            (s.candidate.registration_no, s.room_session.session.clock, str(s.room_session.room),
             str(s.room_session.session), s.seat)
            for s in publication(world.officer_a, world.exam, school=world.school_a2)
        ]  # fmt: skip
    assert len(rows) == 58
    assert rows[0] == ("236301020001", "08:00–08:20", "第01考场", "5月30日第1场", 1)
    assert not publication(world.officer_b, world.exam, school=world.school_a2)


@pytest.mark.clause("Y-008")
def test_every_zero_registered_candidate_stands_in_the_worklist_until_settled(world):
    arrangement = arranged(world)
    rows = zero_worklist(world.officer_a, world.exam)
    assert [(r.candidate.school, r.settled) for r in rows] == [
        (world.school_a1, False),
        (world.school_a3, False),
    ]
    assert rows[1].seating.room_session.room.site == world.site_a1
    first = rows[0].candidate
    assert settle(candidates=[first], by=world.officer_a, now=world.now, note="已电话确认") == 1
    assert settle(candidates=[first], by=world.officer_a, now=world.now) == 0
    assert Settlement.objects.get().note == "已电话确认"
    assert unsettled_by_school(arrangement) == {"荫营小镇中学": 1}
    rows = zero_worklist(world.officer_a, world.exam, world.county_a)
    assert [(r.candidate.pk == first.pk, r.settled) for r in rows] == [(False, False), (True, True)]


@pytest.mark.clause("Y-008")
def test_a_new_seat_has_to_be_settled_again(world):
    arrangement = settled(world)
    assert not unsettled_by_school(arrangement)
    pupil = somebody(world.school_a1, category="grade9")
    move_candidate(
        candidate=pupil, room_session=cell(world.site_a1, 2, 9), by=world.officer_a, now=world.now
    )
    assert unsettled_by_school(arrangement) == {"阳泉市实验中学": 1}
    other = somebody(world.school_a1)
    move_candidate(
        candidate=other, room_session=cell(world.site_a1, 2, 9), by=world.officer_a, now=world.now
    )
    assert unsettled_by_school(arrangement) == {"阳泉市实验中学": 1}


def test_only_zero_registered_candidates_with_a_seat_are_settled_and_only_by_their_county(world):
    with pytest.raises(Refusal, match="还没有座位"):
        settle(
            candidates=[somebody(world.school_a1, category="grade9")],
            by=world.officer_a, now=world.now,
        )  # fmt: skip
    arranged(world)
    with pytest.raises(Invalid, match="不需要逐一落实"):
        settle(candidates=[somebody(world.school_a1)], by=world.officer_a, now=world.now)
    with pytest.raises(Forbidden):
        settle(
            candidates=[somebody(world.school_a1, category="grade9")],
            by=world.officer_b, now=world.now,
        )  # fmt: skip
    assert zero_worklist(world.officer_b, world.exam, world.county_a) == []
