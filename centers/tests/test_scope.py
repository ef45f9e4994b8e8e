"""Who sees what: the list and the single object always agree."""

import pytest

from candidates.models import Candidate
from centers.models import Site
from examadmin.testing.world import CAST


@pytest.mark.clause("Y-001")
def test_a_county_officer_sees_the_candidates_of_the_own_county_and_no_others(world):
    seen = Candidate.objects.visible_to(world.officer_a, "candidates.view_candidate")
    assert seen.count() == Candidate.objects.filter(school__county=world.county_a).count() > 0


@pytest.mark.clause("Y-001")
def test_a_site_chief_sees_only_the_own_site_and_the_city_sees_all(world):
    chief = Site.objects.visible_to(world.chief_a1, "centers.view_site")
    city = Site.objects.visible_to(world.city_reviewer, "centers.view_site")
    assert [s.school.code for s in chief] == ["630101"]
    assert city.count() == 4


@pytest.mark.parametrize("person", sorted(CAST))
def test_list_and_single_check_agree_for_every_person(world, person):
    user = getattr(world, person)
    seen = set(Site.objects.visible_to(user, "centers.view_site").values_list("pk", flat=True))
    for site in Site.objects.all():
        assert user.has_perm("centers.view_site", site) == (site.pk in seen)
