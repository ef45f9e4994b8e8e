"""Log in, log out, lock, and never tell who exists."""

import statistics
import time
from datetime import timedelta

import pytest
from django.urls import reverse

from examadmin.accounts.models import User
from examadmin.audit.models import Entry
from examadmin.base import clock

PASSWORD = "山高水长 2024 long enough"
LOGIN = "/login/"


@pytest.fixture
def person(world):
    user = world.officer_a
    user.set_password(PASSWORD)
    user.save()
    return user


def try_log_in(client, username, password=PASSWORD, **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def test_the_right_password_leads_to_the_home_page(client, person):
    answer = try_log_in(client, person.username)
    assert answer.status_code == 302
    assert answer.url == reverse("home")


@pytest.mark.parametrize("password", ["🀄" * 10, "x" * 200, " 空格在前 leads"])
def test_a_password_is_compared_exactly_without_trim_or_cut(client, person, password):
    person.set_password(password)
    person.save()
    assert try_log_in(client, person.username, password.strip() + "y").status_code == 200
    assert try_log_in(client, person.username, password[:-1]).status_code == 200
    assert try_log_in(client, person.username, password).status_code == 302


def test_unknown_closed_expired_and_wrong_get_the_same_answer(client, person, world):
    closed, expired = world.officer_b, world.chief_a1
    for user in (closed, expired):
        user.set_password(PASSWORD)
    closed.is_active = False
    expired.valid_until = clock.now() - timedelta(minutes=1)
    closed.save()
    expired.save()
    answers = {
        try_log_in(client, username, password).content.replace(username.encode(), b"")
        for username, password in [
            (person.username, "wrong"),
            ("nobody-of-this-name", PASSWORD),
            (closed.username, PASSWORD),
            (expired.username, PASSWORD),
        ]
    }
    texts = {_without_token(answer) for answer in answers}
    assert len(texts) == 1
    assert "账号或密码不正确" in texts.pop()


def _without_token(content):
    text = content.decode()
    for part in text.split('name="csrfmiddlewaretoken" value="')[1:]:
        text = text.replace(part.split('"')[0], "")
    start = text.find('"X-CSRFToken": "')
    return text if start < 0 else text[:start] + text[text.index("}", start) :]


@pytest.mark.slow
def test_an_unknown_account_takes_as_long_as_a_known_one(client, person, settings):
    settings.AXES_ENABLED = False

    def seconds(username):
        started = time.perf_counter()
        try_log_in(client, username, "wrong")
        return time.perf_counter() - started

    pairs = [(seconds(person.username), seconds(f"unknown-{n}")) for n in range(15)]
    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert abs(known - unknown) < 0.25 * known


def test_why_a_log_in_failed_stands_in_the_trail_only(client, person):
    person.is_active = False
    person.save()
    try_log_in(client, person.username)
    row = Entry.objects.get(action="accounts.User.login_failed")
    assert (row.object_name, row.reason, row.chain) == (person.name, "deactivated", "accounts")


def test_what_was_typed_as_an_unknown_account_is_not_kept(client, world):
    try_log_in(client, "my-secret-password", "x")
    row = Entry.objects.get(action="accounts.User.login_failed")
    assert "secret" not in str(row.__dict__)


def test_log_in_and_log_out_stand_in_the_trail(client, person):
    try_log_in(client, person.username)
    client.post(reverse("logout"))
    acts = Entry.objects.filter(actor_id=person.pk).order_by("seq").values_list("action", flat=True)
    assert list(acts) == ["accounts.User.logged_in", "accounts.User.logged_out"]


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https:evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_never_leads_away(client, person, target):
    answer = try_log_in(client, person.username, next=target)
    assert answer.url == reverse("home")


def test_next_leads_to_the_page_that_was_asked_for(client, person):
    asked = client.get(reverse("my_rights"))
    assert asked.status_code == 302
    answer = try_log_in(client, person.username, next=reverse("my_rights"))
    assert answer.url == reverse("my_rights")


def test_eight_wrong_passwords_lock_this_account_from_this_machine_only(client, person, world):
    other = world.officer_b
    other.set_password(PASSWORD)
    other.save()
    for _ in range(8):
        last = try_log_in(client, person.username, "wrong")
    assert last.status_code == 429
    assert "请等 15 分钟后再试" in last.content.decode()
    assert try_log_in(client, person.username).status_code == 429
    assert try_log_in(client, other.username).status_code == 302


def test_an_unknown_account_locks_like_a_known_one(client, world):
    answers = [try_log_in(client, "no-such-account", "wrong").status_code for _ in range(8)]
    assert answers == [200] * 7 + [429]


def test_a_forged_forwarding_header_does_not_fool_the_counter(client, person):
    for n in range(8):
        last = client.post(
            LOGIN,
            {"username": person.username, "password": "wrong"},
            headers={"x-forwarded-for": f"10.0.0.{n}"},
        )
    assert last.status_code == 429


def test_the_session_key_changes_at_log_in(client, person):
    client.get(LOGIN)
    session = client.session
    session["anything"] = 1
    session.save()
    before = session.session_key
    try_log_in(client, person.username)
    assert client.session.session_key != before


def test_a_closed_account_is_out_at_the_next_click(client, as_user, world):
    client = as_user(world.officer_a)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=world.officer_a.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_pages_of_persons_are_not_kept_by_the_browser(as_user, world):
    assert as_user(world.officer_a).get("/").headers["Cache-Control"] == "no-store"


def test_log_out_ends_the_session_and_needs_a_form(client, person):
    try_log_in(client, person.username)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).url == LOGIN
    assert client.get("/").status_code == 302


def test_the_language_can_be_changed_before_the_log_in(client, world):
    answer = client.post(reverse("set_language"), {"language": "en", "next": LOGIN})
    assert answer.url == LOGIN
    assert client.get(LOGIN).headers["Content-Language"] == "en"
