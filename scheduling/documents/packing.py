"""Make the files of an ordered data package and keep them."""

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Room
from examadmin.audit.services import record
from examadmin.base.errors import Refusal
from examadmin.documents.storage import keep

from ..models import DataPackage, PackagePart
from ..services.packages import require_open_data
from .packages import Bundle, build, file_name, gather


def make_package(package: DataPackage, *, by, now, progress=None) -> DataPackage:
    """Write the files of a package. Safe to run twice: a finished package stays as it is."""
    if package.parts.exists():
        return package
    held = require_open_data(package.round, package.site, now=now)
    if not package.round.mock:  # the plan in force may have moved on since it was ordered
        package.source_version = held.version
    bundle = gather(package)
    if not bundle.seats:
        raise Refusal(_("%(site)s在这一轮没有考生。") % {"site": package.site})
    rooms = {r.number: r for r in Room.objects.filter(site=package.site)}
    wanted = [(None, bundle)]
    wanted += [(rooms[one.number], bundle.of_room(one.number)) for one in bundle.rooms]
    if progress:
        progress.stage(_("生成数据文件"), len(wanted))
    built = []
    for room, part in wanted:
        built.append((room, part, *build(part)))
        if progress:
            progress.step()
    with transaction.atomic():
        row = DataPackage.objects.select_for_update(of=("self",)).get(pk=package.pk)
        if row.parts.exists():
            return row
        for room, part, content, manifest in built:
            _keep(row, room, part, content, manifest, by, now)
        row.candidates, row.source_version = len(bundle.seats), bundle.source_version
        row.save(update_fields=["candidates", "source_version"])
        record(
            by=by, now=now, action="scheduling.make_package", target=row,
            chain=package.site.school.chain,
            changes={"round": bundle.round, "version": row.version,
                     "source_version": row.source_version, "candidates": row.candidates},
        )  # fmt: skip
    return row


def _keep(package, room, bundle: Bundle, content, manifest, by, now):
    file = keep(
        content, name=file_name(bundle), content_type="application/zip", by=by, now=now
    )  # fmt: skip
    PackagePart.objects.create(package=package, room=room, file=file, manifest=manifest)
