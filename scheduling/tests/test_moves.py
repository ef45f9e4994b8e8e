"""Moves by hand: every rule on every path, with its level (R-C08), all or none."""

from datetime import timedelta

import pytest

from centers.models import Room
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal
from scheduling.choices import Level
from scheduling.models import Seating, Session
from scheduling.queries.verdict import verdict
from scheduling.services.move_table import import_moves
from scheduling.services.moves import (
    Move,
    check_moves,
    make_moves,
    move_candidate,
    move_class,
    move_session,
    pin,
    swap_candidates,
    swap_sessions,
    unpin,
    unseat,
)

from .acts import arranged, cell, locked, plan, seat_of, somebody


@pytest.fixture
def arrangement(world):
    return arranged(world)


def by(world):
    return {"by": world.officer_a, "now": world.now, "reason": "家长申请"}


def rules(findings, level=None):
    return [f.rule for f in findings if level is None or f.level == level]


@pytest.mark.clause("Y-018")
def test_a_candidate_moves_to_the_lowest_free_machine(world, arrangement):
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 1, 3)
    moved = move_candidate(candidate=pupil, room_session=target, **by(world))
    assert seat_of(pupil) == (target.pk, 1)
    assert rules(moved.findings) == ["class_split"]
    seating = Seating.objects.get(candidate=pupil)
    assert seating.version == moved.arrangement.version == arrangement.version + 1


def test_a_move_says_in_the_trail_from_where_to_where(world, arrangement):
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 1, 3)
    move_candidate(candidate=pupil, room_session=target, seat=5, **by(world))
    entry = Entry.objects.get(action="scheduling.move_candidate")
    assert entry.reason == "家长申请"
    assert entry.changes["moves"][0]["to"] == "阳泉市实验中学第01考场5月30日第3场 5"


@pytest.mark.clause("Y-033")
def test_a_spare_machine_is_given_only_after_an_explicit_warning(world, arrangement):
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 1, 3)
    assert rules(check_moves(arrangement, [Move(pupil.pk, target.pk, 31)]), Level.BLOCK) == [
        "spare_unasked"
    ]
    with pytest.raises(Refusal):
        move_candidate(candidate=pupil, room_session=target, seat=31, **by(world))
    moved = move_candidate(
        candidate=pupil, room_session=target, seat=31, allow_spare=True, **by(world)
    )
    assert "spare_allowed" in rules(moved.findings, Level.NOTE)
    assert seat_of(pupil) == (target.pk, 31)
    assert Seating.objects.get(candidate=pupil).pinned


@pytest.mark.parametrize(
    ("seat", "rule"), [(34, "no_such_seat"), (0, "no_such_seat"), (1, "seat_taken")]
)
def test_a_machine_that_is_not_there_or_taken_is_refused(world, arrangement, seat, rule):
    first = cell(world.site_a1, 1, 1)
    taken = Seating.objects.filter(room_session=first, seat=1).get().candidate
    pupil = next(
        s.candidate
        for s in Seating.objects.filter(candidate__school=world.school_a1).exclude(
            room_session=first
        )
        if s.candidate != taken
    )
    with pytest.raises(Refusal) as refused:
        move_candidate(candidate=pupil, room_session=first, seat=seat, **by(world))
    assert rules(refused.value.findings, Level.BLOCK) == [rule]


def test_a_full_room_session_takes_nobody(world, arrangement):
    target = cell(world.site_a1, 1, 3)
    pupils = [somebody(world.school_a1, n) for n in range(31)]
    make_moves(
        arrangement=arrangement, moves=[Move(p.pk, target.pk) for p in pupils[:30]], **by(world)
    )
    with pytest.raises(Refusal) as refused:
        move_candidate(candidate=pupils[30], room_session=target, **by(world))
    assert "可用机器30台，已坐满" in str(refused.value.findings[0])


@pytest.mark.clause("Y-032")
def test_a_candidate_cannot_be_moved_to_a_school_that_is_not_his_nor_hosts_him(world, arrangement):
    for pupil, site in ((somebody(world.school_a1), world.site_a2),
                        (somebody(world.school_a3), world.site_a2)):  # fmt: skip
        found = check_moves(arrangement, [Move(pupil.pk, cell(site, 1, 9).pk)])
        assert rules(found, Level.BLOCK) == ["site_rule"]
    guest = somebody(world.school_a3)
    found = check_moves(arrangement, [Move(guest.pk, cell(world.site_a1, 1, 9).pk)])
    assert rules(found, Level.BLOCK) == []


def test_a_room_out_of_use_or_a_session_outside_the_bands_takes_nobody(world, arrangement):
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 1, 9)
    late = cell(world.site_a1, 2, 15)
    Session.objects.filter(pk=late.session_id).update(
        starts_at=late.session.starts_at + timedelta(hours=2),
        ends_at=late.session.ends_at + timedelta(hours=2),
    )
    assert rules(check_moves(arrangement, [Move(pupil.pk, late.pk)])) == ["outside_bounds"]
    Room.objects.filter(pk=target.room_id).update(in_use=False)
    assert rules(check_moves(arrangement, [Move(pupil.pk, target.pk)])) == ["room_not_in_use"]


def test_room_sessions_and_candidates_of_another_county_are_unknown_here(world, arrangement):
    other = arranged(world, "b")
    here, there = cell(world.site_a1, 1, 9), cell(world.site_b1, 1, 9)
    stranger = somebody(world.school_b1)
    assert rules(check_moves(arrangement, [Move(somebody(world.school_a1).pk, there.pk)])) == [
        "unknown_room_session"
    ]
    assert rules(check_moves(arrangement, [Move(stranger.pk, here.pk)])) == ["elsewhere"]
    assert rules(check_moves(other, [Move(987654321, there.pk)])) == ["unknown_candidate"]


def test_nobody_stands_twice_in_one_set_of_moves(world, arrangement):
    pupil = somebody(world.school_a1)
    moves = [Move(pupil.pk, cell(world.site_a1, 1, n).pk) for n in (9, 10)]
    assert rules(check_moves(arrangement, moves)) == ["twice"]


def test_who_withdrew_can_only_be_taken_off(world, arrangement):
    pupil = somebody(world.school_a1)
    pupil.withdrawn_at = world.now
    pupil.save()
    found = check_moves(arrangement, [Move(pupil.pk, cell(world.site_a1, 1, 9).pk)])
    assert rules(found) == ["withdrawn"]
    unseat(arrangement=arrangement, candidates=[pupil], **by(world))
    assert not Seating.objects.filter(candidate=pupil).exists()


def test_a_pinned_seat_is_freed_before_it_moves(world, arrangement):
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 1, 9)
    act = {"arrangement": arrangement, "candidates": [pupil], "by": world.officer_a,
           "now": world.now}  # fmt: skip
    assert (pin(**act), pin(**act)) == (1, 0)
    with pytest.raises(Refusal, match="没有改动") as refused:
        move_candidate(candidate=pupil, room_session=target, **by(world))
    assert rules(refused.value.findings) == ["pinned"]
    unpin(**act)
    move_candidate(candidate=pupil, room_session=target, **by(world))


def test_two_candidates_change_machines(world, arrangement):
    first, second = somebody(world.school_a1, 0), somebody(world.school_a1, 60)
    places = seat_of(first), seat_of(second)
    swap_candidates(first=first, second=second, **by(world))
    assert (seat_of(second), seat_of(first)) == places
    assert verdict(arrangement) == []


def test_a_whole_row_of_machines_shifts_by_one_without_collision(world, arrangement):
    inside = cell(world.site_a1, 1, 1)
    seatings = list(Seating.objects.filter(room_session=inside).order_by("seat"))
    moves = [Move(s.candidate_id, inside.pk, s.seat + 1) for s in seatings]
    make_moves(arrangement=arrangement, moves=moves, **by(world))
    assert [seat_of(s.candidate)[1] for s in seatings] == [s.seat + 1 for s in seatings]


def test_a_class_moves_whole_in_roll_order(world, arrangement):
    target = cell(world.site_a1, 2, 9)
    move_class(school=world.school_a1, category="grade8", class_no=1, target=target, **by(world))
    inside = Seating.objects.filter(room_session=target).select_related("candidate")
    assert [(s.seat, s.candidate.class_no) for s in inside] == [(n, 1) for n in range(1, 27)]
    numbers = [s.candidate.registration_no for s in inside]
    assert numbers == sorted(numbers)
    assert verdict(arrangement) == []


def test_a_class_moves_into_a_session_and_fills_its_rooms_in_order(world, arrangement):
    Room.objects.filter(site=world.site_a1, number=1).update(machines=20, spare=4)
    session = cell(world.site_a1, 1, 9).session
    move_class(school=world.school_a1, category="grade8", class_no=1, target=session, **by(world))
    loads = Seating.objects.filter(room_session__session=session).values_list(
        "room_session__room__number", flat=True
    )
    assert [list(loads).count(n) for n in (1, 2)] == [16, 10]


def test_a_class_that_does_not_fit_stays_where_it_is(world, arrangement):
    before, full = plan(arrangement), cell(world.site_a1, 1, 1)
    Room.objects.filter(pk=full.room_id).update(machines=20, spare=4)
    with pytest.raises(Refusal) as refused:
        move_class(
            school=world.school_a1, category="grade8", class_no=1,
            target=cell(world.site_a1, 1, 9), **by(world),
        )  # fmt: skip
    assert rules(refused.value.findings, Level.BLOCK) == ["no_free_seat"] * 10
    assert plan(arrangement) == before


@pytest.mark.clause("Y-018")
def test_a_room_session_and_a_whole_session_move_machine_by_machine(world, arrangement):
    source, target = cell(world.site_a1, 1, 1), cell(world.site_a1, 1, 9)
    seats = dict(Seating.objects.filter(room_session=source).values_list("candidate_id", "seat"))
    move_session(source=source, target=target, **by(world))
    now = Seating.objects.filter(room_session=target)
    assert dict(now.values_list("candidate_id", "seat")) == seats
    everybody = Seating.objects.filter(room_session__session=cell(world.site_a1, 1, 2).session)
    count = everybody.count()
    free = cell(world.site_a1, 1, 14, day=2).session
    move_session(source=cell(world.site_a1, 1, 2).session, target=free, **by(world))
    assert Seating.objects.filter(room_session__session=free).count() == count
    assert verdict(arrangement) == []


def test_two_sessions_change_places(world, arrangement):
    first, second = cell(world.site_a1, 1, 1).session, cell(world.site_a1, 1, 2).session
    before = plan(arrangement)
    swap_sessions(first=first, second=second, **by(world))
    after = plan(arrangement)
    changed = {c for c in before if before[c][0] != after[c][0]}
    assert len(changed) == 82
    assert all(before[c][1] == after[c][1] for c in changed)


def test_a_session_cannot_move_to_another_site(world, arrangement):
    with pytest.raises(Invalid, match="同一考点"):
        move_session(
            source=cell(world.site_a1, 1, 1).session,
            target=cell(world.site_a2, 1, 9).session,
            **by(world),
        )


def test_taking_off_the_seat_is_told_as_to_be_solved_before_publishing(world, arrangement):
    pupil = somebody(world.school_a1)
    found = check_moves(arrangement, [Move(pupil.pk, None)])
    assert rules(found, Level.BEFORE_PUBLISH) == ["unseated"]
    with pytest.raises(Invalid, match="理由"):
        unseat(
            arrangement=arrangement, candidates=[pupil], reason="",
            by=world.officer_a, now=world.now,
        )  # fmt: skip


def test_a_table_of_moves_goes_the_same_way_and_names_every_bad_row(world, arrangement):
    pupil = somebody(world.school_a1)
    good = {"registration_no": pupil.registration_no, "site": "630101", "room": 2,
            "day": world.exam.rules.dates[0], "session": 9, "seat": 4}  # fmt: skip
    bad = [good | {"registration_no": "236300000000"}, good | {"room": 7}]
    with pytest.raises(Invalid) as refused:
        import_moves(arrangement=arrangement, rows=[good, *bad], **by(world))
    assert [f[:4] for f in refused.value.findings] == ["第2行：", "第3行："]
    import_moves(arrangement=arrangement, rows=[good], **by(world))
    assert seat_of(pupil) == (cell(world.site_a1, 2, 9).pk, 4)
    with pytest.raises(Refusal) as refused:
        import_moves(arrangement=arrangement, rows=[good | {"seat": 32}], **by(world))
    assert rules(refused.value.findings, Level.BLOCK) == ["spare_unasked"]


def test_others_than_the_officer_of_the_county_move_nobody(world, arrangement):
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 1, 9)
    for person in (world.officer_b, world.chief_a1, world.auditor, world.city_reviewer):
        with pytest.raises(Forbidden):
            move_candidate(candidate=pupil, room_session=target, by=person, now=world.now)


@pytest.mark.clause("Y-039")
def test_after_the_lock_no_verb_moves_anybody(world):
    arrangement = locked(world)
    before = plan(arrangement)
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 1, 9)
    acts = [
        lambda: move_candidate(candidate=pupil, room_session=target, **by(world)),
        lambda: move_class(school=world.school_a1, category="grade8", class_no=1, target=target,
                           **by(world)),
        lambda: move_session(source=cell(world.site_a1, 1, 1), target=target, **by(world)),
        lambda: swap_candidates(first=pupil, second=somebody(world.school_a1, 60), **by(world)),
        lambda: unseat(arrangement=arrangement, candidates=[pupil], **by(world)),
        lambda: pin(arrangement=arrangement, candidates=[pupil], by=world.officer_a,
                    now=world.now),
        lambda: arranged(world, rebuild=True),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(Refusal, match="变更单"):
            act()
    assert plan(arrangement) == before


def test_checking_moves_costs_the_same_number_of_queries_for_one_and_for_many(
    world, arrangement, django_assert_max_num_queries
):
    target = cell(world.site_a1, 1, 9)
    many = [Move(somebody(world.school_a1, n).pk, target.pk) for n in range(25)]
    for moves in (many[:1], many):
        with django_assert_max_num_queries(11):
            check_moves(arrangement, moves)
