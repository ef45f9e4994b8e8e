"""Everything that is wrong with an arrangement as it stands, for its page, its submission and its
review."""

from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from candidates.models import Candidate
from centers.models import School

from ..choices import Level, Unseated
from ..findings import Finding
from ..models import Seating
from .board import CELL_FIELDS, Cell
from .destinations import Destinations
from .load import Load, load_findings
from .rules import outside_bounds
from .timetable import templates_of, timetable_findings
from .unplaced import red_list
from .zero import unsettled_by_school


def arrangement_findings(arrangement, destinations=None, sites=None) -> list[Finding]:
    """All findings, gravest first; a constant number of queries. The county's sites and its
    destinations may be handed in by who has them already."""
    destinations = destinations or Destinations(arrangement.exam)
    templates = templates_of(arrangement.exam)
    found = [
        *_seat_findings(arrangement, destinations, templates.get(arrangement.county_id)),
        *unplaced_findings(arrangement, destinations),
        *_zero_findings(arrangement),
        *timetable_findings(sites or _sites(arrangement), templates),
    ]
    order = list(Level)
    return sorted(found, key=lambda f: order.index(f.level))


def _sites(arrangement):
    for site in arrangement.county.sites.filter(exam=arrangement.exam).select_related("school"):
        site.exam = arrangement.exam
        yield site


SEAT_FIELDS = (
    "seat", "pinned", "candidate_id", "candidate__name", "candidate__registration_no",
    "candidate__school_id", "candidate__school__name", "candidate__category",
    "candidate__class_no", "candidate__withdrawn_at",
)  # fmt: skip


def _seat_findings(arrangement, destinations, template) -> list[Finding]:
    """Judge every stored seat, and what the seats of a room-session add up to."""
    rows = Seating.objects.filter(
        arrangement__exam=arrangement.exam, arrangement__county=arrangement.county
    ).values_list(*SEAT_FIELDS, *(f"room_session__{name}" for name in CELL_FIELDS))
    cells: dict[int, Cell] = {}
    loads, categories = defaultdict(Load), {}
    found = []
    for row in rows.iterator(5000):
        seat, pinned, candidate, name, number, school, school_name, category, class_no, gone = row[
            :10
        ]
        cell = cells.get(row[10])
        if cell is None:
            cell = cells[row[10]] = Cell(*row[10:])
        loads[cell.pk].add(cell, seat, pinned=pinned)
        categories.setdefault(cell.pk, set()).add(category)
        say = {"person": f"{name}（{number}）", "cell": cell, "seat": seat, "school": school_name}
        for level, rule, sentence in _wrong_with_seat(
            destinations, cell, seat, school, category, class_no, gone
        ):
            found.append(Finding(level, rule, sentence % say, candidate, cell.pk, cell.site))
    rules = arrangement.exam.rules
    for cell in cells.values():
        found += load_findings(cell, loads[cell.pk])
        for level, rule, sentence in _wrong_with_cell(
            cell, loads[cell.pk].people, categories[cell.pk], rules, template
        ):
            found.append(Finding(level, rule, sentence, None, cell.pk, cell.site))
    return found


def _wrong_with_seat(destinations, cell, seat, school, category, class_no, gone):
    if gone is not None:
        yield (
            Level.BEFORE_PUBLISH,
            "withdrawn",
            _("%(person)s已退出考试，仍占%(cell)s%(seat)d号机。"),
        )
    if not destinations.may_sit(cell.site, school, category, class_no):
        sentence = _("%(person)s（%(school)s）在%(cell)s，但没有借考到该考点的安排。")
        yield Level.BLOCK, "site_rule", sentence


def _wrong_with_cell(cell, load, categories, rules, template):
    say = {"cell": cell, "load": load}
    if not cell.in_use:
        yield Level.BLOCK, "room_not_in_use", _("%(cell)s：考场已停用，还有%(load)d名考生。") % say
    if rules["capacity"]["separate_categories"] and len(categories) > 1:
        yield Level.BLOCK, "mixed_categories", _("%(cell)s：不同类别的考生不得同场。") % say
    outside = outside_bounds(cell, rules, template)
    if outside:
        yield Level.BLOCK, "outside_bounds", outside


def unplaced_findings(arrangement, destinations=None) -> list[Finding]:
    """One sentence for each class and reason; names stand in the red list."""
    counts = Counter()
    titles = arrangement.exam.rules.categories
    for row in red_list(arrangement, destinations):
        counts[row.school_name, row.category, row.class_no, row.reason, row.site] += 1
    found = []
    for (school, category, class_no, reason, site), count in counts.items():
        title = titles[category].title if category in titles else category
        sentence = _(
            "%(school)s%(category)s%(class_no)d班有%(count)d名考生未编排：%(reason)s。"
        ) % {
            "school": school,
            "category": title,
            "class_no": class_no,
            "count": count,
            "reason": Unseated(reason).label,
        }
        rule = "unhosted" if reason == Unseated.NO_SITE else "unplaced"
        found.append(Finding(Level.BEFORE_PUBLISH, rule, sentence, site=site))
    return found


def _zero_findings(arrangement) -> list[Finding]:
    found = []
    for school, count in unsettled_by_school(arrangement).items():
        sentence = _("%(school)s还有%(count)d名零报考生没有逐一落实。") % {
            "school": school,
            "count": count,
        }
        found.append(Finding(Level.BEFORE_PUBLISH, "zero_registered", sentence))
    return found


def unhosted_schools(exam, county):
    """Schools of a county with candidates, without a site and without 借考 for all of them."""
    destinations = Destinations(exam)
    rows = (
        Candidate.objects.filter(exam=exam, school__county=county, withdrawn_at=None)
        .values_list("school_id", "category", "class_no")
        .distinct()
    )
    missing = {school for school, *key in rows if destinations.site_of(school, *key) is None}
    return School.objects.filter(pk__in=missing)
