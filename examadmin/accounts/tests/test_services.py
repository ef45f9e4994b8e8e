"""Accounts are opened, changed and closed by others, whose right the registered guard knows."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from examadmin.accounts import services
from examadmin.accounts.models import User
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal


@pytest.fixture(autouse=True)
def _guarded(monkeypatch):
    """A guard for these tests: accounts of the city are above everybody else."""

    def check(*, by, user, now):
        if user is not None and user.username.startswith("city"):
            raise Forbidden("above")

    monkeypatch.setattr(services, "_guards", [check])


@pytest.fixture
def opened(world):
    return services.create_user(
        username=" zhang.san ", name="张三", phone="0353-1", by=world.officer_a, now=world.now
    )


def test_a_new_account_gets_an_initial_password_that_is_kept_nowhere(opened):
    user, password = opened
    assert user.username == "zhang.san"
    assert user.check_password(password)
    assert user.must_change_password
    assert len(password.replace("-", "")) == 12
    row = Entry.objects.get(action="accounts.User.created")
    assert password not in str(row.__dict__)
    assert row.actor_id is not None


def test_two_accounts_never_get_the_same_initial_password():
    assert len({services.initial_password() for _ in range(200)}) == 200


def test_an_account_name_is_taken_whatever_its_case(opened, world):
    with pytest.raises(Refusal, match="已经有人使用"):
        services.create_user(username="Zhang.San", name="李四", by=None, now=world.now)


def test_an_account_needs_a_name(world):
    with pytest.raises(Invalid):
        services.create_user(username="x", name=" ", by=None, now=world.now)


def test_the_initial_password_opens_only_the_page_where_it_is_changed(opened, world):
    user, password = opened
    client = Client()
    with time_machine.travel(world.now + timedelta(hours=1)):
        client.post("/login/", {"username": user.username, "password": password})
        assert client.get("/").url == "/password/"
        assert client.get("/my/rights/").url == "/password/"
        mine = "我自己的密码 2024"
        form = {"old": password, "new": mine, "again": mine}
        assert client.post("/password/", form).url == "/"
        assert client.get("/").status_code == 200
    user.refresh_from_db()
    assert not user.must_change_password
    assert user.initial_until is None


def test_an_initial_password_opens_nothing_after_three_days(opened, world):
    user, password = opened
    with time_machine.travel(world.now + timedelta(hours=73)):
        answer = Client().post("/login/", {"username": user.username, "password": password})
    assert answer.status_code == 200
    assert Entry.objects.get(action="accounts.User.login_failed").reason.startswith("initial")


def test_a_reset_ends_the_old_password_and_every_open_log_in(world, as_user):
    user = world.officer_b
    client = as_user(user)
    assert client.get("/").status_code == 200
    password = services.reset_password(user=user, by=world.officer_a, now=world.now)
    assert client.get("/").status_code == 302
    assert User.objects.get(pk=user.pk).check_password(password)


def test_changing_the_own_password_ends_the_other_log_ins_but_not_this_one(world, client):
    user = world.officer_b
    user.set_password("old password 2024")
    user.save()
    here, there = Client(), Client()
    for one in (here, there):
        one.force_login(user, backend="examadmin.accounts.backends.PasswordBackend")
    form = {"old": "old password 2024", "new": "a new one 2024", "again": "a new one 2024"}
    assert here.post("/password/", form).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert Entry.objects.filter(action="accounts.User.password_changed").count() == 1


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("12345678901", "数字"),
        ("short 1", "10"),
        ("password123", "常见"),
        ("officer_b1", "相似"),
        ("old password 2024", "相同"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(world, new, why):
    user = world.officer_b
    user.set_password("old password 2024")
    user.save()
    client = Client()
    client.force_login(user, backend="examadmin.accounts.backends.PasswordBackend")
    answer = client.post("/password/", {"old": "old password 2024", "new": new, "again": new})
    assert answer.status_code == 200
    assert why in answer.content.decode()


def test_nobody_manages_an_account_that_the_guard_protects(world):
    acts = [
        lambda user: services.reset_password(user=user, by=world.officer_a, now=world.now),
        lambda user: services.edit_user(user=user, by=world.officer_a, now=world.now, phone="139"),
        lambda user: services.deactivate(user=user, by=world.officer_a, now=world.now, reason="x"),
        lambda user: services.activate(user=user, by=world.officer_a, now=world.now),
    ]
    above = world.city_reviewer
    for act in acts:
        with pytest.raises(Forbidden):
            act(above)
    assert not services.may_manage(by=world.officer_a, user=above, now=world.now)
    assert services.may_manage(by=world.officer_a, user=world.chief_a1, now=world.now)
    assert not Entry.objects.exists()


def test_nobody_manages_the_own_account(world):
    with pytest.raises(Forbidden):
        services.reset_password(user=world.officer_a, by=world.officer_a, now=world.now)


def test_without_a_guard_nobody_but_the_system_manages_accounts(world, monkeypatch):
    monkeypatch.setattr(services, "_guards", [])
    with pytest.raises(Forbidden):
        services.create_user(username="x", name="某", by=world.city_reviewer, now=world.now)
    user, _ = services.create_user(username="x", name="某", by=None, now=world.now)
    assert user.pk


def test_a_closed_account_needs_a_reason_and_may_be_opened_again(world):
    user, by = world.chief_a1, world.officer_a
    with pytest.raises(Invalid):
        services.deactivate(user=user, by=by, now=world.now, reason=" ")
    services.deactivate(user=user, by=by, now=world.now, reason="调离")
    services.deactivate(user=user, by=by, now=world.now, reason="调离")
    with pytest.raises(Refusal, match="停用"):
        services.reset_password(user=user, by=by, now=world.now)
    services.activate(user=user, by=by, now=world.now)
    assert User.objects.get(pk=user.pk).is_active
    acts = list(Entry.objects.order_by("id").values_list("action", "reason"))
    assert acts == [("accounts.User.deactivated", "调离"), ("accounts.User.activated", "")]


def test_an_edit_tells_what_changed_but_not_the_telephone_number(world):
    services.edit_user(
        user=world.chief_a1, by=world.officer_a, now=world.now, name="新名", phone="13900001111"
    )
    row = Entry.objects.get()
    assert row.changes == {"name": "新名", "phone": "…"}
    services.edit_user(user=world.chief_a1, by=world.officer_a, now=world.now, name="新名")
    assert Entry.objects.count() == 1


def test_when_the_trail_cannot_be_written_the_account_stays_as_it_was(world, monkeypatch):
    def broken(**_kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr("examadmin.audit.receivers.record", broken)
    with pytest.raises(RuntimeError):
        services.deactivate(user=world.chief_a1, by=world.officer_a, now=world.now, reason="调离")
    assert User.objects.get(pk=world.chief_a1.pk).is_active
