"""`move()` is the only way in which a state changes: one winner, one step, one row in the trail."""

import pytest

from centers.choices import ApplicationState
from centers.models import SiteApplication
from examadmin.audit.models import Entry
from examadmin.base.errors import Refusal
from examadmin.workflow.models import Step
from examadmin.workflow.services import Lifecycle, Transition, history, title_of

S = ApplicationState
WAYS = Lifecycle(
    Transition("hand_in", "交出试验申报", (S.DRAFT, S.RETURNED), S.SUBMITTED),
    Transition("give_back", "退回试验申报", (S.SUBMITTED,), S.RETURNED),
)


@pytest.fixture
def application(world):
    application = SiteApplication.objects.get(school=world.school_a1)
    SiteApplication.objects.filter(pk=application.pk).update(state=S.DRAFT)
    application.refresh_from_db()
    return application


def test_a_move_changes_the_state_and_tells_who_when_and_why(application, world):
    WAYS.move(
        application, "hand_in", by=world.chief_a1, now=world.now, chain=world.school_a1.chain,
        comment="请审核", changes={"rooms": 2}, version=7,
    )  # fmt: skip
    application.refresh_from_db()
    assert (application.state, application.version) == (S.SUBMITTED, 7)
    (step,) = history(application)
    assert (step.verb, step.source, step.target) == ("hand_in", S.DRAFT, S.SUBMITTED)
    assert (step.by, step.at, step.comment) == (world.chief_a1, world.now, "请审核")
    row = Entry.objects.get()
    assert row.action == "centers.SiteApplication.hand_in"
    assert (row.chain, row.reason) == ("school:630101", "请审核")
    assert row.changes == {"from": "draft", "to": "submitted", "rooms": 2}


def test_a_state_that_does_not_allow_the_verb_is_refused_with_a_sentence(application, world):
    with pytest.raises(Refusal, match="现在的状态是“填写中”，不能退回试验申报"):
        WAYS.move(application, "give_back", by=world.officer_a, now=world.now)
    assert not Step.objects.exists()
    assert not Entry.objects.exists()


def test_of_two_who_press_at_once_the_second_is_told(application, world):
    second = SiteApplication.objects.get(pk=application.pk)  # both saw the draft
    WAYS.move(application, "hand_in", by=world.chief_a1, now=world.now)
    with pytest.raises(Refusal, match="待县（区）审核"):
        WAYS.move(second, "hand_in", by=world.chief_a1, now=world.now)
    assert second.state == S.SUBMITTED  # and the page can show what is true
    assert Step.objects.count() == 1


def test_the_history_stands_oldest_first_and_belongs_to_its_object(application, world):
    other = SiteApplication.objects.get(school=world.school_b1)
    SiteApplication.objects.filter(pk=other.pk).update(state=S.DRAFT)
    for verb in ("hand_in", "give_back", "hand_in"):
        WAYS.move(application, verb, by=world.chief_a1, now=world.now)
    WAYS.move(other, "hand_in", by=world.chief_b1, now=world.now)
    assert [step.verb for step in history(application)] == ["hand_in", "give_back", "hand_in"]
    assert title_of(history(application)[1]) == "退回试验申报"


def test_the_ways_out_of_a_state_are_known(application):
    assert [t.verb for t in WAYS.open_to(S.DRAFT)] == ["hand_in"]
    assert [t.verb for t in WAYS.open_to(S.SUBMITTED)] == ["give_back"]
    assert WAYS.open_to(S.APPROVED) == []


def test_a_verb_that_does_not_exist_is_a_programming_error(application, world):
    with pytest.raises(KeyError):
        WAYS.move(application, "burn", by=world.chief_a1, now=world.now)
