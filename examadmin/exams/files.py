"""Files that belong to an exam as a whole: legal bases, the papers of a meeting."""

from pathlib import PurePath

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from examadmin.audit.services import record
from examadmin.base.errors import Invalid
from examadmin.documents.storage import hand_out, keep
from examadmin.ui.fetch import require

from .models import ExamFile

TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LARGEST = 20 * 1024 * 1024
LEGAL = "legal"
ATTACH = "exams.create_exam"


def attach(*, exam, purpose: str, label: str, upload, by, now) -> ExamFile:
    """Keep an uploaded file with the exam. An earlier one of the same label stays."""
    require(by, ATTACH)
    kind = TYPES.get(PurePath(upload.name).suffix.lower())
    if kind is None:
        raise Invalid(_("只能上传 PDF、Word、Excel 文件或 JPG、PNG 图片。"))
    if not 0 < upload.size <= LARGEST:
        raise Invalid(_("文件是空的，或者超过20MB。"))
    with transaction.atomic():
        stored = keep(upload, name=upload.name, content_type=kind, by=by, now=now)
        row = ExamFile.objects.create(exam=exam, purpose=purpose, label=label[:200], file=stored)
        changes = {"purpose": purpose, "label": row.label, "sha256": stored.sha256}
        record(by=by, now=now, action="exams.attach_file", target=exam, changes=changes)
    return row


def papers_of(step) -> list[ExamFile]:
    """The newest file of each paper of a step of the work plan."""
    return newest(step.exam, purpose_of(step)) if step.papers else []


def purpose_of(step) -> str:
    return f"milestone:{step.key}"


def newest(exam, purpose) -> list[ExamFile]:
    rows = ExamFile.objects.filter(exam=exam, purpose=purpose).select_related("file__created_by")
    return list({row.label: row for row in reversed(rows)}.values())


def answer(exam, sha256):
    """The HTTP answer with a file of this exam; bytes that are not this exam's are not found."""
    row = ExamFile.objects.filter(exam=exam, file__sha256=sha256).select_related("file").first()
    if row is None:
        raise Http404
    return hand_out(row.file)
