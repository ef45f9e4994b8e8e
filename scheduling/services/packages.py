"""The data packages of the rounds: made by a job, kept as versions, every download written down
(Y-046, Y-054, R-C10)."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from examadmin.audit.services import record
from examadmin.base.errors import Refusal
from examadmin.jobs import services as jobs
from examadmin.jobs.models import JobState

from ..choices import ArrangementState
from ..models import Arrangement, Cleanup, DataPackage, PackageDownload, PackagePart
from ..queries.rounds import RUNNING, plan_of, staff_of
from .gate import authorise
from .rounds import opens_for_download, prepare_round, uncleaned


def require_open_data(round_, site, *, now) -> Arrangement:
    """The arrangement that the data come from; refused before the download day, without a locked
    plan, after the site cleaned up, and for the formal round while mock data may be left."""
    if now < opens_for_download(round_):
        raise Refusal(
            _("%(round)s的数据从%(day)s起下载。") % {"round": round_, "day": round_.download_on}
        )
    held = Arrangement.objects.filter(exam=round_.exam, county=site.county_id).first()
    if held is None or held.state != ArrangementState.LOCKED:
        raise Refusal(_("%(county)s的考场编排还没有锁定，不能生成数据。") % {"county": site.county})
    if round_.mock:
        if Cleanup.objects.filter(round=round_, site=site).exists():
            raise Refusal(
                _("本考点已证明%(round)s的数据清理完毕，不能再取这些数据。") % {"round": round_}
            )
    elif left := [mock for mock, one in uncleaned(round_.exam, site.county) if one == site]:
        raise Refusal(
            _("%(site)s还有%(count)d次模拟考试的数据没有证明已清理，不能取正式考试数据。")
            % {"site": site, "count": len(left)},
            findings=[_who_cleans(mock, site, now) for mock in left],
        )
    return held


def _who_cleans(mock, site, now) -> str:
    people = "、".join(str(p.user) for p in staff_of(site, now).filter(role__in=RUNNING))
    return _("%(round)s：由%(people)s证明数据已清理") % {
        "round": mock,
        "people": people or _("考点主考或系统管理员"),
    }


@transaction.atomic
def order_package(*, round_, site, by, now) -> DataPackage:
    """Give out the next version and start the job that makes it. While one is being made, that one
    is given back. The round's copy of the plan is frozen by the first site that asks."""
    authorise(by, "download_package", site)
    held = require_open_data(round_, site, now=now)
    waiting = DataPackage.objects.filter(
        round=round_, site=site, parts=None, job__state__in=(JobState.QUEUED, JobState.RUNNING)
    ).first()
    if waiting:
        return waiting
    package = _next_version(round_, site, _source_version(round_, held, now), by, now)
    if package.job_id is None:
        package.job = jobs.start(
            "scheduling.package",
            title=_("生成%(package)s") % {"package": package},
            by=by, now=now, key=f"package-{package.pk}", package=package.pk,
        )  # fmt: skip
        package.save(update_fields=["job"])
    return package


def _source_version(round_, held, now) -> int:
    if not round_.mock:
        return held.version
    plan = plan_of(round_, held.county_id)
    return (plan or prepare_round(round_=round_, arrangement=held, by=None, now=now)).version


def _next_version(round_, site, source_version, by, now) -> DataPackage:
    same = DataPackage.objects.filter(round=round_, site=site)
    latest = same.aggregate(latest=Max("version"))["latest"] or 0
    try:
        with transaction.atomic():
            return DataPackage.objects.create(
                round=round_, site=site, version=latest + 1, source_version=source_version,
                made_by=by, made_at=now,
            )  # fmt: skip
    except IntegrityError:  # somebody else pressed at the same moment
        return same.get(version=latest + 1)


@transaction.atomic
def fetch_part(*, part: PackagePart, by, now) -> PackageDownload:
    """Write down that a person takes a file, and only then hand it out."""
    package = part.package
    authorise(by, "download_package", package.site)
    held = require_open_data(package.round, package.site, now=now)
    if is_stale(package, held):
        raise Refusal(_("这一版生成之后座位有变动，不能再用于正式考试。请重新生成数据包再下载。"))
    row = PackageDownload.objects.create(part=part, sha256=part.file.sha256, by=by, at=now)
    record(
        by=by, now=now, action="scheduling.download_package", target=package,
        chain=package.site.school.chain,
        changes={"round": package.round.key, "version": package.version,
                 "room": part.room.number if part.room else None, "sha256": row.sha256},
    )  # fmt: skip
    return row


def is_stale(package: DataPackage, arrangement) -> bool:
    """A formal package speaks of the seats in force; a mock keeps to its own copy (Y-045)."""
    return not package.round.mock and package.source_version < arrangement.version
