"""借考: who sits where."""

import pytest

from centers import hooks
from centers.models import Hosting, School, Site
from centers.queries import schools_without_place, sites_for
from centers.services.hosting import end_hosting, host_school, suggest_hosts
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal


@pytest.fixture
def unplaced(world):
    """A3 before anybody has placed it."""
    Hosting.objects.all().delete()
    return world.school_a3


def host(world, guest, site, by=None, **options):
    return host_school(
        exam=world.exam, guest=guest, host=site, by=by or world.officer_a, now=world.now, **options
    )


@pytest.mark.clause("Y-027", "Y-032")
def test_pupils_sit_at_their_own_school_when_it_is_a_site(world):
    placed = sites_for(world.exam)
    for key in ("a1", "a2", "b1", "b2"):
        school, site = getattr(world, f"school_{key}"), getattr(world, f"site_{key}")
        assert placed.of(school.pk, "grade8", 1) == site.pk


@pytest.mark.clause("Y-028")
def test_a_school_without_a_site_is_placed_as_a_whole(world, unplaced):
    assert sites_for(world.exam).of(unplaced.pk, "grade8", 1) is None
    host(world, unplaced, world.site_a2, reason="就近")
    placed = sites_for(world.exam)
    assert placed.of(unplaced.pk, "grade8", 1) == world.site_a2.pk
    assert placed.guests_of(world.site_a2.pk) == {unplaced.pk}


@pytest.mark.clause("Y-028")
def test_classes_of_one_school_may_go_to_different_sites(world, unplaced):
    host(world, unplaced, world.site_a1, classes=["grade8:1"])
    host(world, unplaced, world.site_a2, classes=["grade8:2", "grade9:1"])
    placed = sites_for(world.exam)
    assert placed.of(unplaced.pk, "grade8", 1) == world.site_a1.pk
    assert placed.of(unplaced.pk, "grade9", 1) == world.site_a2.pk
    assert placed.of(unplaced.pk, "grade8", 3) is None


@pytest.mark.clause("Y-029")
def test_only_an_approved_site_takes_guests(world, unplaced):
    application = world.site_a2.application
    application.state = "refused"
    application.save()
    with pytest.raises(Refusal, match="已通过审核"):
        host(world, unplaced, Site.objects.get(pk=world.site_a2.pk))


def test_a_school_that_is_a_site_is_nobodys_guest(world):
    with pytest.raises(Refusal, match="自己是考点"):
        host(world, world.school_a2, world.site_a1)
    with pytest.raises(Invalid):
        host(world, world.school_a1, world.site_a1)


def test_only_the_city_places_pupils_in_another_county(world, unplaced):
    with pytest.raises(Forbidden):
        host(world, unplaced, world.site_b1)
    assert host(world, unplaced, world.site_b1, by=world.exam_office)


def test_nobody_is_placed_twice(world, unplaced):
    host(world, unplaced, world.site_a1, classes=["grade8:1"])
    for site, classes in (
        (world.site_a2, ["grade8:1", "grade8:2"]),
        (world.site_a2, []),
        (world.site_a1, ["grade8:2"]),
    ):
        with pytest.raises(Refusal):
            host(world, unplaced, site, classes=classes)
    assert Hosting.objects.count() == 1


def test_both_schools_read_of_a_hosting_in_their_trail_when_it_begins_and_ends(world, unplaced):
    hosting = host(world, unplaced, world.site_a1)
    end_hosting(hosting=hosting, by=world.officer_a, now=world.now, reason="另行安排")
    for chain in ("school:630101", "school:630103"):
        found = Entry.objects.filter(chain=chain, action__contains="hosting").count()
        found += Entry.objects.filter(chain=chain, action="centers.host_school").count()
        assert found == 2
    assert not Hosting.objects.exists()


def test_whoever_has_arranged_already_may_forbid_a_change(world, unplaced, monkeypatch):
    def locked(exam, *, guest, host):
        raise Refusal("编排已锁定")

    monkeypatch.setattr(hooks, "hosting_change_checks", [locked])
    with pytest.raises(Refusal, match="已锁定"):
        host(world, unplaced, world.site_a1)


def test_hosts_are_suggested_by_free_seats_within_the_county(world, unplaced, monkeypatch):
    counts = {world.school_a1.pk: {"grade8:1": 100}, unplaced.pk: {"grade8:1": 9}}
    monkeypatch.setattr(hooks, "pupil_counters", [lambda exam, ids=None: counts])
    offered = suggest_hosts(exam=world.exam, guest=unplaced)
    assert [(load.site, load.free) for load in offered] == [
        (world.site_a2, 2 * 30 * 45),
        (world.site_a1, 2 * 30 * 45 - 100),
    ]
    counts[unplaced.pk] = {"grade8:1": 2650}
    assert [load.site for load in suggest_hosts(exam=world.exam, guest=unplaced)] == [world.site_a2]
    assert len(suggest_hosts(exam=world.exam, guest=world.school_a3, everywhere=True)) == 3


def test_schools_that_nobody_placed_are_listed(world, unplaced):
    assert list(schools_without_place(world.exam, School.objects.all())) == [unplaced]
    host(world, unplaced, world.site_a1)
    assert not schools_without_place(world.exam, School.objects.all()).exists()
