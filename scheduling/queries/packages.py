"""The packages of a site in a round: versions, files, and who took which (Y-046)."""

from django.db.models import Prefetch

from ..models import DataPackage, PackageDownload, PackagePart


def packages_of(round_, site) -> list[DataPackage]:
    """Every version, newest first, its files in `files`."""
    rows = DataPackage.objects.filter(round=round_, site=site).select_related("job", "made_by")
    parts = Prefetch("parts", PackagePart.objects.select_related("file", "room"))
    rows = list(rows.prefetch_related(parts).order_by("-version"))
    for package in rows:
        package.files = sorted(
            package.parts.all(), key=lambda part: part.room.number if part.room else 0
        )
    return rows


def latest_of(packages) -> DataPackage | None:
    return next((package for package in packages if package.files), None)


def log_of(round_, site, most=100) -> list[PackageDownload]:
    """Who took which file when, newest first."""
    rows = PackageDownload.objects.filter(part__package__round=round_, part__package__site=site)
    return list(rows.select_related("by", "part__room", "part__package")[:most])


def part_of(round_, site, version, room=None) -> PackagePart | None:
    """The file of the whole site, or of one room by its number."""
    where = {"room": None} if room is None else {"room__number": room}
    rows = PackagePart.objects.filter(
        package__round=round_, package__site=site, package__version=version, **where
    )
    found = rows.select_related("file", "room", "package").first()
    if found:
        found.package.round, found.package.site = round_, site
    return found
