"""Long works: each a wrapper of one service."""

from django.utils.translation import gettext as _

from centers.models import County
from examadmin.accounts.models import User
from examadmin.base import clock
from examadmin.exams.models import Exam
from examadmin.jobs.models import Job
from examadmin.jobs.services import start, work

from .documents.issuing import make_paper
from .documents.packing import make_package
from .models import Arrangement, DataPackage, Paper
from .services.arrange import arrange_county
from .services.gate import authorise


@work("scheduling.arrange")
def arrange(progress, *, exam, county, person, seed, rebuild, reason):
    """Arrange a county. Safe to run twice: the second run keeps the seats of the first. The right
    is asked again here, since it may have been taken away while the job waited."""
    user = User.objects.get(pk=person) if person else None
    held = arrange_county(
        exam=Exam.objects.select_related("policy").get(pk=exam),
        county=County.objects.get(pk=county),
        seed=seed,
        by=user,
        now=clock.now(),
        progress=progress,
        rebuild=rebuild,
        reason=reason,
    )
    return {"version": held.version, **held.quality["total"]}


def start_arranging(*, exam, county, by, now, seed=0, rebuild=False, reason="") -> Job:
    """Queue the work; while one runs for this county, that one is given back."""
    arrangement, _new = Arrangement.objects.get_or_create(exam=exam, county=county)
    authorise(by, "arrange", arrangement)
    if arrangement.job and not arrangement.job.is_over:
        return arrangement.job
    job = start(
        "scheduling.arrange",
        title=_("编排%(county)s") % {"county": county},
        by=by,
        now=now,
        exam=exam.pk,
        county=county.pk,
        person=by.pk if by else None,
        seed=seed,
        rebuild=rebuild,
        reason=reason,
    )
    Arrangement.objects.filter(pk=arrangement.pk).update(job=job)
    return job


@work("scheduling.paper")
def paper(progress, *, paper):
    """Make an ordered paper; the result names where it can be fetched."""
    row = Paper.objects.select_related(
        "exam__policy", "county", "site__school", "site__county", "made_by"
    ).get(pk=paper)
    made = make_paper(row, by=row.made_by, now=clock.now(), progress=progress)
    return {"paper": made.pk, "pages": made.pages}


@work("scheduling.package")
def package(progress, *, package):
    """Make an ordered data package of a round."""
    row = DataPackage.objects.select_related(
        "round__exam__policy", "site__school", "site__county", "made_by"
    ).get(pk=package)
    made = make_package(row, by=row.made_by, now=clock.now(), progress=progress)
    return {"package": made.pk, "candidates": made.candidates}
