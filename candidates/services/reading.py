"""From a handed-in file to the columns that the checks read."""

from dataclasses import dataclass, field
from itertools import islice, zip_longest

from django.utils.translation import gettext as _

from candidates.checks import columns
from candidates.checks.table import Table
from examadmin.base.errors import Invalid
from examadmin.documents.sheets.problems import SheetProblem
from examadmin.documents.sheets.read import find_header, open_book

CHUNK = 5000
# Few different values, many rows: kept once in memory.
REPEATED = (
    "sex",
    "id_kind",
    "ethnicity",
    "school_code",
    "school_name",
    "grade",
    "class_no",
    "remark",
)


@dataclass
class Read:
    table: Table
    sheet: str = ""
    places: dict[str, int] = field(default_factory=dict)  # field: column from 0
    findings: list[tuple] = field(default_factory=list)  # about the table as a whole


def read_roster(path, name: str, progress=None) -> Read:
    """Refuses with a sentence whatever is no roster."""
    with open_book(path, name) as book:
        rows, seen = book.rows(), []
        header = find_header(
            (seen.append(row) or row for row in rows), columns.HEADINGS, list(columns.REQUIRED)
        )
        titles = dict(seen)[header.row_number]
        if header.missing:
            raise Invalid(
                _("表头（第%(row)d行）缺少必需的列：%(columns)s。请对照模板补齐后重新上传。")
                % {
                    "row": header.row_number,
                    "columns": "、".join(columns.TITLES[field] for field in header.missing),
                }
            )
        table = Table(
            rows=[],
            columns={field: [] for field in header.columns},
            headings={field: titles[at] for field, at in header.columns.items()},
            header_row=header.row_number,
        )
        _fill(table, header.columns, rows, progress)
        _mark(table, header.columns, book)
        findings = _about_the_sheet(book, header, table)
        findings += _about_other_sheets(book, header.row_number)
        return Read(table, book.sheets[0], dict(header.columns), findings)


def _fill(table, places, rows, progress):
    """Rows into columns, part by part."""
    once = {field: {}.setdefault for field in REPEATED if field in places}
    while chunk := list(islice(rows, CHUNK)):
        numbers, values = zip(*chunk, strict=True)
        table.rows += numbers
        cells = list(zip_longest(*values))
        for name, at in places.items():
            column = cells[at] if at < len(cells) else [None] * len(chunk)
            if name in once:
                keep = once[name]
                column = [keep((value.__class__, value), value) for value in column]
            table.columns[name] += column
        if progress:
            progress.step(len(chunk))


def _mark(table, places, book):
    """Formulas and hidden rows are noted; error values look as they do in the sheet."""
    table.hidden = set(book.hidden_rows)
    field_at = {at: name for name, at in places.items()}
    table.formulas = {(row, field_at[at]) for row, at in book.formulas if at in field_at}
    wrong = [(row, field_at[at]) for row, at in book.errors if at in field_at]
    if wrong:
        positions = {row: i for i, row in enumerate(table.rows)}
        for row, name in wrong:
            if row in positions:
                table.columns[name][positions[row]] = "#N/A"


def _about_the_sheet(book, header, table):
    row = header.row_number
    known = {title for names in columns.HEADINGS.values() for title in names}
    found = [
        (row, "column_twice" if title in known else "column_unused", "", {"heading": title})
        for title in header.unknown.values()
        if title != "错误说明"  # our own column, in an answer that is handed in again
    ]
    return found + [
        (row, "column_hidden", name, {"heading": table.headings[name]})
        for name, at in header.columns.items()
        if at in book.hidden_columns
    ]


def _about_other_sheets(book, row):
    """Only one sheet is read. Another one that looks like a roster must not go unnoticed."""
    found = []
    for sheet in book.order:
        if not sheet.visible or sheet.name == book.sheets[0] or len(found) == 20:
            continue
        try:
            header = find_header(book.rows(sheet.name), columns.HEADINGS, list(columns.REQUIRED))
            code = "more_sheets" if header.missing else "more_rosters"
        except SheetProblem:
            code = "more_sheets"
        found.append((row, code, "", {"sheet": sheet.name}))
    return found
