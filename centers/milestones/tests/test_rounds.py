"""Mock rounds: the same sites as the formal one, and a report from every county after each."""

import pytest
from django.urls import reverse

from centers.milestones.portal import round_reports_owed
from centers.milestones.rounds import answer_report, close_report, report_round, sites_of_round
from centers.models import RoundReport
from examadmin.base.errors import Forbidden, Invalid, Refusal

PROBLEM = {
    "kind": "network",
    "where": "实验中学第1考场",
    "what": "网络中断4分钟",
    "done": "换交换机",
}


def url(name, *args):
    return reverse(name, args=["yq2024", *args])


@pytest.fixture
def mock1(plan):
    return plan.rounds.get(key="mock1")


@pytest.fixture
def reported(world, mock1, at):
    return report_round(
        round=mock1,
        county=world.county_a,
        problems=[PROBLEM],
        by=world.officer_a,
        now=at("2024-04-17 19:00"),
    )


@pytest.mark.clause("Y-044")
def test_every_round_is_held_at_exactly_the_sites_of_the_formal_one(world, plan):
    of_round = {r.key: {s.school.code for s in sites_of_round(r)} for r in plan.rounds.all()}
    assert set(of_round) == {"mock1", "mock2", "mock3", "formal"}
    assert all(sites == of_round["formal"] for sites in of_round.values())
    assert of_round["formal"] == {"630101", "630102", "630201", "630202"}


@pytest.mark.clause("Y-040", "Y-041", "Y-042", "Y-043")
def test_the_rounds_page_shows_three_mock_rounds_with_their_windows(world, plan, as_user, at):
    at("2024-04-20 08:00")
    page = as_user(world.officer_a).get(url("rounds")).content.decode()
    for span in ("2024-04-12 – 2024-04-17", "2024-04-19 – 2024-04-24", "2024-04-26 – 2024-04-30"):
        assert span in page
    for download in ("2024-04-11", "2024-04-18", "2024-04-25"):
        assert f"{download} 下载数据" in page
    assert page.count("未开始") == 2 and "进行中" in page and "未上报" in page


@pytest.mark.clause("Y-048")
def test_a_report_goes_from_the_county_through_the_citys_answer_to_its_close(
    world, mock1, as_user, at
):
    at("2024-04-17 19:00")
    page = url("round_report", "mock1", "6301")
    lines = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    sent = lines | {f"form-0-{key}": value for key, value in PROBLEM.items()}
    as_user(world.officer_a).post(page, sent)
    report = RoundReport.objects.get()
    assert (report.state, report.problems) == ("submitted", [PROBLEM])
    client = as_user(world.city_reviewer)
    assert "网络中断4分钟" in client.get(page).content.decode()
    answer = url("round_answer", "mock1", "6301")
    client.post(answer, {"act": "answer", "answer": "已联系联通增加带宽"})
    assert "已联系联通增加带宽" in as_user(world.officer_a).get(page).content.decode()
    as_user(world.city_reviewer).post(answer, {"act": "close"})
    report.refresh_from_db()
    assert report.state == "closed"
    with pytest.raises(Refusal):
        report_round(
            round=mock1,
            county=world.county_a,
            problems=[],
            by=world.officer_a,
            now=at("2024-04-18 08:00"),
        )


@pytest.mark.clause("Y-048")
def test_no_problems_is_a_report_as_well(world, mock1, as_user, at):
    at("2024-04-17 19:00")
    sent = {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0", "none": "1"}
    as_user(world.officer_a).post(url("round_report", "mock1", "6301"), sent)
    report = RoundReport.objects.get()
    assert report.problems == []
    close_report(report=report, by=world.city_reviewer, now=at("2024-04-18 08:00"))
    assert "零报告" in as_user(world.city_reviewer).get(url("rounds")).content.decode()


def test_an_empty_form_is_no_zero_report(world, mock1, as_user, at):
    at("2024-04-17 19:00")
    sent = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    as_user(world.officer_a).post(url("round_report", "mock1", "6301"), sent)
    assert not RoundReport.objects.exists()


def test_problems_are_closed_only_after_an_answer(world, reported, at):
    with pytest.raises(Refusal, match="先答复"):
        close_report(report=reported, by=world.city_reviewer, now=at("2024-04-18 08:00"))


def test_the_county_may_add_until_the_close(world, mock1, reported, at):
    answer_report(
        report=reported, answer="收到", by=world.city_reviewer, now=at("2024-04-18 08:00")
    )
    again = report_round(
        round=mock1,
        county=world.county_a,
        problems=[PROBLEM, {**PROBLEM, "kind": "power"}],
        by=world.officer_a,
        now=at("2024-04-18 09:00"),
    )
    assert again.pk == reported.pk and len(again.problems) == 2 and again.state == "submitted"


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        ({"kind": "ghost"}, "第1条：请选择问题类别"),
        ({"what": " "}, "第1条：请写明问题"),
        ({"done": "长" * 501}, "第1条：每栏不能超过500个字"),
    ],
)
def test_a_problem_says_its_kind_and_what_happened(world, mock1, at, problem, sentence):
    with pytest.raises(Invalid, match=sentence):
        report_round(
            round=mock1,
            county=world.county_a,
            problems=[PROBLEM | problem],
            by=world.officer_a,
            now=at("2024-04-17 19:00"),
        )


def test_who_may_report_and_who_may_answer(world, mock1, reported, at):
    now = at("2024-04-18 08:00")
    for person in ("officer_b", "chief_a1", "city_reviewer"):
        with pytest.raises(Forbidden):
            report_round(
                round=mock1,
                county=world.county_a,
                problems=[],
                by=getattr(world, person),
                now=now,
            )
    for person in ("officer_a", "exam_office", "auditor"):
        with pytest.raises(Forbidden):
            answer_report(report=reported, answer="好", by=getattr(world, person), now=now)


def test_a_round_that_has_not_begun_and_the_formal_one_take_no_report(world, plan, at):
    now = at("2024-04-17 19:00")
    for key, sentence in (("mock2", "还没有开始"), ("formal", "只上报模拟考试")):
        with pytest.raises(Refusal, match=sentence):
            report_round(
                round=plan.rounds.get(key=key),
                county=world.county_a,
                problems=[],
                by=world.officer_a,
                now=now,
            )


def test_the_report_of_another_county_is_not_found(world, reported, as_user):
    page, answer = url("round_report", "mock1", "6301"), url("round_answer", "mock1", "6301")
    assert as_user(world.officer_b).get(page).status_code == 404
    assert as_user(world.officer_b).post(answer, {"answer": "x"}).status_code == 403
    assert as_user(world.chief_a1).get(page).status_code == 403
    assert (
        as_user(world.city_reviewer).get(url("round_report", "formal", "6301")).status_code == 404
    )


def test_reports_are_asked_for_after_each_round_and_answers_after_each_report(
    world, plan, reported, at
):
    now = at("2024-04-25 08:00")
    titles = [t.title for t in round_reports_owed(world.officer_a, plan, now)]
    assert titles == ["上报第二次模拟考试的问题和异常情况"]
    assert len(list(round_reports_owed(world.officer_b, plan, now))) == 2
    (waiting,) = round_reports_owed(world.city_reviewer, plan, now)
    assert waiting.count == 1
    assert not list(round_reports_owed(world.chief_a1, plan, now))
