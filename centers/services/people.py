"""Who holds which post, where and for how long."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from centers.models import Appointment, County, Room, School
from centers.scope import posts
from examadmin.accounts import services as accounts
from examadmin.accounts.choices import TIER_OF, Role, Tier
from examadmin.accounts.models import User
from examadmin.audit.services import record
from examadmin.base.errors import Forbidden, Invalid, Refusal

from .sessions import end_sessions

# Whom a post may appoint. Nobody appoints at the own height or above, save the city's
# administrator, who appoints everybody.
GRANTS = {
    Role.CITY_ADMIN: set(Role),
    Role.CITY_EXAM_OFFICE: {r for r in Role if TIER_OF[r] != Tier.CITY},
    Role.COUNTY_OFFICER: {
        Role.SITE_CHIEF, Role.SITE_TECHNICIAN, Role.SCHOOL_CLERK, Role.PROCTOR, Role.INSPECTOR,
    },
    Role.SITE_CHIEF: {Role.SITE_TECHNICIAN, Role.SCHOOL_CLERK, Role.PROCTOR},
}  # fmt: skip
PLACE_FIELD = {Tier.COUNTY: "county", Tier.SITE: "school", Tier.ROOM: "room"}
KIND = {County: Tier.COUNTY, School: Tier.SITE, Room: Tier.ROOM, type(None): Tier.CITY}


def may_grant(by, role, place, *, now=None) -> bool:
    """Whether a person may give (or end) this post at this place; now, unless a moment is given."""
    return any(
        role in GRANTS.get(post.role, ()) and _covers(post, place) for post in posts(by, now=now)
    )


def roles_to_grant(by, *, now) -> list[Role]:
    held = {post.role for post in posts(by, now=now)}
    return [role for role in Role if any(role in GRANTS.get(h, ()) for h in held)]


def _covers(post, place) -> bool:
    tier = TIER_OF[post.role]
    if tier == Tier.CITY:
        return True
    if tier == Tier.COUNTY:
        return post.county_id == _county_of(place)
    return tier == Tier.SITE and post.school_id == _school_of(place)


def _county_of(place):
    if isinstance(place, County):
        return place.pk
    if isinstance(place, School):
        return place.county_id
    return place.site.county_id if isinstance(place, Room) else None


def _school_of(place):
    if isinstance(place, School):
        return place.pk
    return place.site.school_id if isinstance(place, Room) else None


def may_manage(by, user, *, now) -> bool:
    """Whether a person may change somebody's account: only when every post that the other holds is
    one that could be given by this person. Somebody with a post above or beside is out of reach,
    whatever else they hold (R-C09)."""
    if by is None:
        return True
    if by.pk == user.pk:
        return False
    held = (
        Appointment.objects.filter(user=user)
        .in_force(now)
        .select_related("county", "school", "room__site")
    )
    return all(may_grant(by, a.role, a.place, now=now) for a in held)


def guard_account(*, by, user, now) -> None:
    """What accounts asks before anybody touches an account; `user` is None for a new one."""
    if user is None and not roles_to_grant(by, now=now):
        raise Forbidden(_("您的职务不能开设账号。"))
    if user is not None and not may_manage(by, user, now=now):
        raise Forbidden(_("此账号的持有人另有上级或其他单位的任职，请由上级办理。"))


def _must_reach(by, user, now):
    if by is not None and by.pk == user.pk:
        raise Forbidden(_("不能改动自己的任职，请由上级办理。"))
    if not may_manage(by, user, now=now):
        raise Forbidden(_("“%(user)s”另有上级或其他单位的任职，请由上级办理。") % {"user": user})


def chain_of(place) -> str:
    if place is None:
        return "city"
    if isinstance(place, County):
        return f"county:{place.code}"
    return place.chain if isinstance(place, School) else place.site.school.chain


@transaction.atomic
def appoint(*, user, role, place=None, by, now, until=None, reason="") -> Appointment:
    """Give somebody a post at a county, school or room (None for the city)."""
    if KIND.get(type(place)) != TIER_OF[role]:
        raise Invalid(_("“%(role)s”须任命到%(tier)s。")
                      % {"role": Role(role).label, "tier": Tier(TIER_OF[role]).label})  # fmt: skip
    if until is not None and until <= now:
        raise Invalid(_("任职截止时间应晚于现在。"))
    if by is not None and not may_grant(by, role, place, now=now):
        raise Forbidden(_("您的职务不能任命“%(role)s”。") % {"role": Role(role).label})
    _must_reach(by, user, now)
    where = {PLACE_FIELD[TIER_OF[role]]: place} if place is not None else {}
    User.objects.select_for_update().get(pk=user.pk)
    if Appointment.objects.filter(user=user, role=role, **where).in_force(now).exists():
        raise Refusal(_("“%(user)s”已担任此职务。") % {"user": user})
    post = Appointment.objects.create(user=user, role=role, start=now, until=until, **where)
    end_sessions(user=user, now=now)
    record(by=by, now=now, action="centers.appoint", target=post, chain=chain_of(place),
           reason=reason, name=f"{user} {post}",
           changes={"user": user.username, "role": str(role), "place": str(place or "")})  # fmt: skip
    return post


@transaction.atomic
def end_appointment(*, appointment: Appointment, by, now, reason="") -> Appointment:
    """The post ends now; the person is logged out everywhere and comes back with what is left."""
    user, place = appointment.user, appointment.place
    if by is not None and not may_grant(by, appointment.role, place, now=now):
        raise Forbidden(_("您的职务不能免去“%(role)s”。")
                        % {"role": appointment.get_role_display()})  # fmt: skip
    _must_reach(by, user, now)
    ended = (
        Appointment.objects.filter(pk=appointment.pk)
        .filter(Q(until__isnull=True) | Q(until__gt=now))
        .update(until=now)
    )
    if not ended:
        raise Refusal(_("此任职已经结束。"))
    appointment.until = now
    end_sessions(user=user, now=now)
    record(by=by, now=now, action="centers.end_appointment", target=appointment,
           chain=chain_of(place), reason=reason, name=f"{user} {appointment}",
           changes={"user": user.username, "role": appointment.role})  # fmt: skip
    return appointment


@transaction.atomic
def create_and_appoint(
    *, username, name, phone="", role, place=None, by, now, until=None, reason=""
) -> tuple[Appointment, str]:
    """A new person with a first post. Returns the post and the password to hand over once."""
    if by is not None and not may_grant(by, role, place, now=now):
        raise Forbidden(_("您的职务不能任命“%(role)s”。") % {"role": Role(role).label})
    user, password = accounts.create_user(username=username, name=name, phone=phone, by=by, now=now)
    post = appoint(user=user, role=role, place=place, by=by, now=now, until=until, reason=reason)
    return post, password
