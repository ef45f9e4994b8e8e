"""At which site the pupils of a class sit: their own school's, or where the county placed them.

借考 goes before the own site, and a class named in it before the whole school (Y-027, Y-028, Y-032).
"""

from collections import defaultdict

from centers.models import Hosting, Site


def class_key(category: str, class_no: int) -> str:
    """How `Hosting.classes` names a class."""
    return f"{category}:{class_no}"


class Destinations:
    """Read once per question: two queries for a whole exam."""

    def __init__(self, exam):
        self.site_of_school: dict[int, int] = {}
        self.county_of: dict[int, int] = {}
        self.school_of: dict[int, int] = {}
        for site, school, county in Site.objects.filter(exam=exam).values_list(
            "id", "school_id", "county_id"
        ):
            self.site_of_school[school] = site
            self.county_of[site] = county
            self.school_of[site] = school
        self.of_class: dict[tuple[int, str], int] = {}
        self.of_school: dict[int, int] = {}
        self._hosts: dict[int, list[tuple[int, frozenset[str]]]] = defaultdict(list)
        for guest, host, classes in (
            Hosting.objects.filter(exam=exam).order_by("id").values_list("guest", "host", "classes")
        ):
            self._hosts[guest].append((host, frozenset(classes)))
            for key in classes:
                self.of_class.setdefault((guest, key), host)
            if not classes:
                self.of_school.setdefault(guest, host)

    def site_of(self, school: int, category: str, class_no: int) -> int | None:
        """The site where this class is to sit; None while the county has not placed it."""
        return (
            self.of_class.get((school, class_key(category, class_no)))
            or self.of_school.get(school)
            or self.site_of_school.get(school)
        )

    def may_sit(self, site: int, school: int, category: str, class_no: int) -> bool:
        """Whether a pupil of this class may be seated at a site: at the own one or at a host's."""
        if self.site_of_school.get(school) == site:
            return True
        key = class_key(category, class_no)
        return any(
            host == site and (not classes or key in classes)
            for host, classes in self._hosts[school]
        )

    def is_guest(self, site: int, school: int) -> bool:
        return self.school_of[site] != school

    def county_owing(self, school: int, category: str, class_no: int, home: int) -> int:
        """The county whose arrangement has to seat this class: that of the site, or while there is
        none the school's own (`home`)."""
        site = self.site_of(school, category, class_no)
        return home if site is None else self.county_of[site]
