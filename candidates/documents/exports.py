"""Rosters that leave the house, as jobs. Each is on record; whole identity numbers need a reason."""

import tempfile

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.documents import roster
from candidates.models import Candidate
from candidates.queries import filtered
from candidates.services.answers import CONTENT_TYPE
from examadmin.accounts.models import User
from examadmin.audit.services import record
from examadmin.base import clock
from examadmin.base.errors import Forbidden, Invalid
from examadmin.documents.models import StoredFile
from examadmin.documents.sheets.write import safe_file_name
from examadmin.documents.storage import keep
from examadmin.exams.models import Exam
from examadmin.jobs import services as jobs

EXPORT, REVEAL = "candidates.export_candidate", "candidates.reveal_identity"
KIND = "candidates.export"


def start_export(*, exam, by, now, asked: dict, ids=(), with_identity=False, reason=""):
    """asked: the filters of the list; ids: chosen candidates, else all that the filters give."""
    if with_identity and not reason.strip():
        raise Invalid(_("导出完整证件号码须写明用途。"))
    if not by.has_perm(EXPORT) or (with_identity and not by.has_perm(REVEAL)):
        raise Forbidden(_("您的职务不能导出这样的名册。"))
    with transaction.atomic():
        record(
            by=by, now=now, action="candidates.export", target=exam, reason=reason,
            changes={"filters": asked, "chosen": len(ids), "with_identity": with_identity},
        )  # fmt: skip
        return jobs.start(
            KIND, title=_("导出考生名册"), by=by, now=now, exam=exam.pk, by_id=by.pk, asked=asked,
            ids=list(ids), with_identity=with_identity,
        )  # fmt: skip


def make_export(progress, *, now, exam, by_id, asked, ids, with_identity) -> dict:
    """The file of a started export. What the person may see is asked again now."""
    exam = Exam.objects.select_related("policy").get(pk=exam)
    by = User.objects.get(pk=by_id)
    rows = Candidate.objects.filter(exam=exam).visible_to(by, EXPORT)
    if with_identity:
        rows = rows.filter(pk__in=Candidate.objects.visible_to(by, REVEAL).values("pk"))
    rows = rows.filter(pk__in=ids) if ids else filtered(rows, asked)
    rows = rows.select_related("school").order_by(
        "school__code", "category", "class_no", "registration_no"
    )
    progress.stage(_("写入工作簿"), rows.count())
    heading = exam.rules.form("roster")
    note = _("导出人：%(who)s　时间：%(when)s") % {
        "who": by,
        "when": clock.local(now).strftime("%Y-%m-%d %H:%M"),
    }
    with tempfile.TemporaryFile() as file:
        roster.write_roster(
            file,
            heading=heading,
            note=note,
            rows=_counted(rows.iterator(chunk_size=2000), progress),
            with_identity=with_identity,
            categories=exam.rules.categories,
        )
        file.seek(0)
        name = safe_file_name(f"{exam.title}{heading}", ".xlsx")
        stored = keep(file, name=name, content_type=CONTENT_TYPE, by=by, now=now)
    return {"file": stored.pk}


def _counted(rows, progress):
    for row in rows:
        yield row
        progress.step()


def exported_file(job) -> StoredFile | None:
    """The file of a finished export."""
    if job.kind != KIND or "file" not in job.result:
        return None
    return StoredFile.objects.get(pk=job.result["file"])
