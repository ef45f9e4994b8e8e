"""The check of a whole roster, column by column.

Every column has a quick way for values that need nothing done, because nearly all do not; only
the rest is looked at one by one. Repeated values (school, grade, class …) are judged once.
"""

from . import entry, person
from .cells import Cells
from .codes import ethnicities
from .duplicates import check_duplicates
from .table import Checked, Expected, Table

STUDENT_NO_LIMIT, REMARK_LIMIT = 32, 200


def check(table: Table, expected: Expected) -> Checked:
    """Every finding of every row at once."""
    cells = Cells(table, expected)
    values = cells.out.values
    values["school"] = entry.schools(cells)
    values["registration_no"] = entry.registrations(cells)
    values["name"] = person.names(cells)
    values |= person.identities(cells)
    values["ethnicity"] = cells.words("ethnicity", ethnicities(), "ethnicity_unknown")
    values["category"] = entry.categories(cells)
    values["class_no"] = entry.class_numbers(cells)
    values["student_no"] = cells.plain("student_no", STUDENT_NO_LIMIT)
    values["phone"] = person.phones(cells)
    values["remark"] = cells.plain("remark", REMARK_LIMIT)
    _check_remarks(cells)
    check_duplicates(cells.out, cells.column("registration_no"), table.header_row)
    cells.out.findings.sort(key=lambda finding: finding[0])
    return cells.out


def _check_remarks(cells):
    """A category may expect a remark: grade 9 sits only if registered as 零报考 (Y-008)."""
    asked = {g.key: g.expected_remark for g in cells.expected.grades if g.expected_remark}
    remarks = cells.out.values["remark"]
    for i, category in enumerate(cells.out.values["category"]):
        if category in asked and asked[category] not in remarks[i]:
            cells.tell(i, "remark_expected", "remark", remark=asked[category])
