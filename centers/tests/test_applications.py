"""From an empty form to an approved site, or back."""

import copy
from datetime import timedelta

import pytest

from centers.choices import ApplicationState
from centers.models import ItemJudgement, Site, SiteApplication
from centers.services.applications import (
    save_application,
    start_application,
    submit_application,
)
from centers.services.judging import (
    approve_application,
    judge_item,
    judge_items,
    judge_the_rest,
    reasons_against,
    reconsider_application,
    refuse_application,
    return_application,
)
from centers.services.ready_made import apply_and_approve
from centers.standard import rooms_asked_for
from centers.states import APPLICATION
from examadmin.audit.models import Entry
from examadmin.base.errors import Invalid, Refusal
from examadmin.workflow.services import history, title_of

SAVED = ("network_operator", "largest_class", "exception_asked", "exception_reason")


def save(application, world, answers=None, **fields):
    kept = {name: getattr(application, name) for name in SAVED}
    return save_application(
        application=application, answers=answers or application.answers,
        version=application.version, by=world.clerk_a3, now=world.now, **(kept | fields),
    )  # fmt: skip


def small(application, world, machines=12, spare=1, **fields):
    """The draft as a small rural school's, with too few machines for the standard."""
    world.school_a3.rural = True
    world.school_a3.save()
    application.school = world.school_a3
    changed = copy.deepcopy(application.answers)
    changed["rooms"][0] |= {"machines": machines, "spare_machines": spare}
    asks = {"exception_asked": True, "exception_reason": "学生少", "largest_class": 9}
    return save(application, world, changed, **(asks | fields))


def approve(application, world, **options):
    judge_the_rest(application=application, by=world.officer_a, now=world.now)
    return approve_application(
        application=application, version=application.version, by=world.officer_a, now=world.now,
        **options,
    )  # fmt: skip


@pytest.mark.clause("Y-023")
def test_any_school_applies_and_becomes_a_site_with_the_rooms_it_stated(world, draft):
    submit_application(application=draft, version=0, by=world.clerk_a3, now=world.now)
    site = approve(draft, world)
    assert (site.school, site.county) == (world.school_a3, world.county_a)
    assert [(r.number, r.machines, r.spare, r.capacity) for r in site.rooms.all()] == [
        (1, 33, 3, 30)
    ]
    assert (site.network_operator, site.bandwidth) == ("中国移动", "100M")
    assert [str(title_of(step)) for step in history(draft)] == ["提交", "通过"]


def test_an_application_is_started_once_with_the_rooms_that_the_classes_ask_for(world):
    world.school_a3.classes = 15
    first = start_application(
        exam=world.exam, school=world.school_a3, by=world.clerk_a3, now=world.now
    )
    second = start_application(
        exam=world.exam, school=world.school_a3, by=world.clerk_a3, now=world.now
    )
    assert first == second
    assert [r["number"] for r in first.answers["rooms"]] == [1, 2, 3]


@pytest.mark.clause("Y-024")
def test_everything_missing_is_told_at_once_before_submitting(world, draft):
    answers = copy.deepcopy(draft.answers)
    del answers["rooms"][0]["ups_watts"], answers["site"]["lan"]
    save(draft, world, answers, network_operator="")
    with pytest.raises(Invalid) as refusal:
        submit_application(
            application=draft, version=draft.version, by=world.clerk_a3, now=world.now
        )
    assert refusal.value.findings == [
        "第1考场：UPS 电源（为考试管理机供电）未填写",
        "全考点：局域网未填写",
        "全考点：网络运营商未填写",
    ]
    draft.refresh_from_db()
    assert draft.state == ApplicationState.DRAFT


def test_a_failing_item_may_be_submitted_and_is_the_countys_to_judge(world, draft):
    answers = copy.deepcopy(draft.answers)
    answers["rooms"][0]["machines"] = 32
    save(draft, world, answers)
    submit_application(application=draft, version=draft.version, by=world.clerk_a3, now=world.now)
    assert draft.state == ApplicationState.SUBMITTED


@pytest.mark.clause("Y-026")
def test_a_school_that_fails_a_mandatory_item_never_becomes_a_site(world, waiting):
    waiting.answers["rooms"][0]["machines"] = 32
    waiting.save()
    judge_the_rest(application=waiting, by=world.officer_a, now=world.now)
    judge_item(
        application=waiting, item="machines", room=1, result="pass", comment="可以",
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    with pytest.raises(Refusal) as refusal:
        approve_application(
            application=waiting, version=0, by=world.officer_a, now=world.now,
            grant_exception=True, comment="同意",
        )  # fmt: skip
    assert refusal.value.findings == ["第1考场：考生机数（含备用机）应不低于33台，填报为32台"]
    assert not Site.objects.filter(school=world.school_a3).exists()


@pytest.mark.clause("Y-025")
def test_the_county_cannot_approve_what_it_has_not_judged_item_by_item(world, waiting):
    with pytest.raises(Refusal, match="不得设为考点") as refusal:
        approve_application(application=waiting, version=0, by=world.officer_a, now=world.now)
    assert any("没有审核" in finding for finding in refusal.value.findings)


@pytest.mark.clause("Y-025")
def test_a_judgement_keeps_its_comment_its_author_and_its_time(world, waiting):
    judge_item(
        application=waiting, item="ups_watts", room=1, result="fail", comment="实测不足",
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    found = ItemJudgement.objects.get(application=waiting)
    assert (found.comment, found.by, found.at) == ("实测不足", world.officer_a, world.now)
    judge_the_rest(application=waiting, by=world.officer_a, now=world.now)
    against = reasons_against(waiting, world.exam.rules)
    assert against == ["第1考场：UPS 电源（为考试管理机供电）现场核查不达标（实测不足）"]


def test_a_failing_judgement_says_why(world, waiting):
    with pytest.raises(Invalid, match="写明情况"):
        judge_item(
            application=waiting, item="lan", result="fail", by=world.officer_a, now=world.now
        )


def test_only_items_of_the_application_can_be_judged(world, waiting):
    for place in (("lan", 1), ("ups_watts", 2), ("nonsense", 0)):
        with pytest.raises(Invalid):
            judge_items(
                application=waiting, found=[(*place, "pass", "")], by=world.officer_a,
                now=world.now,
            )  # fmt: skip


def test_a_judgement_falls_with_the_answer_it_judged_and_no_other(world, waiting):
    judge_the_rest(application=waiting, by=world.officer_a, now=world.now)
    return_application(
        application=waiting, version=0, by=world.officer_a, now=world.now, comment="改UPS"
    )
    answers = copy.deepcopy(waiting.answers)
    answers["rooms"][0]["ups_watts"] = 600
    before = waiting.judgements.count()
    save(waiting, world, answers)
    assert waiting.judgements.count() == before - 1
    assert not waiting.judgements.filter(item="ups_watts").exists()


@pytest.mark.clause("Y-163")
def test_a_small_rural_school_becomes_a_site_only_with_a_granted_exception(world, draft):
    small(draft, world)
    submit_application(application=draft, version=1, by=world.clerk_a3, now=world.now)
    with pytest.raises(Refusal):
        approve(draft, world)
    with pytest.raises(Refusal):
        approve(draft, world, grant_exception=True)  # without a word of why
    site = approve(draft, world, grant_exception=True, comment="情况属实")
    draft.refresh_from_db()
    assert draft.exception_granted
    assert site.rooms.get().capacity == 11


@pytest.mark.clause("Y-163")
def test_an_exception_is_not_submitted_without_reason_or_class_size(world, draft):
    small(draft, world, exception_reason="", largest_class=0)
    with pytest.raises(Invalid) as refusal:
        submit_application(application=draft, version=1, by=world.clerk_a3, now=world.now)
    assert len(refusal.value.findings) == 2


@pytest.mark.clause("Y-163")
def test_no_exception_where_a_class_has_more_pupils_than_machines(world, draft):
    small(draft, world, machines=12, spare=1, largest_class=12)
    submit_application(application=draft, version=1, by=world.clerk_a3, now=world.now)
    with pytest.raises(Refusal):
        approve(draft, world, grant_exception=True, comment="情况属实")


def test_spares_can_never_be_all_machines(world, draft):
    answers = copy.deepcopy(draft.answers)
    answers["rooms"][0] |= {"machines": 33, "spare_machines": 33}
    save(draft, world, answers)
    with pytest.raises(Invalid):
        submit_application(application=draft, version=1, by=world.clerk_a3, now=world.now)


def test_saving_over_somebodys_newer_answers_is_refused(world, draft):
    mine = SiteApplication.objects.get(pk=draft.pk)
    save(draft, world, network_operator="中国电信")
    with pytest.raises(Refusal, match="刷新"):
        save(mine, world, network_operator="中国联通")
    mine.refresh_from_db()
    assert (mine.network_operator, mine.version) == ("中国电信", 1)


def test_saving_the_same_again_changes_nothing(world, draft):
    assert save(draft, world).version == 0
    assert not Entry.objects.filter(action="centers.save_application").exists()


def test_deciding_on_what_has_changed_meanwhile_is_refused(world, waiting):
    SiteApplication.objects.filter(pk=waiting.pk).update(version=7)
    with pytest.raises(Refusal, match="刷新"):
        refuse_application(
            application=waiting, version=0, by=world.officer_a, now=world.now, comment="不符"
        )


def test_two_officers_pressing_at_once_have_one_effect(world, waiting):
    mine, yours = (SiteApplication.objects.get(pk=waiting.pk) for _ in range(2))
    approve(mine, world)
    with pytest.raises(Refusal):
        refuse_application(
            application=yours, version=0, by=world.officer_a, now=world.now, comment="不符"
        )
    yours.refresh_from_db()
    assert yours.state == ApplicationState.APPROVED
    assert len(history(yours)) == 1


def test_returning_and_refusing_need_a_word_for_the_school(world, waiting):
    for decide in (return_application, refuse_application):
        with pytest.raises(Invalid, match="意见"):
            decide(application=waiting, version=0, by=world.officer_a, now=world.now, comment=" ")


def test_a_refused_school_may_be_let_in_again(world, waiting):
    refuse_application(
        application=waiting, version=0, by=world.officer_a, now=world.now, comment="机器不足"
    )
    reconsider_application(
        application=waiting, version=0, by=world.officer_a, now=world.now, comment="已购机"
    )
    assert waiting.state == ApplicationState.RETURNED
    submit_application(application=waiting, version=0, by=world.clerk_a3, now=world.now)


ALLOWED = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "approve"): "approved",
    ("submitted", "return"): "returned",
    ("submitted", "refuse"): "refused",
    ("refused", "reconsider"): "returned",
}


@pytest.mark.parametrize("verb", sorted(APPLICATION.by_verb))
@pytest.mark.parametrize("state", ApplicationState.values)
def test_every_verb_in_every_state(world, draft, state, verb):
    SiteApplication.objects.filter(pk=draft.pk).update(state=state)
    draft.refresh_from_db(fields=["state"])
    common = {"application": draft, "version": 0, "now": world.now}
    if state == "submitted":
        judge_the_rest(application=draft, by=world.officer_a, now=world.now)
    acts = {
        "submit": lambda: submit_application(by=world.clerk_a3, **common),
        "approve": lambda: approve_after_judging(draft, common, world),
        "return": lambda: return_application(by=world.officer_a, comment="改", **common),
        "refuse": lambda: refuse_application(by=world.officer_a, comment="否", **common),
        "reconsider": lambda: reconsider_application(by=world.officer_a, comment="可", **common),
    }
    expected = ALLOWED.get((state, verb))
    if expected is None:
        with pytest.raises(Refusal) as refusal:
            acts[verb]()
        assert refusal.value.status == 409
    else:
        acts[verb]()
    draft.refresh_from_db(fields=["state"])
    assert draft.state == (expected or state)


def approve_after_judging(application, common, world):
    rules = world.exam.rules
    for item in rules["standard"]:
        room = 0 if item["scope"] == "site" else 1
        ItemJudgement.objects.get_or_create(
            application=application, item=item["key"], room=room,
            defaults={"result": "pass", "by": world.officer_a, "at": world.now},
        )  # fmt: skip
    return approve_application(by=world.officer_a, **common)


@pytest.mark.parametrize("act", ["save", "submit", "judge", "approve", "return"])
@pytest.mark.clause("Y-030", "Y-031")
def test_outside_the_window_nothing_is_saved_submitted_or_decided(world, draft, act):
    late = world.now + timedelta(days=2)
    if act not in ("save", "submit"):
        SiteApplication.objects.filter(pk=draft.pk).update(state="submitted")
    before = SiteApplication.objects.filter(pk=draft.pk).values().get()
    common = {"application": draft, "version": 0, "now": late}
    with pytest.raises(Refusal):
        match act:
            case "save":
                save_application(by=world.clerk_a3, answers={}, **common)
            case "submit":
                submit_application(by=world.clerk_a3, **common)
            case "judge":
                judge_item(application=draft, item="lan", result="pass", by=world.officer_a,
                           now=late)  # fmt: skip
            case "approve":
                approve_application(by=world.officer_a, **common)
            case "return":
                return_application(by=world.officer_a, comment="改", **common)
    assert SiteApplication.objects.filter(pk=draft.pk).values().get() == before


def test_every_step_leaves_one_row_in_the_schools_own_trail(world, draft):
    save(draft, world, network_operator="中国电信")
    submit_application(application=draft, version=1, by=world.clerk_a3, now=world.now)
    approve(draft, world)
    rows = Entry.objects.filter(chain="school:630103").order_by("seq")
    assert [row.action for row in rows] == [
        "centers.save_application",
        "centers.SiteApplication.submit",
        "centers.judge_items",
        "centers.SiteApplication.approve",
    ]


@pytest.mark.parametrize("rural", [False, True])
def test_a_ready_made_application_passes_by_the_same_steps(world, rural):
    world.school_a3.rural = rural
    world.school_a3.save()
    rooms = rooms_asked_for(
        world.exam.rules, classes=1, candidates=10, largest_class=9, rural=rural
    )
    options = {
        "exam": world.exam, "school": world.school_a3, "rooms": rooms, "by_chief": world.clerk_a3,
        "by_officer": world.officer_a, "now": world.now, "largest_class": 9,
    }  # fmt: skip
    site = apply_and_approve(**options)
    assert apply_and_approve(**options) == site
    assert site.application.exception_granted == rural
    assert site.rooms.get().machines == (10 if rural else 33)
