"""Arranging a county: whole, again, anew; who cannot be placed; what the verifier says."""

from datetime import datetime

import pytest

from candidates.models import Candidate
from centers.models import Hosting, Room
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Refusal
from examadmin.exams.rules import ZONE
from examadmin.jobs.models import JobState
from scheduling import jobs, solver
from scheduling.choices import Unseated
from scheduling.jobs import start_arranging
from scheduling.models import Arrangement, Seating
from scheduling.queries.unplaced import red_list, unplaced
from scheduling.queries.verdict import verdict
from scheduling.services import arrange as arrange_service
from scheduling.services.moves import Move, make_moves, pin, unseat
from scheduling.services.review import submit_arrangement

from .acts import arranged, cell, plan, seat_of, settled, somebody, submitted


def laws(arrangement):
    return [str(finding) for finding in verdict(arrangement)]


def newcomer(world, school, number, class_no=1, category="grade8"):
    return Candidate.objects.create(
        exam=world.exam,
        school=school,
        registration_no=number,
        name="后来生",
        name_sort="houlaisheng",
        sex="M",
        category=category,
        class_no=class_no,
        created_at=world.now,
    )


@pytest.mark.clause("Y-033")
def test_everybody_of_a_county_gets_a_usable_machine(world):
    arrangement = arranged(world)
    people = Candidate.objects.filter(school__county=world.county_a)
    assert Seating.objects.filter(candidate__in=people).count() == people.count() == 140
    assert not arrangement.unplaced
    assert max(Seating.objects.values_list("seat", flat=True)) <= 30
    assert laws(arrangement) == []


@pytest.mark.clause("Y-032", "Y-027")
def test_candidates_sit_at_the_school_where_they_are_enrolled(world):
    arranged(world)
    rows = Seating.objects.filter(candidate__school__in=[world.school_a1, world.school_a2])
    for seating in rows.select_related("room_session__room__site", "candidate"):
        assert seating.room_session.room.site.school_id == seating.candidate.school_id


@pytest.mark.clause("Y-028")
def test_pupils_of_a_school_without_a_site_sit_where_the_county_placed_them(world):
    arranged(world)
    sites = Seating.objects.filter(candidate__school=world.school_a3).values_list(
        "room_session__room__site", flat=True
    )
    assert set(sites) == {world.site_a1.pk}


@pytest.mark.clause("Y-028")
def test_a_part_of_a_school_can_be_placed_class_by_class(world):
    hosting = Hosting.objects.get(guest=world.school_a3)
    hosting.classes = ["grade8:1"]
    hosting.save()
    Hosting.objects.create(
        exam=world.exam,
        guest=world.school_a3,
        host=world.site_a2,
        classes=["grade9:1"],
        created_at=world.now,
    )
    arrangement = arranged(world)
    where = dict(
        Seating.objects.filter(candidate__school=world.school_a3).values_list(
            "candidate__category", "room_session__room__site"
        )
    )
    assert where == {"grade8": world.site_a1.pk, "grade9": world.site_a2.pk}
    assert laws(arrangement) == []


def test_a_school_without_a_site_and_without_a_host_stands_on_the_red_list_with_the_reason(world):
    Hosting.objects.all().delete()
    arrangement = arranged(world)
    rows = red_list(arrangement)
    assert {row.school for row in rows} == {world.school_a3.pk}
    assert {row.reason for row in rows} == {Unseated.NO_SITE}
    assert len(rows) == 10
    assert "荫营小镇中学八年级1班有9名考生未编排：学校不是考点，尚未安排借考。" in "".join(
        laws(arrangement)
    )


def test_whoever_finds_no_seat_is_named_and_never_dropped(world):
    Room.objects.filter(site=world.site_a2).update(machines=4, spare=3)
    world.exam.policy.data["calendar"]["dates"] = ["2024-05-30"]
    world.exam.policy.save()
    arrangement = arranged(world)
    rows = red_list(arrangement)
    assert len(rows) == 58 - 2 * 15
    assert {row.reason for row in rows} == {Unseated.NO_SEAT}
    assert arrangement.quality["total"]["unplaced"] == len(rows)
    assert {row.candidate for row in unplaced(world.officer_a, world.exam, world.county_a)} == {
        row.candidate for row in rows
    }
    assert unplaced(world.officer_b, world.exam, world.county_a) == []


def test_the_same_input_and_seed_give_the_same_plan(world):
    first = plan(arranged(world, seed=7))
    Seating.objects.all().delete()
    assert plan(arranged(world, seed=7)) == first


@pytest.mark.clause("Y-018")
def test_the_report_measures_the_plan_against_its_bounds(world):
    total = arranged(world).quality["total"]
    assert total["sessions"] == total["sessions_bound"] == 2 + 1
    assert total["splits"] == total["splits_bound"] == 0
    assert total["candidates"] == total["seated"] == 140


def test_a_second_run_keeps_every_seat_and_places_only_who_came_late(world):
    arrangement = arranged(world)
    before = plan(arrangement)
    versions = dict(Seating.objects.values_list("candidate_id", "version"))
    late = newcomer(world, world.school_a1, "236301019999")
    assert [row.reason for row in red_list(arrangement)] == [Unseated.NEW]
    arrangement = arranged(world, seed=99)
    after = plan(arrangement)
    assert late.pk in after
    assert {c: place for c, place in after.items() if c != late.pk} == before
    now = dict(Seating.objects.values_list("candidate_id", "version"))
    assert {c: v for c, v in now.items() if c != late.pk} == versions
    assert now[late.pk] == arrangement.version
    assert laws(arrangement) == []


def test_dealing_anew_keeps_what_is_pinned_and_only_that(world):
    arrangement = arranged(world)
    pupil = somebody(world.school_a1)
    target = cell(world.site_a1, 2, 9, day=1)
    make_moves(
        arrangement=arrangement, moves=[Move(pupil.pk, target.pk, 17)],
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    other = somebody(world.school_a1, 1)
    elsewhere = cell(world.site_a1, 1, 10, day=1)
    make_moves(
        arrangement=arrangement, moves=[Move(other.pk, elsewhere.pk, 3)],
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    pin(arrangement=arrangement, candidates=[pupil], by=world.officer_a, now=world.now)
    arrangement = arranged(world, rebuild=True)
    assert seat_of(pupil) == (target.pk, 17)
    assert seat_of(other) != (elsewhere.pk, 3)
    assert Seating.objects.get(candidate=pupil).pinned
    assert laws(arrangement) == []


def test_a_pin_on_a_spare_machine_survives_a_run(world):
    arrangement = arranged(world)
    pupil = somebody(world.school_a1)
    target = cell(world.site_a1, 1, 1)
    make_moves(
        arrangement=arrangement, moves=[Move(pupil.pk, target.pk, 32)], allow_spare=True,
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    pin(arrangement=arrangement, candidates=[pupil], by=world.officer_a, now=world.now)
    arrangement = arranged(world, rebuild=True)
    assert seat_of(pupil) == (target.pk, 32)
    assert laws(arrangement) == []
    assert "spare_seat" in {finding.rule for finding in verdict(arrangement, remarks=True)}


def test_a_seat_whose_machine_is_gone_is_dealt_anew(world):
    arranged(world)
    Room.objects.filter(site=world.site_a1, number=1).update(machines=20, spare=3)
    arrangement = arranged(world)
    seats = Seating.objects.filter(room_session__room__site=world.site_a1)
    assert seats.count() == 82
    assert max(seats.filter(room_session__room__number=1).values_list("seat", flat=True)) <= 17
    assert laws(arrangement) == []


def test_a_candidate_who_withdrew_loses_the_seat_at_the_next_run(world):
    arrangement = arranged(world)
    Candidate.objects.filter(pk=somebody(world.school_a1).pk).update(withdrawn_at=world.now)
    assert any("已退出考试" in law for law in laws(arrangement))
    assert laws(arranged(world)) == []
    assert Seating.objects.filter(arrangement=arrangement).count() == 139


def test_when_a_hosting_ends_the_guests_are_seated_where_they_now_belong(world):
    arrangement = arranged(world)
    Hosting.objects.update(host=world.site_a2)
    assert [f.rule for f in verdict(arrangement)].count("site_rule") == 10
    arrangement = arranged(world)
    assert laws(arrangement) == []
    sites = Seating.objects.filter(candidate__school=world.school_a3).values_list(
        "room_session__room__site", flat=True
    )
    assert set(sites) == {world.site_a2.pk}


def test_guests_from_another_county_are_seated_by_the_county_of_the_site(world):
    Hosting.objects.update(host=world.site_b1)
    first, second = arranged(world, "a"), arranged(world, "b")
    assert red_list(first) == [] == red_list(second)
    owners = Seating.objects.filter(candidate__school=world.school_a3).values_list(
        "arrangement", flat=True
    )
    assert set(owners) == {second.pk}
    assert laws(first) == [] == laws(second)


def test_a_broken_plan_is_never_stored(world, monkeypatch):
    real = solver.solve

    def careless(problem, seed):
        good = real(problem, seed)
        return solver.Plan(good.seatings + good.seatings[:1], good.unplaced, good.report)

    monkeypatch.setattr(arrange_service, "solve", careless)
    with pytest.raises(arrange_service.BrokenPlan):
        arranged(world)
    assert not Seating.objects.exists()
    assert Arrangement.objects.get(county=world.county_a).quality == {}


def test_a_change_during_the_run_makes_the_run_give_way(world, monkeypatch):
    arrangement = arranged(world)
    real, pupil = solver.solve, somebody(world.school_a2)
    target = cell(world.site_a2, 1, 15)

    def slow(problem, seed):
        if problem.site == world.site_a1.pk:
            make_moves(
                arrangement=arrangement, moves=[Move(pupil.pk, target.pk)],
                by=world.officer_a, now=world.now,
            )  # fmt: skip
        return real(problem, seed)

    monkeypatch.setattr(arrange_service, "solve", slow)
    with pytest.raises(Refusal, match="有人调整了座位"):
        arranged(world, rebuild=True)
    assert seat_of(pupil)[0] == target.pk


def test_a_run_is_refused_under_review(world):
    submitted(world)
    with pytest.raises(Refusal, match="待市级审核"):
        arranged(world)


@pytest.mark.clause("Y-034")
def test_arranging_and_handing_in_end_with_their_window(world):
    arrangement = settled(world)
    late = datetime(2024, 4, 11, 20, 0, 1, tzinfo=ZONE)
    with pytest.raises(Refusal, match="截止"):
        arranged(world, now=late)
    with pytest.raises(Refusal, match="截止"):
        submit_arrangement(arrangement=arrangement, by=world.officer_a, now=late)
    last = datetime(2024, 4, 11, 20, 0, tzinfo=ZONE)
    submit_arrangement(arrangement=arrangement, by=world.officer_a, now=last)


def test_only_the_officer_of_the_county_arranges_it(world):
    for person in (world.officer_b, world.chief_a1, world.auditor, world.nobody):
        with pytest.raises(Forbidden):
            arranged(world, by=person)
    assert not Seating.objects.exists()


def test_a_run_leaves_one_audit_row_with_its_seed(world):
    arranged(world, seed=42)
    entry = Entry.objects.get(action="scheduling.arrange")
    assert (entry.chain, entry.changes["seed"]) == ("county:6301", 42)


def test_as_a_job_the_run_shows_its_stages_and_a_second_press_starts_no_second_run(
    world, django_capture_on_commit_callbacks
):
    options = {"exam": world.exam, "county": world.county_a, "by": world.officer_a,
               "now": world.now, "seed": 3}  # fmt: skip
    first = start_arranging(**options)
    assert start_arranging(**options) == first
    assert first.title == "编排城区"


def test_the_job_arranges_the_county(world, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(jobs.clock, "now", lambda: world.now)
    with django_capture_on_commit_callbacks(execute=True):
        job = start_arranging(
            exam=world.exam, county=world.county_a, by=world.officer_a, now=world.now, seed=3
        )
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")
    assert job.result["seated"] == 140
    assert Arrangement.objects.get(county=world.county_a).job == job


def test_taking_somebody_off_the_seat_puts_him_on_the_red_list_until_the_next_run(world):
    arrangement = arranged(world)
    pupil = somebody(world.school_a1)
    unseat(
        arrangement=arrangement, candidates=[pupil], reason="核对学籍",
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    arrangement.refresh_from_db()
    assert [(r.candidate, r.reason) for r in red_list(arrangement)] == [
        (pupil.pk, Unseated.TAKEN_OUT)
    ]
    arranged(world)
    assert Seating.objects.filter(candidate=pupil).exists()
