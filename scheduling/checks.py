"""Which milestones the data of this app prove; registered with examadmin.exams.checks."""

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from candidates.models import Candidate
from centers.models import County, Room, Site
from examadmin.exams import profiles

from .choices import ArrangementState, Channel, PaperKind
from .models import Arrangement, Paper, Seating
from .queries.notices import valid_notices
from .queries.rounds import downloads_of

# Items of the preparation list that say that the formal system and its data are in the room.
FORMAL = "formal_installed"
INSTALLED = {"client_installed", "exam_data", "question_bank", "candidate_roster"}


def arrangement_submitted(exam) -> dict[int, bool]:
    handed_in = (ArrangementState.SUBMITTED, ArrangementState.PASSED, ArrangementState.LOCKED)
    return _by_county(exam, handed_in)


def arrangement_locked(exam) -> dict[int, bool]:
    return _by_county(exam, (ArrangementState.LOCKED,))


def _by_county(exam, states) -> dict[int, bool]:
    rows = Arrangement.objects.filter(exam=exam).values_list("county_id", "state")
    return {county: state in states for county, state in rows}


def order_book_made(exam) -> dict[int, bool]:
    """A county's newest order book is not older than its plan."""
    made = Arrangement.objects.filter(
        exam=exam,
        county__papers__exam=exam,
        county__papers__kind=PaperKind.ORDER_BOOK,
        county__papers__file__isnull=False,
        county__papers__arrangement_version__gte=F("version"),
    ).values_list("county_id", flat=True)
    done = set(made)
    return {county: county in done for county in County.objects.values_list("pk", flat=True)}


def tickets_handed_out(exam) -> dict[int, bool]:
    """Every candidate of the county has a ticket that tells the seat of today."""
    rows = (
        Candidate.objects.filter(exam=exam, withdrawn_at=None)
        .annotate(has_ticket=Exists(valid_notices(Channel.TICKET)))
        .order_by()
        .values_list("school__county")
        .annotate(total=Count("pk"), told=Count("pk", filter=Q(has_ticket=True)))
    )
    return {county: total == told for county, total, told in rows}


def slips_printed(exam) -> dict[int, bool]:
    """The newest slips of a site are not older than its newest seat."""
    newest = dict(
        Seating.objects.filter(arrangement__exam=exam)
        .order_by()
        .values_list("room_session__room__site")
        .annotate(Max("version"))
    )
    printed = Paper.objects.filter(
        Q(site=OuterRef("pk")) | Q(site=None, county=OuterRef("county")),
        exam=exam,
        kind=PaperKind.SLIPS,
        file__isnull=False,
    )
    rows = Site.objects.filter(exam=exam).annotate(
        printed=printed.order_by("-arrangement_version").values("arrangement_version")[:1]
    )
    return {
        site: site in newest and version is not None and version >= newest[site]
        for site, version in rows.values_list("pk", "printed")
    }


def rounds_prepared(exam, names) -> dict[str, dict[int, bool]]:
    """`downloaded_<round>`: the sites that have all the data of a round (Y-046, Y-099).
    `formal_installed`: also confirmed in every room what the preparation list asks of installing
    them (Y-054, Y-105). Asked at once, since the board asks for all of them."""
    got = downloads_of(exam)
    found = {name: {} for name in names}
    for key, site in got:
        if f"downloaded_{key}" in found:
            found[f"downloaded_{key}"][site] = True
    if FORMAL in found:
        formal = {one["key"] for one in exam.rules["rounds"] if not one["mock"]}
        missing = _not_installed(exam)
        found[FORMAL] = {site: site not in missing for key, site in got if key in formal}
    return found


def _not_installed(exam) -> set[int]:
    asked = INSTALLED & {item["key"] for item in exam.rules["preparation"]}
    ticks = Count("preparation", filter=Q(preparation__item__in=asked))
    rooms = Room.objects.filter(site__exam=exam, in_use=True).order_by().annotate(ticks=ticks)
    return set(rooms.filter(ticks__lt=len(asked)).values_list("site", flat=True))


def round_checks() -> list[str]:
    """The names of `rounds_prepared`, by the rounds of every profile."""
    keys = {one["key"] for name in profiles.available() for one in profiles.load(name)["rounds"]}
    return [f"downloaded_{key}" for key in sorted(keys)] + [FORMAL]


CHECKS = {
    "arrangement_submitted": arrangement_submitted,
    "arrangement_locked": arrangement_locked,
    "order_book_made": order_book_made,
    "tickets_handed_out": tickets_handed_out,
    "slips_printed": slips_printed,
}
