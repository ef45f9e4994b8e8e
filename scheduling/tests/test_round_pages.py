"""The pages of the rounds: data, who has practised, cleaning up; for sites, counties and the city."""

import pytest
from django.urls import reverse

from centers.milestones.rounds import report_round
from centers.models import Appointment, Preparation
from examadmin.audit.models import Entry
from examadmin.base import clock
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.exams import checks
from examadmin.exams.services import publish_exam
from scheduling.models import (
    Cleanup,
    DataPackage,
    PackageDownload,
    Practice,
    RoomSession,
    Seating,
)
from scheduling.queries.practice import site_lines
from scheduling.round_todos import rounds_due
from scheduling.services.practice import confirm_practice, of_groups, withdraw_practice
from scheduling.services.rounds import certify_cleanup

from .acts import arranged, locked, somebody
from .rounds_acts import OPEN, at, cleaned, fetched, packed, round_of

MAX_QUERIES = 20
PEOPLE = ["city_reviewer", "officer_a", "chief_a1", "auditor"]


def url(name, *args):
    return reverse(name, args=["yq2024", *args])


def site_url(name, key="mock1", school="630101", *args):
    return url(name, key, school, *args)


def shown(response):
    return response.content.decode()


@pytest.fixture
def today(monkeypatch):
    """today(4, 12) → pages believe that it is that day."""

    def travel(*day):
        moment = at(*day)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    travel(4, 12)
    return travel


@pytest.fixture
def plan(world, today):
    """Both counties locked, the rounds published, 12 April."""
    publish_exam(exam=world.exam, by=world.exam_office, now=world.now)
    locked(world, "b")
    return locked(world)


@pytest.fixture
def mock1(world, plan):
    return round_of(world, "mock1")


@pytest.fixture
def copied(world, mock1):
    """A1 has made and taken the data of the first mock round."""
    package = packed(world)
    fetched(package, world.chief_a1, OPEN["mock1"])
    return package


def pupils_of(site):
    return [s.candidate for s in Seating.objects.filter(room_session__room__site=site)]


def practise(world, round_, who=(), posts=(), by=None, site=None, now=None):
    return confirm_practice(
        round_=round_, site=site or world.site_a1, candidates=list(who), posts=list(posts),
        by=by or world.chief_a1, now=now or at(4, 12),
    )  # fmt: skip


def line_of(world, user, site):
    return next(x for x in site_lines(user, world.exam, clock.now()) if x.site == site)


# ---- the data of a site


@pytest.mark.clause("Y-046", "Y-099")
def test_a_chief_makes_and_takes_the_data_and_the_log_says_so(
    world, mock1, as_user, django_capture_on_commit_callbacks
):
    client = as_user(world.chief_a1)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(site_url("round_package"))
    page = shown(client.get(answer.url))
    assert "第 1 版" in page and "整个考点" in page and "第01考场" in page
    file = client.post(site_url("round_part", "mock1", "630101", 1), {"room": "2"})
    assert file["Content-Type"] == "application/zip"
    assert "%E6%A8%A1%E6%8B%9F" in file["Content-Disposition"], "模拟…"
    b"".join(file)  # to its end: closing by hand would close the database too
    row = PackageDownload.objects.get()
    assert (row.by, row.part.room.number) == (world.chief_a1, 2)
    page = shown(as_user(world.officer_a).get(site_url("round_site")))
    log = page.partition('id="log"')[2].partition("</section>")[0]
    assert "实验主考" in log and row.sha256 in log and "第02考场" in log


@pytest.mark.clause("Y-046")
def test_the_county_and_the_city_see_who_has_not_downloaded(world, copied, as_user):
    page = shown(as_user(world.city_reviewer).get(url("round_sites", "mock1") + "?show=left"))
    assert "有 3 个考点还没有下载" in page
    table = page.partition("<tbody>")[2]
    assert "阳泉市外国语学校" in table and "阳泉市实验中学" not in table
    page = shown(as_user(world.officer_a).get(url("round_sites", "mock1")))
    assert "有 1 个考点还没有下载" in page and "2024-04-11 09:00" in page
    assert "第十一中学" not in page


def test_all_rooms_are_the_site_but_one_room_is_not(world, mock1):
    package = packed(world)
    fetched(package, world.chief_a1, at(4, 11), room=1)
    assert not line_of(world, world.officer_a, world.site_a1).downloaded
    fetched(package, world.chief_a1, at(4, 11, 10), room=2)
    assert line_of(world, world.officer_a, world.site_a1).downloaded == {mock1.pk: at(4, 11, 10)}


@pytest.mark.clause("Y-053", "Y-054")
def test_the_page_of_formal_data_says_what_is_missing_until_it_is_done(
    world, copied, as_user, today
):
    today(5, 27)
    client = as_user(world.chief_a1)
    page = shown(client.get(site_url("round_site", "formal")))
    assert "还有1次模拟考试的数据没有证明已清理" in page
    assert "第一次模拟考试：由实验主考、实验管理员证明数据已清理" in page
    assert "生成数据包</button>" not in page
    refused = client.post(site_url("round_package", "formal"))
    assert refused.status_code == 409 and not DataPackage.objects.filter(round__mock=False)
    client.post(site_url("round_cleanup"), {"note": "逐机检查"})
    assert Cleanup.objects.get().note == "逐机检查"
    assert "实验主考 于 2024-05-27 09:00 证明" in shown(client.get(site_url("round_site")))
    assert "生成数据包</button>" in shown(client.get(site_url("round_site", "formal")))


@pytest.mark.clause("Y-100")
def test_the_overview_says_what_is_open_today_and_what_comes_next(world, plan, as_user, today):
    words = {
        (4, 10): "2024-04-11 开放数据下载",
        (4, 11): "现在：下载数据",
        (4, 12): "现在：按正式程序组织练习",
        (4, 17): "现在：按正式程序组织练习",
        (4, 18): "现在：报告问题和异常情况",
    }
    for day, sentence in words.items():
        today(*day)
        page = shown(as_user(world.chief_a1).get(url("round_overview")))
        card = page.partition('id="mock1"')[2].partition("</section>")[0]
        assert sentence in card and "2024-04-12 – 2024-04-17" in card
        assert site_url("round_site") in card


# ---- who has practised


@pytest.mark.clause("Y-047")
def test_a_site_confirms_room_sessions_and_classes_and_the_rest_is_listed(world, copied, as_user):
    client = as_user(world.technician_a1)
    first = RoomSession.objects.filter(room__site=world.site_a1, seatings__isnull=False).first()
    client.post(site_url("practice_confirm"), {"ids": f"cell:{first.pk}", "act": "confirm"})
    seated = set(first.seatings.values_list("candidate_id", flat=True))
    assert set(Practice.objects.values_list("candidate_id", flat=True)) == seated
    client.post(site_url("practice_confirm"), {"ids": f"class:{world.school_a1.pk}:grade8:2"})
    assert (
        Practice.objects.filter(
            candidate__school=world.school_a1, candidate__class_no=2, candidate__category="grade8"
        ).count()
        == 25
    )
    people = {p.pk: p for p in pupils_of(world.site_a1)}
    left = [p for pk, p in people.items() if not Practice.objects.filter(candidate=pk).exists()]
    assert left
    page = shown(client.get(url("practice_people", "630101")))
    assert all((p.registration_no in page) == (p in left) for p in people.values())
    line = line_of(world, world.city_reviewer, world.site_a1)
    assert (line.total, line.ever) == (len(people), len(people) - len(left))
    assert not line.complete and line.missing == len(left) + line.staff


@pytest.mark.clause("Y-047")
def test_a_site_is_complete_when_every_candidate_and_every_member_of_staff_has_practised(
    world, mock1, as_user
):
    posts = Appointment.objects.filter(
        user__in=[world.chief_a1, world.technician_a1, world.proctor_a1_2]
    )
    people = pupils_of(world.site_a1)
    practise(world, mock1, people[:-1], posts)
    assert line_of(world, world.officer_a, world.site_a1).missing == 1
    practise(world, round_of(world, "mock2"), people[-1:], now=at(4, 19))
    line = line_of(world, world.officer_a, world.site_a1)
    assert line.complete and line.staff == line.staff_ever == 3
    assert list(line.done.values()) == [len(people) - 1, 1, 0]
    page = shown(as_user(world.officer_a).get(url("practice") + "?show=left"))
    table = page.partition("<tbody>")[2]
    assert "阳泉市外国语学校" in table and "阳泉市实验中学" not in table
    page = shown(as_user(world.officer_a).get(url("practice_people", "630101")))
    assert "全部练习过了" in page and "监考甲" in page


@pytest.mark.clause("Y-045")
def test_practice_hangs_on_its_round_and_the_formal_round_takes_none(world, mock1):
    pupil = somebody(world.school_a1)
    practise(world, mock1, [pupil])
    with pytest.raises(Refusal, match="与正式考试分开"):
        practise(world, round_of(world, "formal"), [pupil], now=at(5, 30))
    assert list(Practice.objects.values_list("round__key", flat=True)) == ["mock1"]
    cell = pupil.seating.room_session
    assert (cell.began_at, cell.ended_at) == (None, None)


def test_practice_is_confirmed_by_the_copy_not_by_later_seats(world, copied, mock1):
    seating = Seating.objects.get(candidate=somebody(world.school_a1))
    old = seating.room_session_id
    other = RoomSession.objects.filter(room__site=world.site_a1).exclude(pk=old)
    Seating.objects.filter(pk=seating.pk).update(room_session=other.filter(seatings=None).first())
    assert seating.candidate in of_groups(mock1, world.site_a1, [f"cell:{old}"])


def test_practice_told_twice_is_told_once_and_a_mistake_is_taken_back_with_a_reason(world, mock1):
    pupil = somebody(world.school_a1)
    assert practise(world, mock1, [pupil]) == 1
    assert practise(world, mock1, [pupil]) == 0
    act = {"round_": mock1, "site": world.site_a1, "candidates": [pupil], "by": world.chief_a1}
    with pytest.raises(Invalid, match="撤回的理由"):
        withdraw_practice(reason=" ", now=at(4, 13), **act)
    assert withdraw_practice(reason="点错", now=at(4, 13), **act) == 1
    assert not Practice.objects.exists()
    assert Entry.objects.get(action="scheduling.withdraw_practice").reason == "点错"


def test_nobody_practises_before_the_round_or_at_a_strange_site(world, mock1):
    pupil = somebody(world.school_a1)
    with pytest.raises(Refusal, match="还没有开始"):
        practise(world, mock1, [pupil], now=at(4, 11))
    with pytest.raises(Invalid, match="不在本考点考试"):
        practise(world, mock1, [somebody(world.school_a2)])
    strange = Appointment.objects.get(user=world.chief_a2)
    with pytest.raises(Invalid, match="不是本考点的工作人员"):
        practise(world, mock1, posts=[strange])
    for person in ("chief_a2", "officer_a", "clerk_a3", "city_reviewer"):
        with pytest.raises(Forbidden):
            practise(world, mock1, [pupil], by=getattr(world, person))


# ---- who


@pytest.mark.parametrize("person", ["officer_b", "chief_b1", "chief_a2"])
def test_others_do_not_find_the_site(world, copied, as_user, person):
    client = as_user(getattr(world, person))
    assert client.get(site_url("round_site")).status_code == 404
    assert client.get(url("practice_people", "630101")).status_code == 404
    for name, args in (("round_package", ()), ("round_part", (1,)), ("practice_confirm", ()),
                       ("round_cleanup", ())):  # fmt: skip
        status = client.post(site_url(name, "mock1", "630101", *args)).status_code
        assert status == (403 if person == "officer_b" else 404), name
    assert "阳泉市实验中学" not in shown(client.get(url("round_overview")))


def test_who_watches_sees_and_takes_nothing(world, copied, as_user):
    for person in ("inspector_a", "auditor", "officer_a", "city_reviewer"):
        client = as_user(getattr(world, person))
        page = shown(client.get(site_url("round_site")))
        body = page.partition("<main")[2].partition("</main>")[0]
        assert "整个考点" in body and "<button" not in body
        taken = client.post(site_url("round_part", "mock1", "630101", 1))
        assert taken.status_code == 403
    assert (
        as_user(world.officer_a).get(url("round_sites", "mock1") + "?county=6302").status_code
        == 404
    )
    assert PackageDownload.objects.count() == 1
    for person in ("nobody", "proctor_a1_2", "clerk_a3"):
        assert as_user(getattr(world, person)).get(url("round_overview")).status_code == 403


def test_what_does_not_exist_is_not_found(world, copied, as_user):
    client = as_user(world.chief_a1)
    assert client.get(url("round_sites", "mock9")).status_code == 404
    assert client.post(site_url("round_part", "mock1", "630101", 7)).status_code == 404
    wrong = client.post(site_url("round_part", "mock1", "630101", 1), {"room": "9"})
    assert wrong.status_code == 404
    assert client.get(url("practice_people", "630101") + "?show=x").status_code == 404
    assert client.post(site_url("practice_confirm"), {"ids": "who:x"}).status_code == 404
    assert client.post(site_url("practice_confirm"), {}).status_code == 400


# ---- the plan of work and what is due


@pytest.mark.clause("Y-099")
def test_the_work_plan_knows_which_sites_have_downloaded(world, copied):
    steps = {m.key: m.check_name for m in world.exam.milestones.filter(key__startswith="4.")}
    assert steps == {f"4.{n}": f"downloaded_mock{n}" for n in (1, 2, 3)}
    found = checks.results(world.exam, steps.values())
    assert found["downloaded_mock1"] == {world.site_a1.pk: True}
    assert found["downloaded_mock2"] == {}


@pytest.mark.clause("Y-054")
def test_the_formal_system_is_installed_when_data_are_taken_and_every_room_says_so(world, plan):
    assert world.exam.milestones.get(key="9.1").check_name == "formal_installed"
    fetched(packed(world, "formal"), world.chief_a1, OPEN["formal"])
    site = world.site_a1
    assert checks.results(world.exam, ["formal_installed"])["formal_installed"] == {site.pk: False}
    for item in ("client_installed", "exam_data", "question_bank", "candidate_roster"):
        for room in site.rooms.all():
            Preparation.objects.create(
                exam=world.exam, site=site, room=room, item=item, by=world.chief_a1, at=at(5, 27)
            )
    assert checks.results(world.exam, ["formal_installed"])["formal_installed"] == {site.pk: True}


def test_a_site_is_reminded_to_download_to_confirm_and_to_clean_up(world, plan, today):
    def due(user, *day):
        return [(t.title, t.count) for t in rounds_due(user, world.exam, today(*day))]

    count = len(pupils_of(world.site_a1))
    assert due(world.technician_a1, 4, 10) == []
    assert due(world.technician_a1, 4, 11) == [("下载第一次模拟考试的数据", 0)]
    assert due(world.chief_a1, 4, 11) == [], "the work plan tells the chief already"
    fetched(packed(world), world.chief_a1, at(4, 11))
    assert due(world.technician_a1, 4, 12) == [("登记参加了第一次模拟考试的考生", count)]
    assert ("清理第一次模拟考试的数据并出具证明", 0) in due(world.chief_a1, 4, 18)
    cleaned(world)
    assert ("清理第一次模拟考试的数据并出具证明", 0) not in due(world.chief_a1, 5, 21)
    assert due(world.officer_a, 4, 12) == due(world.nobody, 4, 12) == []


@pytest.mark.parametrize("person", ["chief_a1", "technician_a1", "officer_a"])
def test_reminders_ask_one_question(world, copied, today, person, django_assert_max_num_queries):
    user, now = getattr(world, person), today(4, 18)
    user.has_perm("scheduling.view_round")
    with django_assert_max_num_queries(1 if person != "officer_a" else 0):
        list(rounds_due(user, world.exam, now))


def test_the_home_page_of_a_chief_in_the_rounds_asks_few_questions(
    world, copied, as_user, today, django_assert_max_num_queries
):
    today(4, 18)
    client = as_user(world.chief_a1)
    with django_assert_max_num_queries(MAX_QUERIES):
        page = client.get("/")
    assert "清理第一次模拟考试的数据并出具证明" in shown(page)


# ---- one table for county and city


def test_the_table_shows_data_practice_report_and_cleaning_side_by_side(
    world, copied, mock1, as_user, today
):
    practise(world, mock1, pupils_of(world.site_a1)[:3])
    now = today(4, 18)
    report_round(round=mock1, county=world.county_a, problems=[], by=world.officer_a, now=now)
    certify_cleanup(round_=mock1, site=world.site_a1, by=world.chief_a1, now=now)
    page = shown(as_user(world.officer_a).get(url("round_sites", "mock1")))
    row = page.partition("<tbody>")[2].partition("</tr>")[0]
    total = len(pupils_of(world.site_a1))
    assert "阳泉市实验中学" in row and f"3 / {total}" in row and "2024-04-18 09:00" in row
    assert url("round_report", "mock1", "6301") in row
    assert "未证明" in page


# ---- speed


@pytest.mark.parametrize("person", PEOPLE)
def test_the_pages_ask_few_questions(world, copied, mock1, as_user, person, today,
                                     django_assert_max_num_queries):  # fmt: skip
    practise(world, mock1, pupils_of(world.site_a1), Appointment.objects.filter(
        user__in=[world.chief_a1, world.proctor_a1_2]))  # fmt: skip
    packed(world)
    fetched(packed(world), world.technician_a1, clock.now())
    today(4, 16)
    client = as_user(getattr(world, person))
    pages = [
        url("round_overview"), url("round_sites", "mock1"), site_url("round_site"),
        site_url("round_site") + "?by=class", site_url("round_site", "formal"), url("practice"),
        url("practice_people", "630101") + "?show=all",
    ]  # fmt: skip
    for page in pages:
        with django_assert_max_num_queries(MAX_QUERIES):
            assert client.get(page).status_code == 200, page


def test_pages_stand_before_anything_is_arranged_or_published(world, as_user, today):
    for person in ("city_reviewer", "chief_a1"):
        client = as_user(getattr(world, person))
        assert "考试规则还没有发布" in shown(client.get(url("round_overview")))
        assert client.get(url("practice")).status_code == 200
        assert client.get(url("practice_people", "630101")).status_code == 200
    publish_exam(exam=world.exam, by=world.exam_office, now=world.now)
    arranged(world)
    page = shown(as_user(world.chief_a1).get(site_url("round_site")))
    assert "城区的考场编排还没有锁定" in page
