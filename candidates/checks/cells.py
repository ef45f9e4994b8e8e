"""The cells of a roster: which rows count, and a cell as tidy text."""

import re
from datetime import date, time, timedelta

from . import names
from .codes import half_width, is_number, number_text, text_of
from .table import Checked, Expected, Table

ERRORS = {"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"}
_TOTAL = re.compile(
    r"合\s*计|总\s*计|小\s*计|共\s*计|总人数|填表人|审核人|负责人|制表|填报|注[:：]"
)


class Cells:
    """A table under check: its columns without the rows that are passed over, and what is found.

    `text()` is the way to every cell that the quick way of its column did not accept.
    """

    def __init__(self, table: Table, expected: Expected):
        self.table, self.expected = table, expected
        passed = []
        self.keep = [i for i, kept in enumerate(_kept(table, passed)) if kept]
        self.size = len(self.keep)
        self.out = Checked([table.rows[i] for i in self.keep], {})
        self.out.passed_over = len(table) - self.size
        self.out.findings += passed
        self.tell = self.out.tell
        self.formulas = set()
        self._tell_hidden_and_formulas()

    def _tell_hidden_and_formulas(self):
        if not (self.table.hidden or self.table.formulas):
            return
        positions = {row: i for i, row in enumerate(self.out.rows)}
        for row in sorted(self.table.hidden & positions.keys()):
            self.tell(positions[row], "hidden_row", "")
        for row, field in sorted(self.table.formulas):
            if row in positions and field != "serial":
                self.formulas.add((positions[row], field))
                self.tell(positions[row], "formula", field)

    def column(self, field):
        """The values of a column, None when the table has no such column."""
        values = self.table.columns.get(field)
        if values is None or self.size == len(self.table):
            return values
        return [values[i] for i in self.keep]

    def no(self, i, finding, field, /, **params):
        """Refuse a value; there is nothing to go on with."""
        self.tell(i, finding, field, **params)

    def text(self, i, value, field, limit=None, needed=False):
        """A cell as tidy text, or None after telling what is wrong with it."""
        if (i, field) in self.formulas:
            return None
        if isinstance(value, str):
            text = value.strip()
            if text in ERRORS:
                return self.no(i, "error_cell", field, value=text)
            if names.has_control(text):
                return self.no(i, "control_characters", field)
        elif isinstance(value, date | time | timedelta):
            return self.no(i, "date_cell", field)
        else:
            text = text_of(value)
            if is_number(value) and number_text(value) is None:
                return self.no(i, "number_lost", field)
        if limit and len(text) > limit:
            return self.no(i, "too_long", field, length=len(text), limit=limit)
        if needed and not text:
            return self.no(i, "missing", field)
        return text

    def plain(self, field, limit):
        """A column of free text."""
        column = self.column(field)
        if column is None:
            return [""] * self.size
        return [
            ""
            if value is None
            else value
            if value.__class__ is str and len(value) <= limit and value.isalnum()
            else self.text(i, value, field, limit) or ""
            for i, value in enumerate(column)
        ]

    def words(self, field, known, unknown, needed=False):
        """A column of words out of a list; "" where there is none or it was refused."""
        column = self.column(field)
        if column is None:
            return [""] * self.size
        found = []
        for i, value in enumerate(column):
            answer = known.get(value) if value.__class__ is str else None
            if answer is None:
                text = self.text(i, value, field, needed=needed)
                answer = known.get(re.sub(r"\s", "", half_width(text))) if text else None
                if text and answer is None:
                    self.tell(i, unknown, field, value=text[:30])
            found.append(answer or "")
        return found


def _kept(table, passed):
    """For every row whether it is a candidate. Empty rows are passed over silently; total rows
    and repeated headers are told."""
    read = [values for field, values in table.columns.items() if field != "serial"]
    serials = table.columns.get("serial") or [""] * len(table)
    numbers, identities = table.columns["registration_no"], table.columns["id_number"]
    with_formula = {row for row, _ in table.formulas}
    heading = table.headings.get("registration_no")
    for i, row in enumerate(table.rows):
        if numbers[i] and identities[i]:
            if numbers[i] == heading:
                passed.append((row, "header_row", "", {}))
            yield numbers[i] != heading
            continue
        told = text_of(serials[i]).strip() or text_of(numbers[i]).strip()
        if not identities[i] and _TOTAL.match(told):
            passed.append((row, "total_row", "", {"text": told[:20]}))
            yield False
        else:
            blank = all(not text_of(values[i]).strip() for values in read)
            yield not blank or row in with_formula
