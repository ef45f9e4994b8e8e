"""What the database itself refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from examadmin.exams.models import Round
from scheduling.models import (
    Arrangement,
    ChangeOrder,
    Cleanup,
    CountyTimetable,
    Notice,
    Postponement,
    RoomSession,
    RoundPlan,
    Seating,
    Session,
    Settlement,
    SiteReview,
)

from .acts import arranged, cell, somebody


@pytest.fixture
def arrangement(world):
    return arranged(world)


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_a_candidate_has_one_seat_and_a_machine_one_candidate_a_session(world, arrangement):
    first = Seating.objects.order_by("pk").first()
    other = cell(world.site_a1, 1, 9)
    again = {"arrangement": arrangement, "candidate": first.candidate, "seat": 1}
    refused(lambda: Seating.objects.create(room_session=other, **again))
    stranger = somebody(world.school_b1)
    refused(
        lambda: Seating.objects.create(
            arrangement=arrangement, candidate=stranger, room_session=first.room_session,
            seat=first.seat,
        )
    )  # fmt: skip
    refused(
        lambda: Seating.objects.create(
            arrangement=arrangement, candidate=stranger, room_session=other, seat=0
        )
    )


def test_a_county_has_one_arrangement_and_one_timetable(world, arrangement):
    refused(lambda: Arrangement.objects.create(exam=world.exam, county=world.county_a))
    CountyTimetable.objects.create(exam=world.exam, county=world.county_a)
    refused(lambda: CountyTimetable.objects.create(exam=world.exam, county=world.county_a))


def test_what_is_under_review_has_a_fingerprint(world, arrangement):
    for state in ("submitted", "passed", "locked"):
        refused(
            lambda state=state: Arrangement.objects.filter(pk=arrangement.pk).update(
                state=state, sha256=""
            )
        )


def test_sessions_of_a_site_share_no_ordinal_and_no_start_and_end_after_they_start(
    world, arrangement
):
    first, second = Session.objects.filter(site=world.site_a1)[:2]
    for changes in (
        {"ordinal": first.ordinal},
        {"starts_at": first.starts_at},
        {"ends_at": second.starts_at},
        {"ordinal": 0},
    ):
        refused(lambda c=changes: Session.objects.filter(pk=second.pk).update(**c))


def test_a_room_is_open_once_in_a_session_and_ends_after_it_began(world, arrangement):
    one = cell(world.site_a1, 1, 1)
    refused(lambda: RoomSession.objects.create(session=one.session, room=one.room))
    refused(
        lambda: RoomSession.objects.filter(pk=one.pk).update(began_at=world.now, ended_at=world.now)
    )


def test_a_site_is_judged_once_and_never_returned_without_a_word(world, arrangement):
    word = {"arrangement": arrangement, "site": world.site_a1, "sha256": "0" * 64,
            "by": world.city_reviewer, "at": world.now}  # fmt: skip
    refused(lambda: SiteReview.objects.create(passed=False, comment="", **word))
    SiteReview.objects.create(passed=True, **word)
    refused(lambda: SiteReview.objects.create(passed=True, **word))


def test_a_county_has_one_open_change_order(world, arrangement):
    order = {"arrangement": arrangement, "reason": "x", "requested_by": world.officer_a,
             "requested_at": world.now}  # fmt: skip
    ChangeOrder.objects.create(state="refused", **order)
    ChangeOrder.objects.create(**order)
    refused(lambda: ChangeOrder.objects.create(**order))
    refused(lambda: ChangeOrder.objects.update(decided_by=world.officer_a))


def test_a_candidate_is_settled_once_and_told_once_in_each_way(world, arrangement):
    pupil = somebody(world.school_a1)
    known = {"candidate": pupil, "arrangement": arrangement, "arrangement_version": 1,
             "by": world.officer_a, "at": world.now}  # fmt: skip
    for model, more in ((Settlement, {}), (Notice, {"channel": "slip"})):
        model.objects.create(**known, **more)
        refused(lambda model=model, more=more: model.objects.create(**known, **more))


def test_a_rescheduled_session_has_room_time_and_notice(world, arrangement):
    one = Postponement.objects.create(
        room_session=cell(world.site_a1, 1, 1), cause="停电", interrupted_at=world.now,
        reported_at=world.now,
    )  # fmt: skip
    refused(lambda: Postponement.objects.filter(pk=one.pk).update(state="rescheduled"))
    refused(
        lambda: Postponement.objects.create(
            room_session=one.room_session, cause="停电", interrupted_at=world.now,
            reported_at=world.now,
        )
    )  # fmt: skip


def test_a_round_has_one_copy_for_each_county_and_one_cleanup_for_each_site(world, arrangement):
    mock = Round.objects.create(
        exam=world.exam, key="m", title="模拟", mock=True, download_on="2024-04-11",
        opens_on="2024-04-12", closes_on="2024-04-17",
    )  # fmt: skip
    copy = {"round": mock, "arrangement": arrangement, "version": 1, "sha256": "0" * 64,
            "prepared_at": world.now}  # fmt: skip
    RoundPlan.objects.create(**copy)
    refused(lambda: RoundPlan.objects.create(**copy))
    clean = {"round": mock, "site": world.site_a1, "by": world.chief_a1, "at": world.now}
    Cleanup.objects.create(**clean)
    refused(lambda: Cleanup.objects.create(**clean))
