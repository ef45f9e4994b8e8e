"""Who may give which post to whom."""

from datetime import timedelta

import pytest

from centers.models import Appointment
from centers.scope import posts
from centers.services.people import (
    appoint,
    create_and_appoint,
    end_appointment,
    may_manage,
    roles_to_grant,
)
from examadmin.accounts.choices import TIER_OF, Role, Tier
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal

PLACES = {
    Role.COUNTY_OFFICER: "county_a", Role.INSPECTOR: "county_a", Role.SITE_CHIEF: "school_a1",
    Role.SITE_TECHNICIAN: "school_a1", Role.SCHOOL_CLERK: "school_a1", Role.PROCTOR: "room_a1_1",
}  # fmt: skip
MAY = {
    "city_reviewer": set(Role),
    "exam_office": {r for r in Role if TIER_OF[r] != Tier.CITY},
    "officer_a": {Role.INSPECTOR, Role.SITE_CHIEF, Role.SITE_TECHNICIAN, Role.SCHOOL_CLERK,
                  Role.PROCTOR},
    "chief_a1": {Role.SITE_TECHNICIAN, Role.SCHOOL_CLERK, Role.PROCTOR},
    "officer_b": set(),
    "chief_a2": set(),
    "technician_a1": set(),
    "auditor": set(),
    "nobody": set(),
}  # fmt: skip


def give(world, by, role, place="", user=None, **options):
    return appoint(
        user=user or world.nobody, role=role, place=getattr(world, place) if place else None,
        by=by, now=world.now, **options,
    )  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("person", sorted(MAY))
def test_each_post_appoints_only_below_itself_and_in_its_own_place(world, person, role):
    by = getattr(world, person)
    if by == world.nobody:
        user = world.proctor_a1_2
        Appointment.objects.filter(user=user).delete()
    else:
        user = world.nobody
    if role in MAY[person]:
        assert give(world, by, role, PLACES.get(role, ""), user=user).role == role
    else:
        with pytest.raises(Forbidden):
            give(world, by, role, PLACES.get(role, ""), user=user)


@pytest.mark.clause("Y-003")
def test_a_county_has_a_named_person_responsible(world):
    give(world, world.exam_office, Role.COUNTY_OFFICER, "county_b")
    assert world.nobody.has_perm("centers.judge_application")
    names = Appointment.objects.filter(role=Role.COUNTY_OFFICER, county=world.county_b).values_list(
        "user__name", flat=True
    )
    assert set(names) == {"矿区负责人", "无职务者"}


def test_a_county_officer_never_touches_somebody_with_a_post_above_or_beside(world):
    for user in (world.exam_office, world.officer_b, world.chief_b1):
        assert not may_manage(world.officer_a, user, now=world.now)
        with pytest.raises(Forbidden):
            give(world, world.officer_a, Role.PROCTOR, "room_a1_1", user=user)


def test_a_post_beside_keeps_even_the_post_within_out_of_reach(world):
    give(world, world.exam_office, Role.PROCTOR, "room_a1_1", user=world.chief_b1)
    within = Appointment.objects.get(user=world.chief_b1, role=Role.PROCTOR)
    with pytest.raises(Forbidden, match="其他单位"):
        end_appointment(appointment=within, by=world.officer_a, now=world.now)
    end_appointment(appointment=within, by=world.exam_office, now=world.now)


def test_two_officers_of_one_county_cannot_touch_each_other_nor_themselves(world):
    give(world, world.exam_office, Role.COUNTY_OFFICER, "county_a")
    assert not may_manage(world.officer_a, world.nobody, now=world.now)
    assert not may_manage(world.officer_a, world.officer_a, now=world.now)
    with pytest.raises(Forbidden):
        give(world, world.city_reviewer, Role.AUDITOR, user=world.city_reviewer)


def test_a_post_has_the_place_of_its_tier(world):
    for role, place in ((Role.PROCTOR, "school_a1"), (Role.SITE_CHIEF, "county_a"),
                        (Role.AUDITOR, "county_a"), (Role.COUNTY_OFFICER, "")):  # fmt: skip
        with pytest.raises(Invalid):
            give(world, world.city_reviewer, role, place)


def test_the_same_post_is_not_given_twice(world):
    give(world, world.officer_a, Role.SITE_CHIEF, "school_a1")
    with pytest.raises(Refusal, match="已担任"):
        give(world, world.officer_a, Role.SITE_CHIEF, "school_a1")


def test_an_ended_post_gives_no_right_any_more(world):
    post = Appointment.objects.get(user=world.chief_a1)
    end_appointment(appointment=post, by=world.officer_a, now=world.now, reason="调离")
    assert posts(world.chief_a1, now=world.now) == []
    with pytest.raises(Refusal, match="已经结束"):
        end_appointment(appointment=post, by=world.officer_a, now=world.now)
    assert Entry.objects.get(action="centers.end_appointment").chain == "school:630101"


def test_a_post_may_be_given_until_a_day_to_come(world):
    day = world.now + timedelta(days=1)
    give(world, world.officer_a, Role.INSPECTOR, "county_a", until=day)
    assert posts(world.nobody, now=world.now)
    assert not posts(world.nobody, now=day)
    with pytest.raises(Invalid):
        give(world, world.officer_a, Role.SITE_CHIEF, "school_a1", until=world.now)


def test_a_change_of_posts_ends_the_persons_sessions(world, as_user):
    client = as_user(world.chief_a1)
    post = Appointment.objects.get(user=world.chief_a1)
    end_appointment(appointment=post, by=world.officer_a, now=world.now)
    assert client.get("/").status_code == 302


def test_a_new_person_gets_a_post_and_a_password_to_hand_over_once(world):
    post, password = create_and_appoint(
        username="630101jw", name="新教务", role=Role.SCHOOL_CLERK, place=world.school_a1,
        by=world.chief_a1, now=world.now,
    )  # fmt: skip
    assert post.user.check_password(password)
    assert post.user.must_change_password
    assert password not in str(list(Entry.objects.values()))


def test_nobody_creates_people_outside_the_own_place(world):
    with pytest.raises(Forbidden):
        create_and_appoint(
            username="x1", name="甲", role=Role.SCHOOL_CLERK, place=world.school_b1,
            by=world.chief_a1, now=world.now,
        )  # fmt: skip


def test_a_person_is_offered_only_the_posts_that_may_be_given(world):
    assert roles_to_grant(world.technician_a1, now=world.now) == []
    assert Role.COUNTY_OFFICER not in roles_to_grant(world.officer_a, now=world.now)
