"""Photographs: an archive of many, or one at a time."""

import hashlib
import json
import re
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from candidates import states
from candidates.checks.findings import ERROR, level
from candidates.checks.photo import MB, PhotoRules, judge
from candidates.choices import ImportState
from candidates.models import Candidate, PhotoImport
from candidates.sentences import sentence
from examadmin.audit.services import record
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.base.seal import digest
from examadmin.documents.storage import keep
from examadmin.jobs import services as jobs

from .archive import Archive
from .writing import update_rows

IMPORTER = "candidates.import_roster"


def rules_of(exam) -> PhotoRules:
    asked = exam.rules["photo"]
    return PhotoRules(
        formats=tuple(asked["formats"]),
        max_megabytes=asked["max_megabytes"],
        width=asked["width"],
        height=asked["height"],
        size_tolerance_percent=asked["size_tolerance_percent"],
        ratio_tolerance_percent=asked["ratio_tolerance_percent"],
        background=asked.get("background", ""),
    )


def hand_in_photos(*, exam, source, name, by, now, county=None) -> PhotoImport:
    """Keep an archive and start to go through it."""
    file = keep(source, name=name, content_type="application/zip", by=by, now=now)
    with transaction.atomic():
        handed_in = PhotoImport.objects.create(
            exam=exam, county=county, file=file, created_by=by, created_at=now
        )
        handed_in.job = jobs.start(
            "candidates.import_photos",
            title=_("导入照片“%(file)s”") % {"file": name},
            by=by,
            now=now,
            photos=handed_in.pk,
        )
        handed_in.save(update_fields=["job"])
    return handed_in


@dataclass
class _Match:
    """What becomes of one file."""

    picture: object
    candidate: tuple | None = None  # (pk, number, name, sha256 of the photo now)
    findings: list = field(default_factory=list)
    stored: object = None

    def tell(self, code, **params):
        self.findings.append((code, params))

    @property
    def is_good(self):
        return all(level(code) != ERROR for code, _params in self.findings)


def import_photos(handed_in: PhotoImport, progress=None, *, now) -> PhotoImport:
    """Judge every file, keep the good ones; candidates change all at once at the end."""
    if handed_in.state != ImportState.CHECKING:
        return handed_in
    by = handed_in.created_by
    try:
        if by and not by.has_perm(IMPORTER, handed_in):
            raise Forbidden(_("提交人已没有导入照片的权限，压缩包没有处理。"))
        archive = Archive(handed_in.file.path)
    except Refusal as refusal:
        with transaction.atomic():
            return states.IMPORT.move(
                handed_in, "fail", by=by, now=now, chain=handed_in.chain,
                comment=str(refusal), error=str(refusal),
            )  # fmt: skip
    try:
        matches = _match(archive, handed_in)
        _judge_all(archive, matches, rules_of(handed_in.exam), progress, by, now)
    finally:
        archive.close()
    return _finish(handed_in, matches, by, now)


def _match(archive, handed_in):
    """Files to candidates by registration or identity number; two files for one, neither."""
    people = Candidate.objects.filter(exam=handed_in.exam)
    if handed_in.county_id:
        people = people.filter(school__county=handed_in.county_id)
    by_number, by_digest = {}, {}
    for row in people.values_list("pk", "registration_no", "name", "photo__sha256", "id_digest"):
        by_number[row[1]] = row[:4]
        if row[4]:
            by_digest[row[4]] = row[:4]
    length = handed_in.exam.rules["codes"]["registration_length"]
    inside = re.compile(rf"(?<![0-9])([0-9]{{17}}[0-9X]|[0-9]{{{length}}})(?![0-9X])")
    matches, of = [], {}
    for picture in archive.pictures:
        match = _Match(picture)
        matches.append(match)
        if not picture.is_picture:
            match.tell("photo_no_picture")
            continue
        numbers = {picture.stem, *inside.findall(picture.stem)}
        found = {by_number.get(n) or by_digest.get(digest(n)) for n in numbers} - {None}
        if len(found) == 1:
            match.candidate = found.pop()
            of.setdefault(match.candidate[0], []).append(match)
        else:
            match.tell("photo_unmatched")
    for several in of.values():
        if len(several) > 1:
            files = "、".join(match.picture.name for match in several[:5])
            for match in several:
                match.tell("photo_twice", files=files)
    return matches


def _judge_all(archive, matches, rules, progress, by, now):
    todo = [match for match in matches if match.candidate and match.is_good]
    if progress:
        progress.stage(_("逐张检查照片"), len(todo))
    for match in todo:
        data = archive.read(match.picture, rules.max_megabytes * MB)
        jpeg, found = judge(data, rules) if data is not None else (None, [("photo_broken", {})])
        match.findings += found
        if jpeg is not None:
            _keep(match, jpeg, by, now)
        if progress:
            progress.step()


def _keep(match, jpeg, by, now):
    _pk, number, name, sha256 = match.candidate
    told = {"name": name, "number": number}
    if sha256 == hashlib.sha256(jpeg).hexdigest():
        match.tell("photo_same", **told)
        return
    match.stored = keep(jpeg, name=f"{number}.jpg", content_type="image/jpeg", by=by, now=now)
    match.tell("photo_replaced" if sha256 else "photo_new", **told)


def _finish(handed_in, matches, by, now):
    codes = [code for match in matches for code, _params in match.findings]
    counts = {
        "files": len(matches),
        "new": codes.count("photo_new"),
        "replaced": codes.count("photo_replaced"),
        "same": codes.count("photo_same"),
        "unmatched": codes.count("photo_unmatched"),
        "refused": sum(bool(m.candidate) and not m.is_good for m in matches),
        "skipped": codes.count("photo_no_picture"),
    }
    lines = "\n".join(
        json.dumps([match.picture.name, level(code), code, params], ensure_ascii=False)
        for match in matches
        for code, params in match.findings
    )
    findings = None
    if lines:
        findings = keep(
            lines.encode(), name="findings", content_type="application/x-ndjson", by=by, now=now
        )
    rows = [(match.stored.pk, match.candidate[0]) for match in matches if match.stored]
    with transaction.atomic():
        if rows:
            update_rows(Candidate, ("photo_id",), rows)
        return states.IMPORT.move(
            handed_in, "store", by=by, now=now, chain=handed_in.chain, changes=counts,
            counts=counts, findings=findings,
        )  # fmt: skip


def set_photo(*, candidate, data: bytes, by, now) -> list[str]:
    """One photograph for one candidate; returns warnings."""
    jpeg, found = judge(data, rules_of(candidate.exam))
    if jpeg is None:
        raise Invalid("；".join(sentence(code, params) for code, params in found))
    stored = keep(
        jpeg, name=f"{candidate.registration_no}.jpg", content_type="image/jpeg", by=by, now=now
    )
    with transaction.atomic():
        before = candidate.photo.sha256 if candidate.photo else ""
        candidate.photo = stored
        candidate.save(update_fields=["photo"])
        record(
            by=by, now=now, action="candidates.set_photo", target=candidate,
            chain=candidate.school.chain, changes={"photo": [before, stored.sha256]},
        )  # fmt: skip
    return [sentence(code, params) for code, params in found]
