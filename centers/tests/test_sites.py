"""What may change at a site after it was approved."""

from datetime import time

import pytest

from centers import hooks
from centers.services.sites import change_room, set_site_network, set_site_times
from examadmin.audit.models import Entry
from examadmin.base.errors import Invalid, Refusal


def change(world, **options):
    return change_room(
        room=world.room_a1_1, by=world.officer_a, now=world.now, **({"reason": "坏机"} | options)
    )


def test_a_room_gets_more_machines_with_the_spares_that_belong_to_them(world):
    assert change(world, machines=40, spare=4).capacity == 36
    row = Entry.objects.get(action="centers.change_room")
    assert (row.chain, row.changes["machines"]) == ("school:630101", [33, 40])


@pytest.mark.clause("Y-161", "Y-162")
@pytest.mark.parametrize(("machines", "spare"), [(32, 3), (51, 6), (33, 2), (40, 3)])
def test_the_standard_holds_after_the_approval_too(world, machines, spare):
    with pytest.raises(Invalid):
        change(world, machines=machines, spare=spare)


def test_a_change_of_an_approved_room_needs_a_reason(world):
    with pytest.raises(Invalid, match="理由"):
        change(world, machines=40, spare=4, reason="")


def test_a_room_is_closed_and_opened(world):
    assert not change(world, in_use=False).in_use
    assert change(world, in_use=True).in_use


def test_whoever_seats_candidates_may_forbid_a_smaller_room(world, monkeypatch):
    def full(room, *, machines, spare, in_use):
        raise Refusal("已编排32人")

    monkeypatch.setattr(hooks, "room_change_checks", [full])
    with pytest.raises(Refusal, match="已编排"):
        change(world, machines=40, spare=4)


@pytest.mark.clause("Y-014", "Y-015")
def test_a_site_has_its_own_first_start_and_gap(world):
    site = set_site_times(
        site=world.site_a1, first_start=time(8, 30), gap_minutes=15, by=world.officer_a,
        now=world.now,
    )  # fmt: skip
    site.refresh_from_db()
    assert (site.first_start, site.gap_minutes) == (time(8, 30), 15)


def test_whoever_makes_timetables_checks_the_times_first(world, monkeypatch):
    def too_late(site, *, first_start, gap_minutes):
        raise Refusal("末场超出时段")

    monkeypatch.setattr(hooks, "site_time_checks", [too_late])
    with pytest.raises(Refusal, match="超出"):
        set_site_times(site=world.site_a1, gap_minutes=60, by=world.officer_a, now=world.now)


def test_operator_and_bandwidth_of_a_site_are_kept_up_to_date(world):
    site = set_site_network(
        site=world.site_a1, network_operator="中国移动", bandwidth="200M", by=world.officer_a,
        now=world.now,
    )  # fmt: skip
    assert (site.network_operator, site.bandwidth) == ("中国移动", "200M")
