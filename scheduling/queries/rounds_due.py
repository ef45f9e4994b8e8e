"""What the rounds ask of sites, in one query: the home page of whoever runs one asks for it."""

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from examadmin.exams.models import Milestone, Round

from ..models import (
    Arrangement,
    Cleanup,
    DataPackage,
    PackageDownload,
    PackagePart,
    Practice,
    Seating,
)


def rounds_at(exam, schools, roles):
    """Rounds × the sites of these schools: `fetched`, `cleaned`, `left` (candidates who have not
    practised), and whether the work plan tells one of these roles to download (`told`)."""
    here = {"round": OuterRef("pk"), "site": OuterRef("site")}
    plan = Milestone.objects.filter(exam=OuterRef("exam"), owed_by__in=roles)
    named = Concat(Value("downloaded_"), OuterRef("key"))
    return (
        Round.objects.filter(exam=exam, exam__sites__school__in=schools)
        .annotate(
            site=F("exam__sites"),
            school=F("exam__sites__school__name"),
            school_code=F("exam__sites__school__code"),
        )
        .annotate(
            fetched=Exists(_complete().filter(**here)),
            cleaned=Exists(Cleanup.objects.filter(**here)),
            left=Coalesce(Subquery(_not_practised()), 0),
            told=Exists(plan.filter(check_name=named))
            | Exists(plan.filter(check_name="formal_installed")) & Q(mock=False),
        )
        .order_by("opens_on", "school_code")
    )


def _complete():
    """Packages whose file of the site, or those of all rooms, were fetched and still hold."""
    held = Arrangement.objects.filter(exam=OuterRef("round__exam"), county=OuterRef("site__county"))
    rooms = PackagePart.objects.filter(package=OuterRef("pk"), room__isnull=False)
    whole = PackageDownload.objects.filter(part__package=OuterRef("pk"), part__room=None)
    return DataPackage.objects.filter(
        Q(round__mock=True) | Q(source_version__gte=Subquery(held.values("version")[:1])),
        Exists(whole) | Exists(rooms) & ~Exists(rooms.filter(downloads=None)),
    )


def _not_practised():
    done = Practice.objects.filter(round=OuterRef(OuterRef("pk")), candidate=OuterRef("candidate"))
    return (
        Seating.objects.filter(
            ~Exists(done),
            room_session__room__site=OuterRef("site"),
            candidate__withdrawn_at=None,
        )
        .order_by()
        .values("room_session__room__site")
        .annotate(n=Count("pk"))
        .values("n")
    )
