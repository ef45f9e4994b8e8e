"""Who has gone through which mock round, site by site and person by person (Y-047)."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from candidates.models import Candidate
from centers.models import Appointment, Site
from examadmin.accounts.choices import Role

from ..models import Cleanup, Practice, Seating
from .rounds import RUNNING, VIEW, downloads_of, seats_at, staff_of


def practised(round_, who="pk"):
    """For annotations of candidates: went through this round."""
    return Exists(Practice.objects.filter(round=round_, candidate=OuterRef(who)))


def mocks_of(exam) -> list:
    return list(exam.rounds.filter(mock=True))


@dataclass
class SiteLine:
    """One site in all rounds, counted. Keys of the dicts are rounds; `ever` is in any mock."""

    site: Site
    total: int = 0
    ever: int = 0
    done: dict = field(default_factory=dict)
    staff: int = 0
    staff_ever: int = 0
    staff_done: dict = field(default_factory=dict)
    downloaded: dict = field(default_factory=dict)
    cleaned: dict = field(default_factory=dict)

    @property
    def missing(self):
        return self.total - self.ever + self.staff - self.staff_ever

    @property
    def complete(self):
        return bool(self.total) and not self.missing


def site_lines(user, exam, now, *, county=None) -> list[SiteLine]:
    """Every site that the person sees, with its counts; eight queries however many there are."""
    sites = Site.objects.visible_to(user, VIEW).filter(exam=exam).select_related("school", "county")
    if county is not None:
        sites = sites.filter(county=county)
    lines = {site.pk: SiteLine(site) for site in sites.order_by("county__position", "school__code")}
    rounds = list(exam.rounds.all())
    for line in lines.values():
        line.site.exam = exam
    _count_candidates(lines, [one for one in rounds if one.mock])
    _count_staff(lines, rounds, now)
    keys = {one.key: one.pk for one in rounds}
    for (key, site), moment in downloads_of(exam).items():
        if site in lines:
            lines[site].downloaded[keys[key]] = moment
    for row in Cleanup.objects.filter(round__in=rounds, site__in=lines).select_related("by"):
        lines[row.site_id].cleaned[row.round_id] = row
    return list(lines.values())


def _count_candidates(lines, mocks):
    flags = {f"mock_{one.pk}": practised(one, "candidate") for one in mocks}
    counts = {f"n_{one.pk}": Count("pk", filter=Q(**{f"mock_{one.pk}": True})) for one in mocks}
    ever = Exists(Practice.objects.filter(candidate=OuterRef("candidate"), round__in=mocks))
    rows = (
        Seating.objects.filter(room_session__room__site__in=lines, candidate__withdrawn_at=None)
        .annotate(ever=ever, **flags)
        .order_by()
        .values("room_session__room__site")
        .annotate(total=Count("pk"), n_ever=Count("pk", filter=Q(ever=True)), **counts)
    )
    for row in rows:
        line = lines[row["room_session__room__site"]]
        line.total, line.ever = row["total"], row["n_ever"]
        line.done = {one.pk: row[f"n_{one.pk}"] for one in mocks}


def _count_staff(lines, rounds, now):
    of_school = {line.site.school_id: line for line in lines.values()}
    posts = {}
    held = Appointment.objects.in_force(now).filter(
        Q(school__in=of_school, role__in=RUNNING) | Q(room__site__in=lines, role=Role.PROCTOR)
    )
    for pk, school, site in held.values_list("pk", "school", "room__site"):
        posts[pk] = line = of_school[school] if school else lines[site]
        line.staff += 1
    done = Practice.objects.filter(round__in=rounds, post__in=held).values_list("post", "round")
    seen = set()
    for post, round_ in done:
        counts = posts[post].staff_done
        counts[round_] = counts.get(round_, 0) + 1
        posts[post].staff_ever += post not in seen
        seen.add(post)


@dataclass
class Group:
    """A room-session or a class of a site in one round: how many, and how many have practised."""

    id: str
    title: str
    detail: str
    total: int = 0
    done: int = 0


def groups_of(round_, site, by) -> list[Group]:
    """The site's candidates in this round by room-session, or by class."""
    rules = round_.exam.rules
    titles = {key: category.title for key, category in rules.categories.items()}
    seats = seats_at(round_, site)
    done = set(_practised_at(round_, site))
    found = {}
    for who, cell, _seat in seats:
        if by == "class":
            order = (who.school.code, who.category, who.class_no)
            key = f"class:{who.school_id}:{who.category}:{who.class_no}"
            name = _("%(category)s%(n)d班") % {
                "category": titles.get(who.category, who.category),
                "n": who.class_no,
            }
            words = (name, who.school.name)
        else:
            order = (cell.room.number, cell.session.starts_at)
            key = f"cell:{cell.pk}"
            words = (f"{cell.room} {cell.session}", cell.session.clock)
        group = found.setdefault(order, Group(key, *words))
        group.total += 1
        group.done += who.pk in done
    return [found[order] for order in sorted(found)]


def _practised_at(round_, site):
    """Candidates who went through the round anywhere in the county: seats move between sites."""
    rows = Practice.objects.filter(round=round_, site__county=site.county_id, post=None)
    return rows.values_list("candidate_id", flat=True)


def people_of(site, mocks=(), show=""):
    """The candidates who sit at a site, with a flag for every mock. show: "never" for those who
    have not practised at all, "not:<key>" for those who missed a round."""
    rows = Candidate.objects.filter(
        seating__room_session__room__site=site, withdrawn_at=None
    ).select_related("school")
    rows = rows.annotate(**{f"mock_{one.pk}": practised(one) for one in mocks})
    if show == "never":
        rows = rows.exclude(Exists(Practice.objects.filter(candidate=OuterRef("pk"))))
    for one in mocks:
        if show == f"not:{one.key}":
            rows = rows.filter(**{f"mock_{one.pk}": False})
    return rows.order_by("school__code", "category", "class_no", "registration_no")


def staff_with_practice(site, mocks, now):
    """[(post, {rounds it went through})] of a site."""
    held = list(staff_of(site, now))
    done = defaultdict(set)
    for post, round_ in Practice.objects.filter(post__in=held, round__in=mocks).values_list(
        "post", "round"
    ):
        done[post].add(round_)
    return [(post, done[post.pk]) for post in held]
