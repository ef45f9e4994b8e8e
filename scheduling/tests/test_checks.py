"""Milestones that the data of arrangement, papers and notices prove."""

import pytest

from candidates.models import Candidate
from examadmin.documents.storage import keep
from examadmin.exams import checks
from scheduling.choices import Channel, PaperKind
from scheduling.models import Arrangement, Paper, Seating
from scheduling.services.settle import confirm_notice

from .acts import locked, settled, submitted


def check(world, name):
    return checks.results(world.exam, [name])[name]


def paper(world, kind, version, **place):
    file = keep(b"%PDF", name="a.pdf", content_type="application/pdf", by=None, now=world.now)
    return Paper.objects.create(
        exam=world.exam, kind=kind, version=1, arrangement_version=version, file=file,
        made_at=world.now, **place,
    )  # fmt: skip


@pytest.mark.clause("Y-034")
def test_the_county_owes_its_submission_until_it_has_handed_in(world):
    settled(world)
    assert not check(world, "arrangement_submitted")[world.county_a.pk]
    submitted(world)
    assert check(world, "arrangement_submitted") == {world.county_a.pk: True}


def test_the_lock_is_proven_by_the_lock_alone(world):
    submitted(world, "b")
    locked(world, "a")
    assert check(world, "arrangement_locked") == {world.county_a.pk: True, world.county_b.pk: False}


def test_an_order_book_older_than_the_plan_proves_nothing(world):
    arrangement = locked(world)
    paper(world, PaperKind.ORDER_BOOK, arrangement.version, county=world.county_a)
    assert check(world, "order_book_made") == {world.county_a.pk: True, world.county_b.pk: False}
    Arrangement.objects.update(version=99)
    assert not check(world, "order_book_made")[world.county_a.pk]


@pytest.mark.clause("Y-051")
def test_tickets_are_handed_out_when_the_last_candidate_of_the_county_has_one(world):
    arrangement = locked(world)
    people = list(Candidate.objects.filter(school__county=world.county_a))
    act = {"channel": Channel.TICKET, "by": world.officer_a, "now": world.now}
    confirm_notice(candidates=people[1:], **act)
    assert not check(world, "tickets_handed_out")[world.county_a.pk]
    confirm_notice(candidates=people[:1], **act)
    assert check(world, "tickets_handed_out")[world.county_a.pk]
    Seating.objects.filter(candidate=people[5]).update(version=arrangement.version + 1)
    assert not check(world, "tickets_handed_out")[world.county_a.pk]


def test_slips_are_printed_when_they_are_not_older_than_the_newest_seat(world):
    arrangement = locked(world)
    assert not check(world, "slips_printed")[world.site_a1.pk]
    paper(world, PaperKind.SLIPS, arrangement.version, county=world.county_a, site=world.site_a1)
    found = check(world, "slips_printed")
    assert (found[world.site_a1.pk], found[world.site_a2.pk]) == (True, False)
    paper(world, PaperKind.SLIPS, arrangement.version, county=world.county_a, scope="全部")
    assert check(world, "slips_printed")[world.site_a2.pk]
    Seating.objects.filter(room_session__room__site=world.site_a1).update(version=99)
    assert not check(world, "slips_printed")[world.site_a1.pk]
