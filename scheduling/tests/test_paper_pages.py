"""The page of papers: order, download, old versions; nothing of others; few queries."""

import pytest
from django.urls import reverse

from candidates.models import Candidate
from examadmin.documents.tests.papers import text
from scheduling.models import Paper

from .acts import arranged, locked, somebody

MAX_QUERIES = 20


def url(name="papers", *args):
    return reverse(name, args=["yq2024", *args])


@pytest.fixture
def press(as_user, django_capture_on_commit_callbacks):
    """press(user, kind=…) presses the button, waits for the job and gives the page that follows."""

    def send(user, **fields):
        client = as_user(user)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(url("papers_make"), fields)
        return client.get(answer.url) if answer.status_code == 302 else answer

    return send


@pytest.fixture
def tickets(world, press):
    """The tickets of county A."""
    locked(world)
    press(world.officer_a, kind="tickets")
    return Paper.objects.get()


def shown(response):
    return response.content.decode()


def content_of(response):
    """The page without its shell and the filter above the list."""
    return shown(response).partition('<div class="grid-2">')[2].partition("</main>")[0]


# ---- making and fetching


def test_an_officer_makes_tickets_and_downloads_them(world, as_user, press):
    locked(world)
    page = press(world.officer_a, kind="tickets", county="6301", order="room")
    assert "已开始制作“准考证 6301 v1”" in shown(page)
    paper = Paper.objects.get()
    assert url("paper", paper.pk) in shown(page) and "70 页" in shown(page)
    file = as_user(world.officer_a).get(url("paper", paper.pk))
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"].startswith("attachment")
    assert "考生1001" in text(b"".join(file.streaming_content))
    look = as_user(world.officer_a).get(url("paper", paper.pk) + "?inline")
    assert look["Content-Disposition"].startswith("inline")
    assert b"".join(look.streaming_content).startswith(b"%PDF")


def test_after_a_reissue_both_versions_are_offered(world, as_user, press, tickets):
    page = press(world.officer_a, kind="tickets")
    first, second = Paper.objects.order_by("version")
    assert "以前的 1 个版本" in shown(page)
    for paper in (first, second):
        assert url("paper", paper.pk) in shown(page)
        file = as_user(world.officer_a).get(url("paper", paper.pk))
        assert f"第{paper.version}版" in text(b"".join(file.streaming_content))


def test_one_button_makes_everything_that_can_be_made_now(world, press):
    arranged(world)
    page = press(world.officer_a, kind="all")
    assert "已开始制作6种打印件" in shown(page)
    assert set(Paper.objects.values_list("kind", flat=True)) == {
        "desk_labels", "form1", "form2", "form3", "form3_xlsx", "certificate"
    }  # fmt: skip


def test_before_the_lock_the_button_is_off_and_pressed_all_the_same_says_why(world, as_user, press):
    arranged(world)
    page = as_user(world.officer_a).get(url())
    assert "编排锁定后才能制作：在此之前座位还可能变动。" in shown(page)
    assert 'value="tickets" disabled' in shown(page)
    refused = press(world.officer_a, kind="tickets")
    assert refused.status_code == 409 and "城区的考场编排还没有锁定" in shown(refused)
    assert press(world.officer_a, kind="secret").status_code == 400


def test_a_paper_that_is_not_ready_says_so(world, as_user):
    paper = Paper.objects.create(
        exam=world.exam, county=world.county_a, kind="form1", scope="6301", version=1,
        made_by=world.officer_a, made_at=world.now,
    )  # fmt: skip
    refused = as_user(world.officer_a).get(url("paper", paper.pk))
    assert refused.status_code == 409 and "还没有做好" in shown(refused)


# ---- who


@pytest.mark.clause("Y-001")
def test_an_officer_of_another_county_sees_nothing_of_these_papers(world, as_user, press, tickets):
    assert as_user(world.officer_b).get(url("paper", tickets.pk)).status_code == 404
    assert as_user(world.officer_b).get(url() + "?county=6301").status_code == 404
    assert press(world.officer_b, kind="form1", county="6301").status_code == 404
    assert "矿区" in shown(as_user(world.officer_b).get(url()))
    assert Paper.objects.count() == 1


@pytest.mark.clause("Y-001")
def test_a_site_chief_makes_and_fetches_papers_of_the_own_site_alone(
    world, as_user, press, tickets
):
    page = press(world.chief_a1, kind="slips")
    own = Paper.objects.get(site=world.site_a1)
    assert url("paper", own.pk) in shown(page) and url("paper", tickets.pk) not in shown(page)
    assert as_user(world.chief_a1).get(url("paper", tickets.pk)).status_code == 404
    assert as_user(world.chief_a2).get(url("paper", own.pk)).status_code == 404
    assert press(world.chief_a1, kind="slips", site="630102").status_code == 404
    assert press(world.chief_a1, kind="form3").status_code == 400


@pytest.mark.parametrize("person", ["inspector_a", "auditor"])
def test_who_only_watches_downloads_and_makes_nothing(world, as_user, press, tickets, person):
    user = getattr(world, person)
    page = as_user(user).get(url())
    assert url("paper", tickets.pk) in shown(page) and "<button" not in content_of(page)
    file = as_user(user).get(url("paper", tickets.pk))
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert press(user, kind="form1", county="6301").status_code == 403


@pytest.mark.parametrize("person", ["nobody", "proctor_a1_2"])
def test_who_has_no_such_duty_gets_no_paper(world, as_user, press, tickets, person):
    user = getattr(world, person)
    assert as_user(user).get(url()).status_code == 403
    assert as_user(user).get(url("paper", tickets.pk)).status_code == 404
    assert press(user, kind="form1", county="6301").status_code == 403
    assert as_user(user).get(url("paper_blank", "form3")).status_code == 403


# ---- what the page says


def test_names_that_no_font_has_stand_above_the_papers(world, as_user):
    pupil = somebody(world.school_a1)
    Candidate.objects.filter(pk=pupil.pk).update(name="王\ue000")
    assert "有 1 名考生的姓名含有字体中没有的字" in shown(as_user(world.officer_a).get(url()))
    assert "字体中没有的字" not in shown(as_user(world.officer_b).get(url()))
    assert "字体中没有的字" not in shown(as_user(world.chief_a2).get(url()))


@pytest.mark.parametrize("form", ["form1", "form2", "form3"])
def test_the_annexes_are_offered_blank(world, as_user, form):
    client = as_user(world.chief_a1 if form != "form3" else world.officer_a)
    if form != "form3":
        assert url("paper_blank", form) in shown(client.get(url()))
    file = client.get(url("paper_blank", form))
    assert world.exam.rules.form(form) in text(b"".join(file.streaming_content))
    assert client.get(url("paper_blank", "form99")).status_code == 404


# ---- speed


@pytest.mark.parametrize("person", ["officer_a", "city_reviewer", "chief_a1", "auditor"])
def test_the_page_asks_few_questions_however_many_papers_there_are(
    world, as_user, press, person, django_assert_max_num_queries
):
    locked(world)
    for _again in range(2):
        press(world.officer_a, kind="all")
        press(world.chief_a1, kind="all")
    Candidate.objects.filter(school=world.school_a1).update(name="王\ue000")
    client = as_user(getattr(world, person))
    with django_assert_max_num_queries(MAX_QUERIES):
        page = client.get(url())
    assert page.status_code == 200
