"""The work plan: what is proven, who owes what, what is late, who may say that it is done."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from centers.choices import ApplicationState
from centers.milestones.board import board
from centers.milestones.checks import applications_judged
from centers.milestones.choices import Standing
from centers.milestones.portal import steps_owed
from centers.milestones.queries import CITY, Unit, owed_by_all, owed_by_person
from centers.milestones.services import confirm_step, confirm_steps, withdraw_confirmation
from centers.models import MilestoneReport, SiteApplication
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.exams.choices import Each
from examadmin.exams.services import change_draft, publish_exam

AFTER = "2024-04-12 08:00"


def site(site):
    return Unit(Each.SITE, site.school.name, site=site)


def county(county):
    return Unit(Each.COUNTY, county.name, county=county)


def standings(user, exam, now):
    return {(o.step.key, o.unit.title): o.standing for o in owed_by_all(user, exam, now)}


def url(name, *args):
    return reverse(name, args=["yq2024", *args])


@pytest.mark.clause("Y-095")
def test_the_board_shows_thirteen_items_with_owner_due_date_and_how_many_are_done(
    world, plan, as_user, at
):
    now = at(AFTER)
    confirm_step(
        step=plan.milestones.get(key="5.1"), unit=site(world.site_a1), by=world.chief_a1, now=now
    )
    table = board(world.city_reviewer, plan, now)
    assert [item.number for item in table.items] == [str(n) for n in range(1, 14)]
    assert [row.unit.title for row in table.rows] == ["城区", "矿区"]
    cell = table.rows[0].cells[4]
    assert (cell.done, cell.total, cell.standing) == (1, 6, Standing.DUE)
    page = as_user(world.city_reviewer).get(url("milestones")).content.decode()
    assert "各县（区）考试负责人" in page and "04-30止" in page and "1 / 6" in page


@pytest.mark.clause("Y-095")
def test_what_is_missing_is_listed_with_the_person_to_call(world, plan, as_user, at):
    at(AFTER)
    page = as_user(world.city_reviewer).get(url("milestones")).content.decode()
    missing = page.split('id="missing"')[1]
    assert "编排上报" not in missing and "考生场次编排及系统上报" in missing
    assert "城区负责人" in missing and "0353-2000000" in missing and "已逾期" in missing
    assert "考务会议" not in missing, "not yet"


def test_late_comes_before_due_and_oldest_first(world, plan, at):
    now = at("2024-04-24 08:00")
    missing = board(world.city_reviewer, plan, now).missing
    assert [o.standing for o in missing] == sorted(
        (o.standing for o in missing), key=[Standing.LATE, Standing.DUE].index
    )
    late = [o.step.due_at for o in missing if o.standing == Standing.LATE]
    assert late == sorted(late) and late


@pytest.mark.parametrize(
    ("moment", "standing"),
    [
        ("2024-04-11 23:58", Standing.LATER),
        ("2024-04-12 00:00", Standing.DUE),
        ("2024-04-17 23:59", Standing.DUE),
        ("2024-04-18 00:00", Standing.LATE),
    ],
)
def test_a_step_is_due_from_its_beginning_and_late_after_its_hour(
    world, plan, at, moment, standing
):
    assert standings(world.chief_a1, plan, at(moment))["5.1", "阳泉市实验中学"] == standing


def test_every_step_stands_in_exactly_one_count(world, plan, at):
    table = board(world.city_reviewer, plan, at(AFTER))
    owed = owed_by_all(world.city_reviewer, plan, at(AFTER))
    assert sum(table.counts.values()) == len(owed)
    of_units = [o for o in owed if o.unit != CITY]
    assert sum(sum(row.counts.values()) for row in table.rows) == len(of_units)


@pytest.mark.clause("Y-096")
def test_applications_are_judged_when_none_waits_and_a_site_stands(world, plan, at):
    a, b = world.county_a.pk, world.county_b.pk
    assert applications_judged(plan) == {a: True, b: True}
    assert standings(world.officer_a, plan, world.now)["1", "城区"] == Standing.DONE
    waiting = SiteApplication.objects.filter(school=world.school_a1)
    waiting.update(state=ApplicationState.SUBMITTED)
    assert applications_judged(plan) == {a: False, b: True}
    assert standings(world.officer_a, plan, world.now)["1", "城区"] == Standing.DUE
    SiteApplication.objects.filter(school__county=a).update(state=ApplicationState.DRAFT)
    assert applications_judged(plan)[a] is False


def test_a_county_officer_sees_the_own_county_and_its_sites_only(world, plan, at):
    seen = {o.unit.title for o in owed_by_all(world.officer_a, plan, at(AFTER))}
    assert seen == {"", "城区", "阳泉市实验中学", "阳泉市外国语学校"}


def test_a_chief_sees_the_own_sites_steps_only(world, plan, as_user, at):
    owed = owed_by_all(world.chief_a1, plan, at(AFTER))
    assert {o.unit.title for o in owed} == {"阳泉市实验中学"}
    table = board(world.chief_a1, plan, at(AFTER))
    assert [row.unit.title for row in table.rows] == ["阳泉市实验中学"]
    page = as_user(world.chief_a1).get(url("milestones")).content.decode()
    assert "外国语" not in page and "矿区" not in page


def test_nobody_sees_no_board(world, plan, as_user, at):
    assert as_user(world.nobody).get(url("milestones")).status_code == 403
    assert as_user(world.proctor_a1_2).get(url("milestones")).status_code == 403


def test_another_county_is_not_found(world, plan, as_user, at):
    client = as_user(world.officer_a)
    assert client.get(url("county_milestone_item", 4, "6302")).status_code == 404
    assert client.get(url("county_milestone_item", 4, "6301")).status_code == 200
    assert client.get(url("milestone_item", 99)).status_code == 404
    assert as_user(world.chief_a1).get(url("county_milestone_item", 4, "6301")).status_code == 404


@pytest.mark.clause("Y-100")
def test_a_chief_confirms_the_mock_round_of_the_own_site(world, plan, as_user, at):
    at("2024-04-17 18:00")
    step = plan.milestones.get(key="5.1")
    chosen = {"ids": f"5.1:site:{world.site_a1.pk}", "note": "54人全部完成"}
    answer = as_user(world.chief_a1).post(url("milestones_confirm"), chosen)
    assert answer.url == url("milestone_item", 5)
    report = MilestoneReport.objects.get(milestone=step)
    assert (report.site, report.note, report.by) == (world.site_a1, "54人全部完成", world.chief_a1)
    assert Entry.objects.filter(
        action="centers.confirm_milestone", chain="school:630101", reason="54人全部完成"
    ).exists()
    page = as_user(world.officer_a).get(url("county_milestone_item", 5, "6301"))
    assert "54人全部完成" in page.content.decode()


def test_the_site_of_somebody_else_cannot_be_named(world, plan, as_user, at):
    at("2024-04-17 18:00")
    for who, unit in (("chief_a1", world.site_a2), ("officer_a", world.site_b1)):
        chosen = {"ids": f"5.1:site:{unit.pk}"}
        answer = as_user(getattr(world, who)).post(url("milestones_confirm"), chosen)
        assert answer.status_code == 404
    assert not MilestoneReport.objects.exists()


@pytest.mark.parametrize("ids", [[], ["5.1"], ["5.1:site:x"], ["99:site:1"], [""]])
def test_odd_choices_are_no_crash(world, plan, as_user, at, ids):
    answer = as_user(world.officer_a).post(url("milestones_confirm"), {"ids": ids})
    assert answer.status_code in (400, 404)


def test_confirming_several_is_all_or_none(world, plan, at):
    now = at("2024-04-17 18:00")
    owed = [o for o in owed_by_all(world.officer_a, plan, now) if o.step.key in ("5.1", "5.2")]
    with pytest.raises(Refusal, match="才开始"):
        confirm_steps(owed=owed, by=world.officer_a, now=now)
    assert not MilestoneReport.objects.exists()


def test_what_the_data_proves_is_not_confirmed_by_hand(world, plan):
    step = plan.milestones.get(key="1")
    with pytest.raises(Refusal, match="由系统根据数据判断"):
        confirm_step(step=step, unit=county(world.county_a), by=world.officer_a, now=world.now)


def test_a_step_is_confirmed_by_who_owes_it_or_by_somebody_above(world, plan, at):
    now, step = at(AFTER), plan.milestones.get(key="5.1")
    unit = site(world.site_a1)
    for person in ("chief_a2", "officer_b", "inspector_a", "auditor", "technician_a1"):
        with pytest.raises(Forbidden, match="您不能代为确认"):
            confirm_step(step=step, unit=unit, by=getattr(world, person), now=now)
    confirm_step(step=step, unit=unit, by=world.officer_a, now=now)
    confirm_step(step=step, unit=unit, by=world.chief_a1, now=now)
    assert MilestoneReport.objects.get().by == world.officer_a, "twice is once"


def test_a_county_officer_cannot_confirm_what_the_city_owes(world, plan, at):
    with pytest.raises(Forbidden):
        confirm_step(
            step=plan.milestones.get(key="6"), unit=CITY, by=world.officer_a, now=at(AFTER)
        )


def test_a_confirmation_is_taken_back_with_a_reason(world, plan, as_user, at):
    now, step = at(AFTER), plan.milestones.get(key="5.1")
    unit = site(world.site_a1)
    confirm_step(step=step, unit=unit, by=world.chief_a1, now=now)
    with pytest.raises(Invalid, match="理由"):
        withdraw_confirmation(step=step, unit=unit, reason=" ", by=world.chief_a1, now=now)
    chosen = {"id": f"5.1:site:{world.site_a1.pk}", "reason": "下载不完整"}
    as_user(world.chief_a1).post(url("milestones_withdraw"), chosen)
    assert not MilestoneReport.objects.exists()
    assert Entry.objects.filter(action="centers.withdraw_milestone", reason="下载不完整").exists()


@pytest.mark.clause("Y-101")
def test_the_meeting_is_held_when_notice_sign_in_and_minutes_are_kept(world, plan, as_user, at):
    now, step = at("2024-05-13 17:00"), plan.milestones.get(key="6")
    client = as_user(world.exam_office)
    with pytest.raises(Refusal, match="会议通知、签到表、会议纪要"):
        confirm_step(step=step, unit=CITY, by=world.exam_office, now=now)
    for label in step.papers:
        file = SimpleUploadedFile(f"{label}.pdf", b"%PDF-1.4 " + label.encode())
        client.post(url("milestone_paper", "6"), {"label": label, "file": file})
    client.post(url("milestones_confirm"), {"ids": "6:city:0", "note": "5个考区到会"})
    assert standings(world.officer_b, plan, now)["6", ""] == Standing.DONE
    page = as_user(world.officer_b).get(url("milestone_item", 6)).content.decode()
    assert "会议纪要.pdf" in page and "5个考区到会" in page


def test_papers_are_the_citys(world, plan, as_user, at):
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    sent = {"label": "会议纪要", "file": file}
    assert as_user(world.officer_a).post(url("milestone_paper", "6"), sent).status_code == 403
    sent = {"label": "别的", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}
    assert as_user(world.exam_office).post(url("milestone_paper", "6"), sent).status_code == 404


OWES = [  # person, moment, steps
    ("officer_a", "2024-04-11 19:00", ["2"]),
    ("officer_b", "2024-05-13 08:00", ["2", "7"]),
    ("city_reviewer", "2024-04-11 22:00", ["3"]),
    ("exam_office", "2024-05-11 08:00", ["6"]),
    ("chief_a1", "2024-04-12 08:00", ["4.1", "5.1"]),
    ("technician_a1", "2024-04-12 08:00", []),
    ("auditor", "2024-06-30 08:00", []),
]


@pytest.mark.parametrize(("person", "moment", "steps"), OWES)
def test_a_person_is_reminded_of_what_the_own_post_owes(world, plan, at, person, moment, steps):
    owed = owed_by_person(getattr(world, person), plan, at(moment))
    assert list(dict.fromkeys(o.step.key for o in owed)) == steps


def test_the_reminder_names_the_unit_and_leads_to_the_item(world, plan, at):
    todo = next(steps_owed(world.chief_a1, plan, at("2024-04-12 08:00")))
    assert (todo.title, todo.detail, todo.grave) == ("第4.1项 模考数据", "阳泉市实验中学", True)
    assert todo.url == url("milestone_item", 4)


def test_owners_are_those_who_hold_the_post_now(world, plan, at):
    now = at(AFTER)
    post = world.chief_a1.appointments.get()
    post.until = now - timedelta(hours=1)
    post.save()
    owed = owed_by_all(world.city_reviewer, plan, now)
    mine = [o for o in owed if o.unit.title == "阳泉市实验中学"]
    assert mine and not any(o.owners for o in mine)
    assert [u.name for o in owed if o.step.key == "2" for u in o.owners] == [
        "城区负责人",
        "矿区负责人",
    ]


PAGES = ["milestones", ("milestone_item", 4), ("county_milestone_item", 5, "6301"), "duty_readers"]


@pytest.mark.parametrize("page", [*PAGES, "rounds", "windows", ("round_report", "mock1", "6301")])
def test_a_page_needs_few_queries_however_many_units(
    world, plan, as_user, at, page, django_assert_max_num_queries
):
    at("2024-04-18 08:00")
    client = as_user(world.exam_office)
    name, *args = page if isinstance(page, tuple) else (page,)
    with django_assert_max_num_queries(20):
        assert client.get(url(name, *args)).status_code == 200


@pytest.mark.clause("Y-078")
def test_the_city_sees_who_has_not_read_the_duties(world, plan, as_user, at):
    as_user(world.officer_a).post(url("duty_read", "county"))
    page = as_user(world.city_reviewer).get(url("duty_readers")).content.decode()
    county_part = page.split("考点考务工作职责")[0]
    assert "矿区负责人" in county_part and "城区负责人" not in county_part
    assert "已读 1 / 2 人" in county_part
    page = as_user(world.officer_a).get(url("duty_readers")).content.decode()
    assert "实验主考" in page and "十一中主考" not in page


def test_characters_that_cannot_be_kept_are_refused(world, plan, as_user, at):
    at(AFTER)
    chosen = {"ids": f"5.1:site:{world.site_a1.pk}", "note": "a\x00b"}
    assert as_user(world.chief_a1).post(url("milestones_confirm"), chosen).status_code == 400
    chosen = {"ids": "5.1\x00:site:1"}
    assert as_user(world.chief_a1).post(url("milestones_confirm"), chosen).status_code == 404
    chosen = {"id": f"5.1:site:{world.site_a1.pk}", "reason": "\x00"}
    assert as_user(world.chief_a1).post(url("milestones_withdraw"), chosen).status_code == 400


def test_a_step_that_has_reports_cannot_vanish_from_the_policy(world, plan, at):
    step = plan.milestones.get(key="4.3")
    MilestoneReport.objects.create(
        milestone=step, site=world.site_a1, by=world.chief_a1, at=world.now
    )
    rest = [m for m in plan.draft["milestones"] if m["key"] != "4.3"]
    rest = [{**m, "after": "4.2"} if m.get("after") == "4.3" else m for m in rest]
    act = {"exam": plan, "by": world.exam_office, "now": world.now}
    change_draft(changes={"milestones": rest}, **act)
    with pytest.raises(Invalid, match="已经有上报记录"):
        publish_exam(**act)
    MilestoneReport.objects.all().delete()
    publish_exam(**act)
    assert not plan.milestones.filter(key="4.3").exists()
