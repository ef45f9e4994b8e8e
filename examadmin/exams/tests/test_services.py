"""An exam is made from a profile, changed, and frozen as a numbered policy."""

from copy import deepcopy
from datetime import date, timedelta

import pytest

from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.exams import profiles, services
from examadmin.exams.differences import differences
from examadmin.exams.models import Exam, Policy
from examadmin.exams.rules import Rules


def publish(world, exam, **more):
    return services.publish_exam(exam=exam, by=world.exam_office, now=world.now, **more)


def change(world, exam, **changes):
    return services.change_draft(exam=exam, changes=changes, by=world.exam_office, now=world.now)


def test_a_new_exam_is_a_draft_with_the_numbers_of_its_profile(world, exam):
    assert exam.state == "draft" and exam.policy is None
    assert (exam.first_day, exam.last_day) == (date(2024, 5, 30), date(2024, 6, 1))
    assert len(exam.rules.sessions_of_a_day()) == 15
    assert Entry.objects.filter(action="exams.create", object_id=str(exam.pk)).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("code", "阳泉", "考试代码只能用字母"),
        ("code", "yq2024", "已经用过"),
        ("code", "YQ2024", "已经用过"),
        ("title", " ", "请填写考试名称"),
        ("profile", "../settings", "没有考试方案"),
        ("first_day", date(9999, 1, 1), "不合情理"),
    ],
)
def test_an_exam_that_cannot_be_made_is_refused_with_a_sentence(world, field, value, sentence):
    wanted = {"code": "x1", "title": "甲", "profile": "yangquan-2024", field: value}
    with pytest.raises(Invalid, match=sentence):
        services.create_exam(**wanted, by=world.exam_office, now=world.now)


@pytest.mark.clause("Y-002")
def test_both_city_bodies_set_up_exams_and_only_one_reviews_arrangements(world):
    plan, centre = world.exam_office, world.city_reviewer
    assert plan.has_perm("exams.publish_exam")
    assert centre.has_perm("scheduling.review_arrangement")
    assert not plan.has_perm("scheduling.review_arrangement")


@pytest.mark.parametrize("person", ["officer_a", "chief_a1", "auditor", "proctor_a1_2", "nobody"])
def test_nobody_below_the_city_creates_or_publishes(world, exam, person):
    by = getattr(world, person)
    with pytest.raises(Forbidden):
        services.create_exam(code="x1", title="甲", profile="yangquan-2024", by=by, now=world.now)
    with pytest.raises(Forbidden):
        services.publish_exam(exam=exam, by=by, now=world.now)
    with pytest.raises(Forbidden):
        services.change_draft(exam=exam, changes={}, by=by, now=world.now)


def test_a_first_day_moves_the_whole_calendar_and_keeps_wall_times():
    old = profiles.load("yangquan-2024")
    new = services.draft_of("yangquan-2024", date(2024, 6, 6))
    week = timedelta(days=7)
    for part, keys in (("rounds", ("download", "opens", "closes")), ("windows", ("opens",))):
        for before, after in zip(old[part], new[part], strict=True):
            for key in keys:
                assert after[key][10:] == before[key][10:]
                day = date.fromisoformat(before[key][:10]) + week
                assert after[key][:10] == day.isoformat()
    assert Rules(new).dates == (date(2024, 6, 6), date(2024, 6, 7), date(2024, 6, 8))


@pytest.mark.clause("Y-104")
def test_the_ticket_deadline_is_counted_anew_when_the_calendar_moves():
    new = services.draft_of("yangquan-2024", date(2024, 6, 11))  # 06-10 is a holiday
    eight = next(m for m in new["milestones"] if m["key"] == "8")
    assert eight["due"] == "2024-06-06T18:00:00"


def test_in_another_year_the_titles_follow_and_the_question_bank_does_not():
    new = services.draft_of("yangquan-2024", date(2026, 5, 28))
    assert new["profile"]["year"] == 2026
    assert new["forms"]["form5"].startswith("2026年阳泉市")
    assert "2024年" in new["profile"]["question_bank"]


def test_a_draft_changes_value_by_value_and_the_trail_names_each(world, exam):
    change(world, exam, sessions={"gap_minutes": 9})
    assert exam.draft["sessions"]["gap_minutes"] == 9
    assert exam.draft["sessions"]["minutes"] == 20
    assert exam.rules.gap_minutes == 9
    told = Entry.objects.get(action="exams.change_draft").changes
    assert told == {"场次 › 场次间隔（分钟，含入场）": ["10", "9"]}


def test_a_change_that_breaks_the_shape_is_refused_with_every_place(world, exam):
    with pytest.raises(Invalid) as refused:
        change(world, exam, sessions={"minutes": 0, "login_cutoff": "noon"})
    assert [str(f) for f in refused.value.findings] == [
        "sessions.minutes：必须至少为 1",
        "sessions.login_cutoff：应为时间，如 08:00",
    ]
    exam.refresh_from_db()
    assert exam.draft["sessions"]["minutes"] == 20


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(world, exam):
    seen = services.fingerprint({"sessions": exam.draft["sessions"]})
    change(world, exam, sessions={"gap_minutes": 9})
    with pytest.raises(Refusal, match="别人修改过"):
        services.change_draft(
            exam=exam,
            changes={"sessions": {"gap_minutes": 8}},
            seen=seen,
            by=world.exam_office,
            now=world.now,
        )


def test_a_draft_of_an_older_program_can_still_be_saved_part_by_part(world, exam):
    """A newer program asks for parts that the draft has not; its other parts do not wait."""
    del exam.draft["certificate"]
    exam.save()
    change(world, exam, sessions={"gap_minutes": 9})
    with pytest.raises(Invalid, match="不能发布"):
        publish(world, exam)
    change(world, exam, certificate={"paragraphs": ["{site}："]})
    publish(world, exam)


def test_no_change_writes_no_trail(world, exam):
    change(world, exam, sessions={"gap_minutes": 10})
    assert not Entry.objects.filter(action="exams.change_draft").exists()


def test_publishing_freezes_a_numbered_policy(world, exam):
    policy = publish(world, exam, note="按实施意见")
    assert (policy.number, policy.note) == (1, "按实施意见")
    assert policy.sha256 == services.fingerprint(exam.draft)
    assert exam.state == "published" and exam.policy == policy


def test_publishing_the_same_again_gives_the_same_policy(world, exam):
    assert publish(world, exam) == publish(world, exam)
    assert exam.policies.count() == 1


def test_publishing_a_change_makes_the_next_number_and_keeps_the_old(world, exam):
    first = publish(world, exam)
    change(world, exam, sessions={"gap_minutes": 9})
    assert exam.rules.gap_minutes == 10, "a draft is not yet in force"
    second = publish(world, exam)
    assert (second.number, exam.rules.gap_minutes) == (2, 9)
    assert Policy.objects.get(pk=first.pk).data["sessions"]["gap_minutes"] == 10


def test_publication_is_refused_with_every_sentence_while_errors_stand(world, exam):
    bands = deepcopy(exam.draft["sessions"]["bands"])
    bands[0]["cap"] = 9
    change(world, exam, sessions={"bands": bands, "login_cutoff": "17:00:00"})
    with pytest.raises(Invalid) as refused:
        publish(world, exam)
    assert len(refused.value.findings) == 2
    assert not exam.policies.exists()


def test_a_closed_exam_changes_no_more(world, exam):
    Exam.objects.filter(pk=exam.pk).update(state="closed")
    with pytest.raises(Refusal, match="已经结束"):
        change(world, exam, sessions={"gap_minutes": 9})
    with pytest.raises(Refusal, match="已经结束"):
        publish(world, exam)


@pytest.mark.clause("Y-040", "Y-041", "Y-042", "Y-043")
def test_three_mock_rounds_come_before_the_formal_one_with_their_windows(world, exam):
    publish(world, exam)
    rounds = list(exam.rounds.values_list("mock", "download_on", "opens_on", "closes_on"))
    day = date.fromisoformat
    assert rounds == [
        (True, day("2024-04-11"), day("2024-04-12"), day("2024-04-17")),
        (True, day("2024-04-18"), day("2024-04-19"), day("2024-04-24")),
        (True, day("2024-04-25"), day("2024-04-26"), day("2024-04-30")),
        (False, day("2024-05-27"), day("2024-05-30"), day("2024-06-01")),
    ]


STEPS = [  # clause, key, each, owed by, due
    ("Y-096", "1", "county", "county_officer", "2024-04-11 18:00"),
    ("Y-097", "2", "county", "county_officer", "2024-04-11 20:00"),
    ("Y-098", "3", "county", "city_admin", "2024-04-11 23:59"),
    ("Y-099", "4.1", "site", "site_chief", "2024-04-11 23:59"),
    ("Y-099", "4.2", "site", "site_chief", "2024-04-18 23:59"),
    ("Y-099", "4.3", "site", "site_chief", "2024-04-25 23:59"),
    ("Y-100", "5.1", "site", "site_chief", "2024-04-17 23:59"),
    ("Y-100", "5.2", "site", "site_chief", "2024-04-24 23:59"),
    ("Y-100", "5.3", "site", "site_chief", "2024-04-30 23:59"),
    ("Y-101", "6", "city", "city_exam_office", "2024-05-13 18:00"),
    ("Y-102", "7", "county", "county_officer", "2024-05-15 18:00"),
    ("Y-104", "8", "county", "county_officer", "2024-05-28 18:00"),
    ("Y-105", "9.1", "site", "site_chief", "2024-05-28 23:59"),
    ("Y-105", "9.2", "site", "site_chief", "2024-05-28 23:59"),
]


@pytest.mark.parametrize(
    ("key", "each", "owed_by", "due"),
    [pytest.param(*row, id=row[0], marks=pytest.mark.clause(clause)) for clause, *row in STEPS],
)
def test_a_step_of_the_work_plan_has_its_owner_and_its_hour(world, exam, key, each, owed_by, due):
    publish(world, exam)
    step = exam.milestones.get(key=key)
    assert (step.each, step.owed_by) == (each, owed_by)
    assert step.due_at.astimezone(world.now.tzinfo).strftime("%Y-%m-%d %H:%M") == due


@pytest.mark.clause("Y-095")
def test_the_work_plan_has_thirteen_items_each_with_an_owner(world, exam):
    publish(world, exam)
    steps = list(exam.milestones.all())
    assert list(dict.fromkeys(s.item for s in steps)) == [str(n) for n in range(1, 14)]
    assert all(s.owner and s.due_at for s in steps)


def test_steps_keep_their_identity_through_a_new_policy(world, exam):
    publish(world, exam)
    before = dict(exam.milestones.values_list("key", "pk"))
    change(world, exam, sessions={"gap_minutes": 9})
    publish(world, exam)
    assert dict(exam.milestones.values_list("key", "pk")) == before


def test_differences_name_the_row_and_the_value():
    old = profiles.load("yangquan-2024")
    new = deepcopy(old)
    new["sessions"]["bands"][1]["cap"] = 6
    new["categories"][0]["counts_for_admission"] = True
    new["standard"].insert(0, new["standard"].pop(3))  # moved, not changed
    new["legal_bases"].pop()
    found = {d.title: (d.old, d.new) for d in differences(old, new)}
    assert found["场次 › 半天时段“下午” › 场次上限"] == ("7", "6")
    assert found["考生类别“八年级” › 计入中考录取总分"] == ("否", "是")
    assert len([t for t in found if t.startswith("文件依据")]) == 3
    assert not [t for t in found if t.startswith("考场配置标准")]
