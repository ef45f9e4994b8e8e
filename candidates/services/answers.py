"""The answer to a faulty roster: the same workbook with a column 错误说明 and marked cells."""

import re
import tempfile

from django.utils.translation import gettext as _

from candidates.checks.findings import NOTE
from candidates.queries import lines_of
from candidates.sentences import sentence
from examadmin.documents.sheets.errors import answer_workbook
from examadmin.documents.storage import keep

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_answer(roster, progress=None, *, now) -> None:
    """Kept beside the import. Nothing is made where there is nothing to correct."""
    counts = roster.counts
    if roster.answer_id or not (counts.get("errors") or counts.get("warnings")):
        return
    if progress:
        progress.stage(_("制作答复表"))
    with tempfile.TemporaryFile() as file:
        write_answer(roster.file.path, roster.file.name, lines_of(roster.findings), counts, file)
        file.seek(0)
        roster.answer = keep(
            file, name=_name_of(roster), content_type=CONTENT_TYPE, by=roster.created_by, now=now
        )
    roster.save(update_fields=["answer"])


def write_answer(path, name, lines, counts, out) -> None:
    """`lines`: findings as [row, level, field, code, params]."""
    marks = marks_of(lines, counts["places"], counts["header_row"])
    with path.open("rb") as source:
        answer_workbook(
            source, name, marks, counts["sheet"] or None, out, header_row=counts["header_row"]
        )


def marks_of(lines, places, header_row):
    """(row, column, level, sentence). What concerns several rows is told in each of them; what
    concerns the sheet stands on the page only, its heading has no room for it."""
    for row, grade, field, code, params in lines:
        told = grade, sentence(code, params)
        if code == "number_in_two_kinds":
            for number in re.findall("[0-9]+", params["rows"]):
                yield int(number), places.get(field), *told
        elif row != header_row and (grade != NOTE or code in TOLD_NOTES):
            yield row, places.get(field), *told


# What was read otherwise than it was written should be seen by who wrote it.
TOLD_NOTES = {"name_space", "name_dot", "class_read_as", "sex_from_id", "id_full_width"}


def _name_of(roster):
    stem = roster.file.name.rpartition(".")[0] or roster.file.name
    return _("%(file)s（错误说明）.xlsx") % {"file": stem[:200]}
