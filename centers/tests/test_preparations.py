"""Getting ready: the list, its proofs, and when a room is ready."""

import pytest

from centers.models import Preparation
from centers.services.preparations import (
    confirm_preparation,
    entries,
    is_ready,
    items,
    withdraw_preparation,
)
from examadmin.base.errors import Invalid

FORMAL_PACKAGE = ["client_installed", "exam_data", "question_bank", "candidate_roster"]


def tick(world, item, place, **options):
    return confirm_preparation(
        exam=world.exam, item=item, place=place, by=world.chief_a1, now=world.now, **options
    )


def tick_all(world, room, *, but=()):
    for item in items(world.exam, "room"):
        if item["key"] not in but:
            tick(world, item["key"], room)


@pytest.mark.clause("Y-053")
def test_a_room_is_not_ready_before_its_mock_data_are_cleaned(world):
    tick_all(world, world.room_a1_1, but=["clean_mock_data"])
    assert not is_ready(world.exam, world.room_a1_1)
    done = tick(world, "clean_mock_data", world.room_a1_1)
    assert is_ready(world.exam, world.room_a1_1)
    assert (done.by, done.at) == (world.chief_a1, world.now)
    assert not is_ready(world.exam, world.room_a1_2)


@pytest.mark.clause("Y-055")
@pytest.mark.parametrize("item", FORMAL_PACKAGE)
def test_each_part_of_the_formal_package_is_recorded_for_each_room(world, item):
    tick_all(world, world.room_a1_1, but=[item])
    assert not is_ready(world.exam, world.room_a1_1)
    done = tick(world, item, world.room_a1_1)
    assert (done.by, done.at, done.room) == (world.chief_a1, world.now, world.room_a1_1)
    assert is_ready(world.exam, world.room_a1_1)


@pytest.mark.clause("Y-077")
def test_the_county_records_contact_letter_and_date_for_power_and_network(world, picture):
    details = {
        "供电部门联系人": "张工", "供电部门电话": "0353-1", "网络运营商联系人": "李工",
        "网络运营商电话": "0353-2", "确认日期": "2024-05-20",
    }  # fmt: skip
    with pytest.raises(Invalid, match="确认日期"):
        tick(world, "power_network", world.county_a, details={**details, "确认日期": ""})
    with pytest.raises(Invalid, match="照片"):
        tick(world, "power_network", world.county_a, details=details)
    done = tick(world, "power_network", world.county_a, details=details, upload=picture())
    assert (done.county, done.site, done.details) == (world.county_a, None, details)
    assert done.photo.content_type == "image/jpeg"


@pytest.mark.clause("Y-079")
def test_the_banner_bears_the_sites_name_and_is_proven_by_a_photograph(world, picture):
    (banner,) = entries(world.exam, "site", [], site="实验中学")
    assert banner.text == "阳泉市2024年初中学业水平考试实验中学考点"
    with pytest.raises(Invalid, match="照片"):
        tick(world, "banner", world.site_a1)
    tick(world, "banner", world.site_a1, upload=picture())
    ticks = Preparation.objects.filter(site=world.site_a1, room=None)
    (banner,) = entries(world.exam, "site", ticks, site="实验中学")
    assert banner.done.photo


def test_a_second_tick_replaces_the_first_and_keeps_its_photograph(world, picture):
    first = tick(world, "banner", world.site_a1, upload=picture())
    second = tick(world, "banner", world.site_a1, note="已加固")
    assert (second.pk, second.note, second.photo) == (first.pk, "已加固", first.photo)


def test_an_item_of_rooms_is_not_ticked_for_a_site(world):
    with pytest.raises(Invalid):
        tick(world, "exam_data", world.site_a1)


def test_a_withdrawn_confirmation_opens_the_item_again(world):
    tick_all(world, world.room_a1_1)
    done = Preparation.objects.get(room=world.room_a1_1, item="exam_data")
    with pytest.raises(Invalid):
        withdraw_preparation(tick=done, by=world.chief_a1, now=world.now, reason="")
    withdraw_preparation(tick=done, by=world.chief_a1, now=world.now, reason="重装")
    assert not is_ready(world.exam, world.room_a1_1)
