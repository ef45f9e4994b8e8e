"""How the work plan stands, step by step and unit by unit, within the reach of one person."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from centers.models import Appointment, County, MilestoneReport, Site
from centers.scope import holds_city_wide, places, posts
from examadmin.accounts.choices import TIER_OF, Tier
from examadmin.exams import checks
from examadmin.exams.choices import Each
from examadmin.exams.models import Milestone

from .choices import Standing

CONFIRM = "centers.confirm_milestone"
# A step without a beginning of its own is announced so long before it is due.
LEAD = timedelta(days=3)


@dataclass(frozen=True)
class Unit:
    """Who owes a step: the city as a whole, a county or a site. `places`: keys by tier."""

    kind: str
    title: str
    county: County | None = None
    site: Site | None = None

    @property
    def pk(self):
        """The key by which checks speak of the unit; None is the city."""
        return self.site.pk if self.site else self.county.pk if self.county else None

    @property
    def keys(self):
        """(county, site) as reports carry them: at most one is set."""
        return (self.county and self.county.pk, self.site and self.site.pk)

    @property
    def county_id(self):
        return self.site.county_id if self.site else self.county.pk if self.county else None

    def place_of(self, role):
        """The key of the place whose holder of this post sees to the unit; None for the city."""
        return {
            Tier.CITY: None,
            Tier.COUNTY: self.county_id,
            Tier.SITE: self.site and self.site.school_id,
        }.get(TIER_OF[role])


CITY = Unit(Each.CITY, "")


@dataclass(frozen=True)
class Owed:
    """One step before one unit. `owners`: the people who see to it, with their telephones."""

    step: Milestone
    unit: Unit
    standing: Standing
    automatic: bool
    report: MilestoneReport | None
    owners: tuple

    @property
    def id(self):
        """Names the pair in a form: step, kind and key of the unit."""
        return f"{self.step.key}:{self.unit.kind}:{self.unit.pk or 0}"

    @property
    def open(self):
        return self.standing in (Standing.LATE, Standing.DUE)


def standing(step, done: bool, now: datetime) -> Standing:
    if done:
        return Standing.DONE
    if now > step.due_at:
        return Standing.LATE
    return Standing.DUE if now >= (step.opens_at or step.due_at - LEAD) else Standing.LATER


def counties_of(user):
    """The counties whose whole work plan the person sees; a site's people see only the site's."""
    reach = County.objects.visible_to(user, "centers.view_county_milestone")
    return list(reach.order_by("position", "code"))


def sites_of(user, exam):
    sites = Site.objects.visible_to(user, "centers.view_milestone").filter(exam=exam)
    return list(sites.select_related("school", "county").order_by("school__code"))


def owed_by_all(user, exam, now, steps=None, with_owners=True) -> list[Owed]:
    """Every step before every unit that the person sees, in the order of the plan.

    `steps` narrows the plan, so that a home page runs only the checks it needs.
    """
    steps = list(exam.milestones.all()) if steps is None else steps
    kinds = {step.each for step in steps}
    counties = counties_of(user) if kinds & {Each.CITY, Each.COUNTY} else []
    sites = sites_of(user, exam) if Each.SITE in kinds else []
    units = {
        Each.CITY: [CITY] if counties else [],
        Each.COUNTY: [Unit(Each.COUNTY, county.name, county=county) for county in counties],
        Each.SITE: [Unit(Each.SITE, site.school.name, site=site) for site in sites],
    }
    found = checks.results(exam, {step.check_name for step in steps if step.check_name})
    reports = _reports([step for step in steps if step.check_name not in found])
    roles = {step.owed_by for step in steps} if with_owners else set()
    owners = owners_of(roles, counties, sites, now) if roles else {}
    rows = []
    for step in steps:
        proof = found.get(step.check_name)
        for unit in units[step.each]:
            report = reports.get((step.pk, *unit.keys))
            done = bool(proof.get(unit.pk)) if proof is not None else report is not None
            rows.append(
                Owed(
                    step=step,
                    unit=unit,
                    standing=standing(step, done, now),
                    automatic=proof is not None,
                    report=report,
                    owners=tuple(owners.get((step.owed_by, unit.place_of(step.owed_by)), ())),
                )
            )
    return rows


def _reports(steps) -> dict:
    if not steps:
        return {}
    rows = MilestoneReport.objects.filter(milestone__in=steps).select_related("by")
    return {(r.milestone_id, r.county_id, r.site_id): r for r in rows}


def owners_of(roles, counties, sites, now) -> dict:
    """{(role, key of the place): [users]} of the posts that see to the plan."""
    held = Appointment.objects.in_force(now).filter(role__in=roles)
    held = held.filter(
        Q(county=None, school=None, room=None)
        | Q(county__in=counties)
        | Q(school__in=[site.school_id for site in sites])
    )
    found = defaultdict(list)
    for post in held.select_related("user").order_by("user__name", "pk"):
        found[post.role, post.county_id or post.school_id].append(post.user)
    return found


def may_confirm(user, step, unit) -> bool:
    """The post that owes the step, or one above it."""
    if holds_city_wide(user, CONFIRM):
        return True
    if TIER_OF[step.owed_by] == Tier.CITY:
        return False
    if unit.county_id in places(user, CONFIRM, Tier.COUNTY):
        return True
    return bool(unit.site) and unit.site.school_id in places(user, CONFIRM, Tier.SITE)


def owed_by_person(user, exam, now) -> list[Owed]:
    """What the own posts of the person owe now or are late with."""
    held = posts(user)
    steps = [
        step
        for step in exam.milestones.filter(owed_by__in={post.role for post in held})
        if standing(step, False, now) in (Standing.LATE, Standing.DUE)
    ]
    own = {(post.role, post.county_id or post.school_id) for post in held}
    rows = owed_by_all(user, exam, now, steps, with_owners=False) if steps else []
    return [r for r in rows if r.open and (r.step.owed_by, r.unit.place_of(r.step.owed_by)) in own]
