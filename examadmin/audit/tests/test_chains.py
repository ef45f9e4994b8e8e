"""Whoever rewrites, cuts, swaps or adds rows behind the back of the application is found."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from examadmin.audit import triggers
from examadmin.audit.models import Entry, Head
from examadmin.audit.services import broken_chains, record


@pytest.fixture
def trail(world):
    """Five rows in one chain, two in another."""
    for n in range(5):
        record(
            by=world.city_reviewer,
            now=world.now,
            action="exams.Exam.edited",
            target=world.exam,
            changes={"n": n},
            reason="为什么",
        )
    for _ in range(2):
        record(by=None, now=world.now, action="centers.School.edited", chain="school:630101")


@pytest.fixture
def tamper(trail):
    """tamper(sql, …) -> do it as somebody who owns the database and has dropped the triggers."""

    def act(*statements):
        triggers.drop(connection)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        triggers.create(connection)

    return act


def test_an_untouched_trail_is_whole(trail):
    assert broken_chains() == []
    call_command("verify_audit")


def test_rows_of_one_chain_follow_each_other_and_chains_are_apart(trail):
    rows = list(Entry.objects.filter(chain="city").order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
    assert [row.before_hash for row in rows[1:]] == [row.row_hash for row in rows[:-1]]
    assert Entry.objects.get(chain="school:630101", seq=1).before_hash == ""


@pytest.mark.parametrize(
    "change",
    [
        "actor = '别人'",
        "reason = ''",
        """changes = '{"n": 9}'""",
        "object_id = '999'",
        "action = 'exams.Exam.created'",
        "actor_id = NULL",
    ],
)
def test_a_changed_row_is_found(tamper, change):
    tamper(f"UPDATE audit_entry SET {change} WHERE chain = 'city' AND seq = 3")
    assert broken_chains() == ["city: 第 3 行被改动、缺失或插入"]


def test_a_missing_row_is_found(tamper):
    tamper("DELETE FROM audit_entry WHERE chain = 'city' AND seq = 2")
    assert broken_chains() == ["city: 第 2 行被改动、缺失或插入"]


def test_a_cut_tail_is_found(tamper):
    tamper("DELETE FROM audit_entry WHERE chain = 'city' AND seq > 3")
    assert broken_chains() == ["city: 末尾缺少 2 行"]


def test_two_swapped_rows_are_found(tamper):
    tamper(
        "UPDATE audit_entry SET seq = 99 WHERE chain = 'city' AND seq = 2",
        "UPDATE audit_entry SET seq = 2 WHERE chain = 'city' AND seq = 3",
        "UPDATE audit_entry SET seq = 3 WHERE chain = 'city' AND seq = 99",
    )
    assert broken_chains() == ["city: 第 2 行被改动、缺失或插入"]


def test_a_row_moved_to_another_chain_is_found(tamper):
    tamper(
        "UPDATE audit_entry SET chain = 'city', seq = 6 WHERE chain = 'school:630101' AND seq = 2"
    )
    assert len(broken_chains()) == 2


def test_a_whole_trail_that_vanished_is_found(tamper):
    tamper("DELETE FROM audit_entry WHERE chain = 'school:630101'")
    assert broken_chains() == ["school:630101: 末尾缺少 2 行"]


def test_rows_of_a_chain_without_a_head_are_found(tamper):
    tamper("DELETE FROM audit_head WHERE chain = 'school:630101'")
    assert len(broken_chains()) == 1


def test_the_command_says_what_is_broken_and_ends_with_1(tamper, capsys):
    tamper("UPDATE audit_entry SET actor = '别人' WHERE seq = 1 AND chain = 'city'")
    with pytest.raises(CommandError) as refused:
        call_command("verify_audit")
    assert refused.value.returncode == 1
    assert "city: 第 1 行" in capsys.readouterr().out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE seq = 1",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(trail, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.count() == 7


@pytest.mark.postgres
def test_postgresql_refuses_to_empty_the_trail(trail):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE audit_entry")


def test_a_row_is_never_written_outside_the_transaction_of_its_act(world, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(connections["default"], "in_atomic_block", False)
        with pytest.raises(RuntimeError, match="inside the transaction"):
            record(by=None, now=world.now, action="x")


def test_an_act_that_fails_leaves_no_row(trail, world):
    before = Entry.objects.count(), Head.objects.get(chain="city").seq
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(by=None, now=world.now, action="x")
        raise ZeroDivisionError
    assert (Entry.objects.count(), Head.objects.get(chain="city").seq) == before
    assert broken_chains() == []
