"""Two people at once, on two real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from centers.models import ItemJudgement, School, Site, SiteApplication
from centers.services.judging import approve_application, return_application
from examadmin.base.errors import Refusal
from examadmin.testing.world import complete_answers
from examadmin.workflow.models import Step


def elsewhere(*acts):
    """Run each act in a thread of its own, that is on a connection of its own, all at once."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(10)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def committed(transactional_db, world):
    """A judged application that other connections see; the city is built anew afterwards."""
    exam, county, officer = world.exam, world.county_a, world.officer_a
    school = School.objects.create(code="630177", name="同时校", county=county, classes=1)
    application = SiteApplication.objects.create(
        exam=exam, school=school, state="submitted", network_operator="中国联通",
        answers=complete_answers(exam.rules.data, 1), created_at=world.now,
    )  # fmt: skip
    for item in exam.rules["standard"]:
        ItemJudgement.objects.create(
            application=application, item=item["key"], room=0 if item["scope"] == "site" else 1,
            result="pass", by=officer, at=world.now,
        )  # fmt: skip
    return application.pk


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_deciding_at_the_same_moment_one_is_refused(world, committed):
    officer, now = world.officer_a, world.now

    def press(decide, **options):
        application = SiteApplication.objects.select_related("exam__policy", "school").get(
            pk=committed
        )
        decide(application=application, version=0, by=officer, now=now, **options)

    outcomes = elsewhere(
        lambda: press(approve_application),
        lambda: press(return_application, comment="改"),
        lambda: press(approve_application),
    )
    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 2
    steps = Step.objects.filter(object_type="centers.SiteApplication", object_id=str(committed))
    assert steps.count() == 1
    approved = SiteApplication.objects.get(pk=committed).state == "approved"
    assert Site.objects.filter(application=committed).count() == int(approved)
