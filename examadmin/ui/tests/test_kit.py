"""The parts that pages are made of."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from candidates.models import Candidate
from examadmin.accounts.models import User
from examadmin.base.errors import Forbidden, Refusal
from examadmin.ui.fetch import fetch, require
from examadmin.ui.pages import page_of
from examadmin.ui.templatetags.kit import until


def rendered(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=2, hours=5), "还有 2 天"),
        (timedelta(hours=5, minutes=9), "还有 5 小时"),
        (timedelta(minutes=9), "还有 9 分钟"),
        (timedelta(0), "还有 0 分钟"),
        (-timedelta(minutes=9), "已逾期 1 小时"),
        (-timedelta(hours=5), "已逾期 5 小时"),
        (-timedelta(days=3, hours=1), "已逾期 3 天"),
    ],
)
def test_a_due_moment_is_told_in_words(world, left, said):
    assert until(world.now + left, world.now) == said


def test_a_moment_is_shown_on_the_clock_of_the_office(world):
    assert rendered("{{ at|moment }} {{ at|clock }}", at=world.now) == "2024-04-10 09:00 09:00"
    assert rendered("{{ at|moment }}", at=None) == ""


def test_a_badge_escapes_its_words():
    assert "&lt;b&gt;" in rendered('{% badge "done" title %}', title="<b>")


@pytest.mark.parametrize("asked", ["0", "-1", "x", "99999999999", "٣", ""])
def test_what_is_no_page_number_is_the_first_page(world, asked):
    request = RequestFactory().get("/", {"page": asked})
    assert page_of(request, Candidate.objects.all(), size=2).number == 1


def test_a_page_knows_its_neighbours_without_counting_the_rows(world, django_assert_num_queries):
    rows = User.objects.order_by("pk")
    request = RequestFactory().get("/", {"page": "2", "q": "甲 乙"})
    with django_assert_num_queries(1):
        page = page_of(request, rows, size=5)
    assert (page.first, page.last, page.has_previous, page.has_next) == (6, 10, True, True)
    text = rendered("{% pager page %}", page=page)
    assert "page=1" in text
    assert "page=3" in text
    assert "q=%E7%94%B2+%E4%B9%99" in text


def test_one_page_of_rows_has_no_pager(world):
    page = page_of(RequestFactory().get("/"), User.objects.order_by("pk"), size=50)
    assert rendered("{% pager page %}", page=page).strip() == ""


def test_what_is_out_of_scope_is_not_found_and_what_is_not_allowed_says_why(world):
    from django.http import Http404

    mine = Candidate.objects.filter(school=world.school_a1).first()
    assert fetch(world.officer_a, Candidate.objects, "candidates.view_candidate", pk=mine.pk)
    with pytest.raises(Http404):
        fetch(world.officer_b, Candidate.objects, "candidates.view_candidate", pk=mine.pk)
    with pytest.raises(Forbidden, match="更正考生信息"):
        require(world.chief_a1, "candidates.correct_candidate", mine)


def refuse_by(monkeypatch, error):
    def view(request):
        raise error

    monkeypatch.setattr("examadmin.portal.views.rights_of", lambda *a: view(None))


def test_a_refusal_is_a_page_with_its_sentence_and_findings(as_user, world, monkeypatch):
    refuse_by(monkeypatch, Refusal("名册已锁定。", findings=["第3行", "<b>第9行</b>"]))
    answer = as_user(world.officer_a).get(
        "/my/rights/", headers={"referer": "http://testserver/jobs/"}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "名册已锁定。" in text
    assert "&lt;b&gt;第9行" in text
    assert 'href="/jobs/"' in text


def test_a_refusal_for_htmx_goes_to_the_place_of_refusals(as_user, world, monkeypatch):
    refuse_by(monkeypatch, Forbidden("不能。"))
    answer = as_user(world.officer_a).get("/my/rights/", headers={"hx-request": "true"})
    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#refusals"
    assert "<html" not in answer.content.decode()


def test_the_way_back_from_a_refusal_never_leads_away(as_user, world, monkeypatch):
    refuse_by(monkeypatch, Refusal("不能。"))
    answer = as_user(world.officer_a).get(
        "/my/rights/", headers={"referer": "http://evil.example/jobs/"}
    )
    assert "返回上一页" not in answer.content.decode()


def test_the_menu_shows_what_the_person_may_do_and_where_she_is(as_user, world):
    text = as_user(world.auditor).get("/trail/").content.decode()
    assert '<a href="/trail/" class="active" aria-current="page">' in text
    assert 'href="/trail/"' not in as_user(world.proctor_a1_2).get("/").content.decode()


def test_steps_are_told_by_the_name_of_their_button(world):
    from examadmin.workflow.models import Step

    step = Step(verb="unheard_of", target="nowhere", at=world.now, comment="同意")
    text = rendered("{% steps history %}", history=[step])
    assert "unheard_of" in text
    assert "同意" in text
    assert "还没有办理记录" in rendered("{% steps history %}", history=[])
