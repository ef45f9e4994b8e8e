"""The REST interface goes through the same services (R-C08)."""

import pytest

from examadmin.base import clock
from scheduling.models import Seating

from .acts import arranged, cell, locked, seat_of, somebody

BASE = "/api/v1/e/yq2024"


@pytest.fixture
def arrangement(world, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.now)
    return arranged(world)


def move(client, world, *moves, **options):
    body = {"county": "6301", "moves": list(moves), **options}
    return client.post(f"{BASE}/moves/", body, content_type="application/json")


def test_the_arrangement_of_a_county_is_read_with_its_findings(world, arrangement, as_user):
    answer = as_user(world.officer_a).get(f"{BASE}/arrangements/6301/")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["county"], body["state"], body["version"]) == ("6301", "draft", 1)
    assert {f["rule"] for f in body["findings"]} == {"zero_registered"}


def test_an_arrangement_out_of_reach_is_not_there(world, arrangement, as_user):
    assert as_user(world.officer_b).get(f"{BASE}/arrangements/6301/").status_code == 404
    assert as_user(world.officer_a).get("/api/v1/e/none/arrangements/6301/").status_code == 404


def test_seats_are_listed_in_pages_within_reach_and_without_identity(
    world, arrangement, as_user, django_assert_max_num_queries
):
    client = as_user(world.officer_a)
    with django_assert_max_num_queries(6):
        answer = client.get(f"{BASE}/seatings/", {"site": "630102", "size": 500})
    rows = answer.json()["results"]
    assert len(rows) == 58
    assert set(rows[0]) == {
        "candidate", "name", "school", "site", "room", "day", "session", "starts_at", "ends_at",
        "room_session", "seat", "pinned", "version",
    }  # fmt: skip
    assert as_user(world.officer_b).get(f"{BASE}/seatings/").json()["results"] == []
    assert len(as_user(world.chief_a2).get(f"{BASE}/seatings/?size=500").json()["results"]) == 58


def test_a_move_is_carried_out_or_refused_by_the_same_rule(world, arrangement, as_user):
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    one = {"candidate": pupil.registration_no, "room_session": target.pk, "seat": 4}
    client = as_user(world.officer_a)
    answer = move(client, world, one, check_only=True)
    assert [f["rule"] for f in answer.json()["findings"]] == ["class_split"]
    assert seat_of(pupil) != (target.pk, 4)
    answer = move(client, world, one, reason="家长申请")
    assert (answer.status_code, answer.json()["moved"]) == (200, 1)
    assert seat_of(pupil) == (target.pk, 4)
    answer = move(client, world, {**one, "seat": 31})
    assert answer.status_code == 409
    assert "备用机" in answer.json()["findings"][0]


def test_moves_of_others_are_refused(world, arrangement, as_user):
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    one = {"candidate": pupil.registration_no, "room_session": target.pk}
    assert move(as_user(world.officer_b), world, one).status_code == 404
    assert move(as_user(world.chief_a1), world, one).status_code == 403
    assert move(as_user(world.auditor), world, one).status_code == 403
    stranger = {**one, "candidate": somebody(world.school_b1).registration_no}
    assert move(as_user(world.officer_a), world, stranger).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"county": "6301", "moves": []},
        {"county": "6301", "moves": [{"candidate": "1", "room_session": "x"}]},
        {"county": "6301", "moves": [{"candidate": "1", "room_session": 1, "seat": -1}]},
    ],
)
def test_nonsense_is_answered_with_400(world, arrangement, as_user, body):
    client = as_user(world.officer_a)
    answer = client.post(f"{BASE}/moves/", body, content_type="application/json")
    assert answer.status_code == 400


def test_after_the_lock_the_interface_moves_nobody_either(world, as_user, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.now)
    locked(world)
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    one = {"candidate": pupil.registration_no, "room_session": target.pk}
    answer = move(as_user(world.officer_a), world, one)
    assert answer.status_code == 409
    assert "变更单" in answer.json()["detail"]
    assert Seating.objects.filter(candidate=pupil).exclude(room_session=target).exists()


def test_nobody_without_log_in_gets_anything(world, arrangement, client):
    for url in ("arrangements/6301/", "seatings/"):
        assert client.get(f"{BASE}/{url}").status_code in (302, 401, 403)
