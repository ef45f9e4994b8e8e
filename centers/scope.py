"""Whose objects a person sees. One rule for lists, and the same rule for single objects.

A model says how it hangs on the tree of places, by the paths of its queryset class:

    class CandidateQuerySet(ScopedQuerySet):
        places = {Tier.COUNTY: ["school__county"], Tier.SITE: ["school"], Tier.ROOM: []}

A tier that is missing or has no path sees nothing of that model. `visible_to(user, perm)` is
the list; the check of one object is that list filtered to one key, so the two cannot disagree.
Places of the tier site are schools: the post exists before the school is approved as a site.
"""

from django.db import models
from django.db.models import Q

from examadmin.accounts import rights
from examadmin.accounts.choices import TIER_OF, Tier
from examadmin.base import clock

PLACE_FIELD = {Tier.COUNTY: "county_id", Tier.SITE: "school_id", Tier.ROOM: "room_id"}


def posts(user, *, now=None):
    """The appointments of a person that hold at the moment, as (role, county, school, room)."""
    if not user.is_authenticated or not user.is_active:
        return []
    if now is not None:
        return _read_posts(user, now)
    cached = getattr(user, "_posts", None)
    if cached is None:
        cached = user._posts = _read_posts(user, clock.now())
    return cached


def _read_posts(user, now):
    from .models import Appointment

    return list(
        Appointment.objects.filter(user=user)
        .in_force(now)
        .values_list("role", "county_id", "school_id", "room_id", named=True)
    )


def places(user, perm, tier, *, now=None) -> set:
    """The keys of the places of a tier where the person holds the right by a post of that tier."""
    roles = rights.holders(perm)
    return {
        getattr(post, PLACE_FIELD[tier])
        for post in posts(user, now=now)
        if post.role in roles and TIER_OF[post.role] == tier
    }


def holds_city_wide(user, perm, *, now=None) -> bool:
    roles = rights.holders(perm)
    return any(p.role in roles and TIER_OF[p.role] == Tier.CITY for p in posts(user, now=now))


class ScopedQuerySet(models.QuerySet):
    places: dict[Tier, list[str]] = {}

    def visible_to(self, user, perm, *, now=None):
        """The rows on which the person holds the right."""
        if holds_city_wide(user, perm, now=now):
            return self
        reach = Q(pk__in=[])
        for tier in (Tier.COUNTY, Tier.SITE, Tier.ROOM):
            keys = places(user, perm, tier, now=now)
            if keys:
                for path in self.places.get(tier, ()):
                    reach |= Q(**{f"{path}__in": keys})
        return self.filter(reach)
