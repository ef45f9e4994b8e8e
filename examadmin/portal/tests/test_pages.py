"""My rights, the trail, the browser check, the health answer, and what errors say."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client, override_settings
from django.urls import path, reverse

from centers.models import Appointment, SiteApplication
from centers.states import APPLICATION
from examadmin.audit import words
from examadmin.audit.services import record
from examadmin.jobs.services import worker_seen
from examadmin.urls import *  # noqa: F403  (the tree of the test, with pages that fail)
from examadmin.urls import urlpatterns as real

pytestmark = pytest.mark.django_db


def broken(request):
    raise ZeroDivisionError("secret detail")


urlpatterns = [*real, path("test/broken/", broken)]


# My rights


def test_my_rights_name_every_right_its_post_its_place_and_its_end(as_user, world):
    Appointment.objects.filter(user=world.officer_a).update(until="2030-06-30T10:00:00+08:00")
    text = as_user(world.officer_a).get("/my/rights/").content.decode()
    assert "县（区）考试负责人 · 城区" in text
    assert "至 2030-06-30 10:00" in text
    assert "导入考生名册和照片" in text
    assert "锁定编排" not in text  # the city's


def test_a_post_that_has_ended_gives_no_rights(as_user, world):
    Appointment.objects.filter(user=world.officer_a).update(until=world.now)
    text = as_user(world.officer_a).get("/my/rights/").content.decode()
    assert "您现在没有职务" in text


def test_a_post_at_a_room_names_site_and_room(as_user, world):
    text = as_user(world.proctor_a1_2).get("/my/rights/").content.decode()
    assert "监考员 · 阳泉市实验中学 第02考场" in text


# The trail


@pytest.fixture
def trail(world):
    """One act in the trail of the city, of each county, and of a school of each county."""
    for chain in ("city", "county:6301", "county:6302", "school:630101", "school:630201"):
        with transaction.atomic():
            record(
                by=world.city_reviewer, now=world.now, action="accounts.User.edited",
                chain=chain, name=f"办理于{chain}", reason=f"因{chain}",
            )  # fmt: skip


def shown(client, **query):
    answer = client.get("/trail/", query)
    assert answer.status_code == 200
    text = answer.content.decode()
    chains = ("city", "county:6301", "county:6302", "school:630101", "school:630201")
    return {chain for chain in chains if f"办理于{chain}<" in text}


@pytest.mark.parametrize("person", ["city_reviewer", "auditor", "exam_office"])
def test_the_city_and_its_auditor_read_every_trail(as_user, world, trail, person):
    assert len(shown(as_user(getattr(world, person)))) == 5


def test_a_county_reads_its_own_trail_and_those_of_its_schools(as_user, world, trail):
    client = as_user(world.officer_a)
    assert shown(client) == {"county:6301", "school:630101"}
    assert shown(client, place="6302") == {"county:6301", "school:630101"}
    assert shown(client, place="city") == {"county:6301", "school:630101"}


@pytest.mark.parametrize("person", ["chief_a1", "proctor_a1_2", "nobody", "inspector_a"])
def test_nobody_else_reads_the_trail(as_user, world, trail, person):
    assert as_user(getattr(world, person)).get("/trail/").status_code == 403


def test_the_trail_is_narrowed_by_place_person_object_act_and_day(as_user, world, trail):
    client = as_user(world.auditor)
    assert shown(client, place="6301") == {"county:6301", "school:630101"}
    assert shown(client, place="city") == {"city"}
    assert shown(client, who="审核") and not shown(client, who="某人")
    assert shown(client, what="630201") == {"school:630201"}
    assert shown(client, act="accounts.User.edited")
    assert not shown(client, act="accounts.User.logged_in")
    assert len(shown(client, since="2024-04-10", until="2024-04-10")) == 5
    assert not shown(client, since="2024-04-11")
    assert not shown(client, until="2024-04-09")
    assert len(shown(client, since="yesterday", act="nonsense")) == 5


def test_a_change_of_state_without_a_name_is_called_as_its_button_was(as_user, world, monkeypatch):
    monkeypatch.delitem(words._titles, "centers.SiteApplication.submit", raising=False)
    application = SiteApplication.objects.get(school=world.school_a1)
    SiteApplication.objects.update(state="draft")
    APPLICATION.move(application, "submit", by=world.chief_a1, now=world.now)
    text = as_user(world.auditor).get("/trail/").content.decode()
    assert f"考点申报：{APPLICATION.by_verb['submit'].title}" in text


def test_the_trail_costs_the_same_however_long_it_is(
    as_user, world, trail, django_assert_max_num_queries
):
    for n in range(60):
        with transaction.atomic():
            record(by=None, now=world.now, action="x.y", chain="city", changes={"n": n})
    client = as_user(world.auditor)
    with django_assert_max_num_queries(12):
        client.get("/trail/")


# Errors


@pytest.fixture
def failing(world):
    """A client for which a crash is an answer, on a tree that has a page that crashes."""
    with override_settings(ROOT_URLCONF=__name__):
        client = Client(raise_request_exception=False)
        client.force_login(world.officer_a, backend="examadmin.accounts.backends.PasswordBackend")
        yield client


def test_a_page_that_is_not_there_says_what_to_do(as_user, world):
    answer = as_user(world.officer_a).get("/nowhere/")
    assert answer.status_code == 404
    assert "找不到这个页面" in answer.content.decode()


def test_a_crash_tells_nothing_about_its_inside(failing, caplog):
    answer = failing.get("/test/broken/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "系统暂时出错" in text
    assert "secret" not in text
    assert "ZeroDivisionError" in caplog.text


def test_a_form_whose_token_is_gone_was_not_handed_in(world):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "操作没有提交" in text
    assert 'href="/login/"' in text


def test_the_address_of_a_form_opened_as_a_page_is_explained(as_user, world):
    answer = as_user(world.officer_a).get("/logout/")
    assert answer.status_code == 405
    assert "这个操作没有完成" in answer.content.decode()


def test_too_many_fields_are_answered_calmly(as_user, world, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = as_user(world.officer_a).post("/search/", {str(n): n for n in range(9)})
    assert answer.status_code == 400
    assert "这个请求不完整" in answer.content.decode()


def test_the_interface_answers_errors_in_json(as_user, world):
    answer = as_user(world.officer_a).get("/api/v1/nowhere/")
    assert answer.status_code == 404
    assert "detail" in answer.json()


# Open to everybody


def test_the_browser_check_needs_no_log_in(client, world):
    text = client.get("/browser/").content.decode()
    assert "109" in text
    assert "没有运行脚本，无法检测" in text


def test_health_tells_database_and_worker_and_nothing_else(client, world):
    assert client.get("/healthz").json() == {
        "status": "degraded",
        "database": "ok",
        "worker": "silent",
    }
    from examadmin.base import clock

    worker_seen(now=clock.now() - timedelta(seconds=30))
    answer = client.get("/healthz")
    assert answer.json()["status"] == "ok"
    assert answer.status_code == 200


def test_health_is_bad_only_when_no_page_can_work(client, world, monkeypatch):
    class Broken:
        def cursor(self):
            raise DatabaseError("password in the message")

    monkeypatch.setattr("examadmin.portal.health.connection", Broken())
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "password" not in answer.content.decode()


def test_the_schema_of_the_interface_is_for_people_who_are_logged_in(client, as_user, world):
    assert client.get(reverse("api-schema")).status_code in (401, 403)
    answer = as_user(world.officer_a).get(reverse("api-schema"))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "page", ["/", "/search/", "/my/rights/", "/jobs/", "/trail/", "/password/"]
)
def test_pages_of_persons_need_a_log_in(client, world, page):
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer.url == f"/login/?next={page}"


def test_every_page_carries_a_strict_content_security_policy(as_user, world):
    policy = as_user(world.officer_a).get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
