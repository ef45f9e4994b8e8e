"""What is due for whom, and what a search finds."""

from datetime import timedelta

import pytest

from centers import portal
from centers.models import Hosting, SiteApplication
from centers.services.preparations import confirm_preparation, items


def due(world, person, now=None):
    return [
        (todo.title, todo.count)
        for todo in portal.todos(getattr(world, person), world.exam, now or world.now)
    ]


def test_a_school_is_asked_to_apply_to_go_on_and_to_mend(world, draft):
    assert ("填完并提交考点申报", 0) in due(world, "clerk_a3")
    SiteApplication.objects.update(state="returned")
    assert ("考点申报被退回，请修改后重新提交", 0) in due(world, "clerk_a3")
    SiteApplication.objects.filter(pk=draft.pk).delete()
    assert ("申报考点", 0) in due(world, "clerk_a3")


def test_a_county_is_told_what_waits_for_it_and_nothing_of_others(world, waiting):
    assert ("考点申报等待审核", 1) in due(world, "officer_a")
    assert due(world, "officer_b") == []


def test_after_the_window_a_county_is_told_of_schools_that_nobody_has_placed(world):
    late = world.now + timedelta(days=3)
    told = "学校没有考点，须安排借考"
    assert told not in dict(due(world, "officer_a", late))
    Hosting.objects.all().delete()
    assert dict(due(world, "officer_a", late))[told] == 1
    assert told not in dict(due(world, "officer_a"))  # it may still apply


def test_a_refused_school_is_to_be_placed_at_once(world, draft):
    Hosting.objects.all().delete()
    SiteApplication.objects.filter(pk=draft.pk).update(state="refused")
    assert dict(due(world, "officer_a"))["学校没有考点，须安排借考"] == 1


@pytest.mark.clause("Y-053")
def test_what_is_left_to_prepare_counts_down_to_nothing(world, picture):
    late = world.now + timedelta(days=20)
    told = "考前准备事项待确认"
    left = dict(due(world, "technician_a1", late))[told]
    assert left == 1 + 2 * len(items(world.exam, "room"))
    for room in (world.room_a1_1, world.room_a1_2):
        for item in items(world.exam, "room"):
            confirm_preparation(exam=world.exam, item=item["key"], place=room,
                                by=world.technician_a1, now=late)  # fmt: skip
    assert dict(due(world, "technician_a1", late))[told] == 1
    confirm_preparation(exam=world.exam, item="banner", place=world.site_a1, upload=picture(),
                        by=world.technician_a1, now=late)  # fmt: skip
    assert told not in dict(due(world, "technician_a1", late))


@pytest.mark.clause("Y-077")
def test_the_county_is_reminded_of_power_and_network(world):
    late = world.now + timedelta(days=20)
    assert dict(due(world, "officer_a", late))["考区准备事项待确认"] == 1


def test_a_search_finds_schools_by_name_and_code_within_the_scope(world):
    def found(person, text):
        return [hit.title for hit in portal.search(getattr(world, person), world.exam, text)]

    assert found("officer_a", "实验") == ["阳泉市实验中学"]
    assert found("officer_a", "6301") == ["阳泉市实验中学", "阳泉市外国语学校", "荫营小镇中学"]
    assert found("officer_a", "第十一") == []
    assert found("exam_office", "第十一") == ["阳泉市第十一中学校"]
    assert found("nobody", "实验") == []
