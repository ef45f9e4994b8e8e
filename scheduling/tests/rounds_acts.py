"""What tests of rounds do again and again: the rounds of the exam, data packages, cleaning up."""

import io
import json
import zipfile
from datetime import datetime

from examadmin.exams.models import Round
from examadmin.exams.rules import ZONE
from scheduling.documents.packing import make_package
from scheduling.models import DataPackage
from scheduling.services.packages import fetch_part, order_package
from scheduling.services.rounds import certify_cleanup


def at(month, day, hour=9):
    return datetime(2024, month, day, hour, tzinfo=ZONE)


OPEN = {"mock1": at(4, 11), "mock2": at(4, 18), "mock3": at(4, 25), "formal": at(5, 27)}


def round_of(world, key) -> Round:
    return world.exam.rounds.select_related("exam__policy").get(key=key)


def packed(world, key="mock1", site=None, by=None, now=None) -> DataPackage:
    site, by, now = site or world.site_a1, by or world.chief_a1, now or OPEN[key]
    package = order_package(round_=round_of(world, key), site=site, by=by, now=now)
    return make_package(package, by=by, now=now)


def fetched(package, by, now, room=None):
    part = package.parts.get(room__number=room) if room else package.parts.get(room=None)
    return fetch_part(part=part, by=by, now=now)


def cleaned(world, key="mock1", site=None, by=None):
    return certify_cleanup(
        round_=round_of(world, key), site=site or world.site_a1, by=by or world.chief_a1,
        now=at(5, 20),
    )  # fmt: skip


def files(part) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(part.file.path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def data(part, ending) -> dict:
    return json.loads(next(c for name, c in files(part).items() if name.endswith(ending)))
