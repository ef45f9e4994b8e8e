"""The city's review: all sites in one table with what matters first (Y-038)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from candidates.models import Candidate
from centers.models import County, Room, School, Site

from ..choices import Level
from ..findings import Finding
from ..models import Arrangement, Seating, SiteReview
from .board import CELL_FIELDS, Cell
from .destinations import Destinations
from .load import Load, load_counts, load_findings
from .rules import outside_bounds
from .timetable import frame_for, templates_of
from .unplaced import unplaced_by_site


@dataclass
class SiteLine:
    """One site in the table. `roster` counts who should sit here, `seated` who does."""

    site: Site
    county: County
    arrangement: Arrangement | None
    review: SiteReview | None
    roster: int = 0
    seated: int = 0
    unplaced: int = 0
    guests: dict[str, int] = field(default_factory=dict)
    rooms: int = 0
    machines: int = 0
    usable: int = 0
    sessions_used: int = 0
    room_sessions_used: int = 0
    capacity_used: int = 0  # usable machines of the room-sessions that are used
    first_start: datetime | None = None
    last_end: datetime | None = None
    flags: list[Finding] = field(default_factory=list)

    @property
    def fill_percent(self):
        return self.seated * 100 // self.capacity_used if self.capacity_used else 0

    @property
    def stale(self):
        """Whether the city's word was about an earlier plan."""
        return self.review is not None and (
            self.arrangement is None or self.review.sha256 != self.arrangement.sha256
        )

    @property
    def weight(self):
        levels = [f.level for f in self.flags]
        return tuple(-levels.count(level) for level in (Level.BLOCK, Level.BEFORE_PUBLISH))


def city_review_table(user, exam) -> list[SiteLine]:
    """Every site that the person may see, those with grave flags first. Thirteen queries or so,
    however many sites."""
    destinations = Destinations(exam)
    lines = _lines(user, exam)
    if not lines:
        return []
    misplaced = _count_people(exam, lines, destinations)
    for pk, count in unplaced_by_site(exam, destinations).items():
        if pk in lines:
            lines[pk].unplaced = count
    _count_rooms(lines)
    _measure_cells(exam, lines)
    for pk, line in lines.items():
        if misplaced[pk]:
            _flag(line, Level.BLOCK, "site_rule", _("%(n)d名考生不应在此考点"), misplaced[pk])
        if line.unplaced:
            _flag(line, Level.BEFORE_PUBLISH, "unplaced", _("%(n)d名考生未编排"), line.unplaced)
        if line.seated + line.unplaced > line.roster:
            extra = line.seated + line.unplaced - line.roster
            _flag(line, Level.NOTE, "roster", _("比应在此考点的名册多%(n)d名"), extra)
    return sorted(lines.values(), key=lambda line: (line.weight, _place(line)))


def homeless_by_county(exam) -> dict[int, int]:
    """{county: candidates whose school has neither a site nor 借考}; they stand beside the table."""
    destinations = Destinations(exam)
    counts: dict[int, int] = defaultdict(int)
    for school, county, category, class_no, count in _classes(exam):
        if destinations.site_of(school, category, class_no) is None:
            counts[county] += count
    return dict(counts)


def _place(line):
    return line.county.position, line.county.code, line.site.school.code


def _flag(line, level, rule, sentence, count):
    line.flags.append(Finding(level, rule, sentence % {"n": count}, site=line.site.pk))
    line.flags.sort(key=lambda f: list(Level).index(f.level))


def _lines(user, exam) -> dict[int, SiteLine]:
    sites = Site.objects.visible_to(user, "scheduling.view_arrangement").filter(exam=exam)
    sites = list(sites.select_related("school", "county"))
    arrangements = {
        a.county_id: a for a in Arrangement.objects.filter(exam=exam).select_related("county")
    }
    reviews = {
        r.site_id: r for r in SiteReview.objects.filter(arrangement__exam=exam).select_related("by")
    }
    for site in sites:
        site.exam = exam
    return {
        site.pk: SiteLine(site, site.county, arrangements.get(site.county_id), reviews.get(site.pk))
        for site in sites
    }


def _classes(exam):
    """(school, its county, category, class, how many) of the roster."""
    return (
        Candidate.objects.filter(exam=exam, withdrawn_at=None)
        .order_by()
        .values_list("school", "school__county", "category", "class_no")
        .annotate(Count("pk"))
    )


def _count_people(exam, lines, destinations) -> dict[int, int]:
    """Fill roster, seated and guests; returns how many sit where they may not."""
    for school, _county, category, class_no, count in _classes(exam):
        line = lines.get(destinations.site_of(school, category, class_no))
        if line:
            line.roster += count
    names = dict(School.objects.values_list("pk", "name"))
    misplaced: dict[int, int] = defaultdict(int)
    withdrawn: dict[int, int] = defaultdict(int)
    rows = (
        Seating.objects.filter(arrangement__exam=exam)
        .order_by("candidate__school__code")
        .values_list(
            "room_session__room__site",
            "candidate__school",
            "candidate__category",
            "candidate__class_no",
        )
        .annotate(Count("pk"), Count("candidate__withdrawn_at"))
    )
    for pk, school, category, class_no, count, gone in rows:
        line = lines.get(pk)
        if line is None:
            continue
        line.seated += count - gone
        withdrawn[pk] += gone
        if school != line.site.school_id:
            line.guests[names[school]] = line.guests.get(names[school], 0) + count
        if not destinations.may_sit(pk, school, category, class_no):
            misplaced[pk] += count
    for pk, count in withdrawn.items():
        if count:
            sentence = _("%(n)d名已退出的考生仍有座位")
            _flag(lines[pk], Level.BEFORE_PUBLISH, "withdrawn", sentence, count)
    return misplaced


def _count_rooms(lines) -> None:
    for room in Room.objects.filter(site__in=lines, in_use=True):
        line = lines[room.site_id]
        line.rooms += 1
        line.machines += room.machines
        line.usable += room.capacity


def _measure_cells(exam, lines) -> None:
    """Every used room-session: load, highest machine, doubled machines, bounds."""
    rows = (
        Seating.objects.filter(arrangement__exam=exam, room_session__room__site__in=lines)
        .order_by("room_session__session__starts_at")
        .values_list(*(f"room_session__{name}" for name in CELL_FIELDS))
        .annotate(**load_counts("", "room_session__room__"), machines=Count("seat", distinct=True))
    )
    templates = templates_of(exam)
    sessions = defaultdict(set)
    wrong = defaultdict(lambda: defaultdict(int))
    for *fields, people, highest, spare, allowed, distinct in rows:
        cell = Cell(*fields)
        line = lines[cell.site]
        sessions[cell.site].add(cell.session)
        line.room_sessions_used += 1
        line.capacity_used += cell.capacity
        line.first_start = min(filter(None, (line.first_start, cell.starts_at)))
        line.last_end = max(filter(None, (line.last_end, cell.ends_at)))
        found = wrong[cell.site]
        for finding in load_findings(cell, Load(people, highest, spare, allowed)):
            found[finding.rule] += 1
        found["duplicate_seats"] += people > distinct
        found["room_not_in_use"] += not cell.in_use
        outside = outside_bounds(cell, exam.rules, templates.get(cell.county))
        found["outside_bounds"] += bool(outside)
    for pk, found in wrong.items():
        line = lines[pk]
        line.sessions_used = len(sessions[pk])
        for rule, count in found.items():
            if count:
                level, sentence = _sentence(rule)
                _flag(line, level, rule, sentence, count)
        gap = frame_for(line.site, templates).gap
        if gap != exam.rules.gap_minutes:
            _flag(line, Level.NOTE, "gap", _("场次间隔%(n)d分钟"), gap)


def _sentence(rule):
    return {
        "over_capacity": (Level.BLOCK, _("%(n)d个考场场次超员")),
        "no_such_seat": (Level.BLOCK, _("%(n)d个考场场次有座位没有机器")),
        "spare_seat": (Level.BEFORE_PUBLISH, _("%(n)d个考场场次占用备用机")),
        "spare_allowed": (Level.NOTE, _("%(n)d个考场场次经固定座位使用备用机")),
        "duplicate_seats": (Level.BLOCK, _("%(n)d个考场场次座位重复")),
        "room_not_in_use": (Level.BLOCK, _("%(n)d个考场场次的考场已停用")),
        "outside_bounds": (Level.BLOCK, _("%(n)d个考场场次超出时段或登录截止时间")),
    }[rule]
