"""The copies that the rounds work on (Y-044, Y-045, R-C10, D-17)."""

from datetime import datetime

import pytest

from centers.models import Room
from examadmin.base.errors import Forbidden, Refusal
from examadmin.exams.models import Round
from examadmin.exams.rules import ZONE
from scheduling.models import RoundPlan, Seating
from scheduling.services.changes import approve_change, request_change
from scheduling.services.moves import Move
from scheduling.services.rounds import certify_cleanup, is_open, prepare_round, uncleaned

from .acts import cell, locked, seat_of, settled, somebody


def at(month, day, hour=9):
    return datetime(2024, month, day, hour, tzinfo=ZONE)


@pytest.fixture
def rounds(world):
    if not world.exam.rounds.exists():
        for data in world.exam.rules["rounds"]:
            Round.objects.create(
                exam=world.exam, key=data["key"], title=data["title"], mock=data["mock"],
                download_on=data["download"], opens_on=data["opens"], closes_on=data["closes"],
            )  # fmt: skip
    return {r.key: Round.objects.get(pk=r.pk) for r in world.exam.rounds.all()}


def prepare(world, round_, arrangement, now, by=None):
    return prepare_round(round_=round_, arrangement=arrangement, by=by or world.officer_a, now=now)


@pytest.mark.clause("Y-044", "Y-045")
def test_a_mock_round_works_on_a_copy_of_the_real_plan_with_the_same_sites(world, rounds):
    arrangement = locked(world)
    copy = prepare(world, rounds["mock1"], arrangement, at(4, 11))
    real = Seating.objects.filter(arrangement=arrangement).order_by("candidate_id")
    assert copy.seats == [[s.candidate_id, s.room_session_id, s.seat] for s in real]
    assert copy.sha256 == arrangement.sha256
    rooms = Room.objects.filter(room_sessions__in={cell for _c, cell, _s in copy.seats})
    assert {room.site_id for room in rooms} == {world.site_a1.pk, world.site_a2.pk}


@pytest.mark.clause("Y-045")
def test_a_later_change_of_the_real_seats_leaves_the_copy_alone_and_the_next_copy_has_it(
    world, rounds
):
    arrangement = locked(world)
    first = prepare(world, rounds["mock1"], arrangement, at(4, 11))
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    before = seat_of(pupil)
    order = request_change(
        arrangement=arrangement, moves=[Move(pupil.pk, target.pk, 4)], reason="伤病",
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    approve_change(order=order, by=world.city_reviewer, now=world.now)
    first.refresh_from_db()
    second = prepare(world, rounds["mock2"], arrangement, at(4, 18))
    assert [pupil.pk, *before] in first.seats
    assert [pupil.pk, target.pk, 4] in second.seats


def test_a_round_is_prepared_once_from_its_download_day_and_only_from_a_locked_plan(world, rounds):
    with pytest.raises(Refusal, match="还没有锁定"):
        prepare(world, rounds["mock1"], settled(world), at(4, 11))
    arrangement = locked(world)
    with pytest.raises(Refusal, match="从2024-04-11起"):
        prepare(world, rounds["mock1"], arrangement, at(4, 10, 23))
    with pytest.raises(Forbidden):
        prepare(world, rounds["mock1"], arrangement, at(4, 11), by=world.officer_b)
    prepare(world, rounds["mock1"], arrangement, at(4, 11))
    with pytest.raises(Refusal, match="已经生成过"):
        prepare(world, rounds["mock1"], arrangement, at(4, 11))


def test_a_round_opens_and_closes_by_the_calendar(world, rounds):
    mock = rounds["mock1"]
    days = [at(4, 11, 23), at(4, 12, 0), at(4, 17, 23), at(4, 18, 0)]
    assert [is_open(mock, now=now) for now in days] == [False, True, True, False]


def test_formal_data_wait_until_every_site_has_cleaned_up_after_the_mock_rounds(world, rounds):
    arrangement = locked(world)
    prepare(world, rounds["mock1"], arrangement, at(4, 11))
    with pytest.raises(Refusal, match="还有2项模考数据") as refused:
        prepare(world, rounds["formal"], arrangement, at(5, 27))
    assert "阳泉市实验中学 第一次模拟考试" in refused.value.findings
    clean = {"round_": rounds["mock1"], "now": at(4, 18)}
    with pytest.raises(Forbidden):
        certify_cleanup(site=world.site_a1, by=world.chief_a2, **clean)
    certify_cleanup(site=world.site_a1, by=world.chief_a1, **clean)
    certify_cleanup(site=world.site_a1, by=world.technician_a1, **clean)
    assert uncleaned(world.exam) == [(rounds["mock1"], world.site_a2)]
    certify_cleanup(site=world.site_a2, by=world.chief_a2, **clean)
    assert prepare(world, rounds["formal"], arrangement, at(5, 27)).pk
    assert RoundPlan.objects.count() == 2


def test_nobody_certifies_before_the_round_has_begun(world, rounds):
    with pytest.raises(Refusal, match="还没有开始"):
        certify_cleanup(
            round_=rounds["mock1"], site=world.site_a1, by=world.chief_a1, now=at(4, 11)
        )
