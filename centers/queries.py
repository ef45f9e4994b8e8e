"""Questions about places that several pages and higher apps ask."""

from dataclasses import dataclass, field

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When

from . import hooks
from .choices import ApplicationState
from .models import Hosting, Site

ASK_SOME = 20  # up to so many sites it is cheaper to count the pupils of their schools only


def class_key(category: str, class_no: int) -> str:
    """How a class is named in a partial hosting: "grade8:3"."""
    return f"{category}:{class_no}"


@dataclass
class SitesOf:
    """Where the pupils of every school sit: at the own school if it is a site (Y-027), else where
    the county placed the school, or only some of its classes (借考)."""

    own: dict[int, int] = field(default_factory=dict)  # school → site
    whole: dict[int, int] = field(default_factory=dict)
    by_class: dict[tuple[int, str], int] = field(default_factory=dict)

    def of(self, school_id: int, category: str = "", class_no: int = 0) -> int | None:
        """The key of the site of a school's class; None while nobody has placed it."""
        placed = self.by_class.get((school_id, class_key(category, class_no)))
        return placed or self.own.get(school_id) or self.whole.get(school_id)

    def guests_of(self, site_id: int) -> set[int]:
        """The schools whose pupils sit there as guests."""
        found = {school for school, site in self.whole.items() if site == site_id}
        return found | {s for (s, _key), site in self.by_class.items() if site == site_id}


def sites_for(exam) -> SitesOf:
    """The site of every school and class of the exam, in two queries."""
    found = SitesOf(own=dict(Site.objects.filter(exam=exam).values_list("school_id", "id")))
    for guest, host, classes in Hosting.objects.filter(exam=exam).values_list(
        "guest_id", "host_id", "classes"
    ):
        if classes:
            found.by_class.update({(guest, key): host for key in classes})
        else:
            found.whole[guest] = host
    return found


def seats_per_session(sites):
    """Sites with their `rooms_in_use`, `machine_count` and `seats` (spares not counted)."""
    used = Q(rooms__in_use=True)
    return sites.annotate(
        rooms_in_use=Count("rooms", filter=used),
        machine_count=Sum("rooms__machines", filter=used, default=0),
        spare_count=Sum("rooms__spare", filter=used, default=0),
        seats=Sum(F("rooms__machines") - F("rooms__spare"), filter=used, default=0),
    )


def sessions_in_all(exam) -> int:
    return len(exam.rules.dates) * sum(band.cap for band in exam.rules.bands)


@dataclass(frozen=True)
class Load:
    """How full a site is: seats in all sessions, and who is to sit there."""

    site: Site
    capacity: int
    own: int
    guests: int

    @property
    def taken(self):
        return self.own + self.guests

    @property
    def free(self):
        return self.capacity - self.taken

    @property
    def percent(self):
        return min(100, round(self.taken * 100 / self.capacity)) if self.capacity else 100


def loads(exam, sites) -> dict[int, Load]:
    """The load of each of these sites. Pupils count as far as somebody counts them."""
    sites = list(seats_per_session(sites).select_related("school", "county"))
    placed = sites_for(exam)
    schools = {site.school_id for site in sites}
    for site in sites if len(sites) < ASK_SOME else ():
        schools |= placed.guests_of(site.pk)
    pupils = hooks.pupils(exam, schools if len(sites) < ASK_SOME else None)
    sums: dict[int, list[int]] = {site.pk: [0, 0] for site in sites}
    home = {site.pk: site.school_id for site in sites}
    for school, classes in pupils.items():
        for key, count in classes.items():
            category, _, class_no = key.partition(":")
            site = placed.of(school, category, int(class_no or 0))
            if site in sums:
                sums[site][home[site] != school] += count
    sessions = sessions_in_all(exam)
    return {s.pk: Load(s, s.seats * sessions, *sums[s.pk]) for s in sites}


def schools_without_place(exam, schools):
    """Schools of these that are no site and whose pupils nobody has placed wholly."""
    placed = Hosting.objects.filter(exam=exam, classes=[]).values("guest")
    return schools.exclude(sites__exam=exam).exclude(pk__in=placed)


def waiting_first(applications):
    """Applications in the order in which a county has to look at them."""
    order = [
        ApplicationState.SUBMITTED,
        ApplicationState.RETURNED,
        ApplicationState.DRAFT,
        ApplicationState.REFUSED,
        ApplicationState.APPROVED,
    ]
    return applications.annotate(
        turn=Case(
            *[When(state=state, then=Value(n)) for n, state in enumerate(order)],
            output_field=IntegerField(),
        )
    ).order_by("turn", "submitted_at", "school__code")
