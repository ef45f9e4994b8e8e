"""Tables that leave the house. A text is written as a text: an id keeps its digits, and a name
that looks like a formula is a name.

Equal data make equal bytes, so that a file can be stored and compared by its digest.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from .cells import cell_text
from .csvs import defuse

TEXT, NUMBER, DATE = "text", "number", "date"

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MADE = dt.datetime(2000, 1, 1)
_LONGEST = 32_767  # what a cell holds
_TITLE_LENGTH = 31
_NO_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NO_FILE_NAME = re.compile(r"[\\/:*?\"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ud800-\udfff]")
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_EXACT = 10**15


@dataclass(frozen=True)
class Column:
    """`width` in characters, else after the title; `required` and `hint` are for templates."""

    title: str
    width: float | None = None
    kind: str = TEXT
    required: bool = False
    hint: str = ""


@dataclass(frozen=True)
class SheetSpec:
    """A sheet: `notes` are lines above the header, `rows` are taken one by one."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence] = ()
    notes: Sequence[str] = field(default=())


def write_xlsx(target, sheets: Iterable[SheetSpec]):
    """Write a workbook to a path or a binary file."""
    with new_workbook(target) as book:
        taken = set()
        for spec in sheets:
            sheet = book.add_worksheet(safe_title(spec.title, taken))
            _write_sheet(book, sheet, spec)


def write_csv(target, columns: Sequence[Column], rows: Iterable[Sequence]):
    """Write a CSV that Excel opens right: UTF-8 with its mark, every text quoted and inert."""
    if hasattr(target, "write"):
        _write_csv(target, columns, rows)
    else:
        with open(target, "wb") as file:
            _write_csv(file, columns, rows)


def template_workbook(columns: Sequence[Column], example_rows=(), notes=(), *, title) -> bytes:
    """A workbook to be filled in. Examples stand on the second sheet: nobody has to delete them."""
    examples = list(example_rows)
    heads = [_("列名"), _("是否必填"), _("填写说明")]
    heads += [_("示例%(number)d") % {"number": n} for n in range(1, len(examples) + 1)]
    widths = [18, 10, 50] + [24] * len(examples)
    explained = (
        [column.title, _("必填") if column.required else _("选填"), column.hint]
        + [row[at] for row in examples]
        for at, column in enumerate(columns)
    )
    guide = [Column(head, width) for head, width in zip(heads, widths, strict=True)]
    out = io.BytesIO()
    write_xlsx(
        out,
        [
            SheetSpec(title, columns),
            SheetSpec(_("填表说明"), guide, explained, notes=notes),
        ],
    )
    return out.getvalue()


def new_workbook(target):
    """An XlsxWriter workbook in which no text can act."""
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties({"created": _MADE})
    return book


def put(sheet, row, at, value, style=None):
    """Write one cell by what it is. XlsxWriter's own `write` would guess."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value, style)
    elif is_number(value):
        sheet.write_number(row, at, value, style)
    elif isinstance(value, dt.date) and value.year >= 1900:
        sheet.write_datetime(row, at, _naive(value), style)
    else:
        sheet.write_string(row, at, clean(value), style)


def is_number(value):
    """Whether a number cell can hold the value without losing a digit."""
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) < _EXACT  # false for nan
    )


def clean(value) -> str:
    """Text that a cell can hold."""
    if not isinstance(value, str):
        value = cell_text(value)[0]
    return _NO_XML.sub("\ufffd", value[:_LONGEST])


def safe_title(title, taken: set) -> str:
    """A sheet name that Excel accepts and that is not in `taken`; it is added there."""
    title = _NO_TITLE.sub(" ", str(title)).strip("' ") or "Sheet"
    if title.lower() == "history":  # Excel keeps this one for itself
        title += " 1"
    number, name = 1, _cut(title, _TITLE_LENGTH)
    while name.lower() in taken:
        number += 1
        end = f" ({number})"
        name = _cut(title, _TITLE_LENGTH - len(end)) + end
    taken.add(name.lower())
    return name


def safe_file_name(title, suffix) -> str:
    """A name for a download that no system takes for a path, a command or a formula."""
    name = _NO_FILE_NAME.sub(" ", str(title)).lstrip("=+-@. ").strip()
    return f"{name[:100] or 'file'}{suffix}"


def _cut(text, length):
    """Excel counts UTF-16 units."""
    while len(text.encode("utf-16-le", "replace")) > 2 * length:
        text = text[:-1]
    return text.strip("' ")


def _write_sheet(book, sheet, spec):
    formats = {
        TEXT: book.add_format({"num_format": "@"}),
        NUMBER: book.add_format({"num_format": "General"}),
        DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    row = _write_head(book, sheet, spec, formats)
    kinds = [column.kind for column in spec.columns]
    head = row
    for values in spec.rows:
        row += 1
        for at, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            if type(value) is str:  # by far the most
                if value:
                    sheet.write_string(row, at, clean(value), formats[TEXT])
            elif value is not None:
                _put_as(sheet, row, at, kind, value, formats)
    if spec.columns:
        sheet.autofilter(head, 0, max(row, head), len(spec.columns) - 1)


def _write_head(book, sheet, spec, formats):
    note = book.add_format({"font_color": "#595959"})
    common = {"bold": True, "bg_color": "#EDF1F7", "bottom": 1, "valign": "vcenter"}
    style = {
        required: book.add_format({**common, "text_wrap": True, "font_color": colour})
        for required, colour in ((False, "#1F2937"), (True, "#B42318"))
    }
    for at, column in enumerate(spec.columns):
        width = column.width or max(8, 2 * len(str(column.title)) + 4)
        sheet.set_column(at, at, width, formats[column.kind])
    row = 0
    for line in spec.notes:
        sheet.write_string(row, 0, clean(line), note)
        row += 1
    for at, column in enumerate(spec.columns):
        mark = "*" if column.required else ""
        sheet.write_string(row, at, clean(f"{mark}{column.title}"), style[column.required])
    sheet.freeze_panes(row + 1, 0)
    sheet.repeat_rows(row)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if len(spec.columns) > 7:
        sheet.set_landscape()
    return row


def _put_as(sheet, row, at, kind, value, formats):
    if kind == NUMBER and is_number(value):
        sheet.write_number(row, at, value, formats[NUMBER])
    elif kind == DATE and isinstance(value, dt.date):
        style = formats["moment" if isinstance(value, dt.datetime) else DATE]
        put(sheet, row, at, value, style)
    elif isinstance(value, bool):
        sheet.write_string(row, at, _("是") if value else _("否"), formats[TEXT])
    else:
        sheet.write_string(row, at, clean(value), formats[TEXT])


def _naive(value):
    """Excel knows no time zones: the wall clock is meant."""
    if isinstance(value, dt.datetime) and value.tzinfo:
        return timezone.make_naive(value)
    return value


def _write_csv(file, columns, rows):
    text = io.TextIOWrapper(file, "utf-8-sig", "replace", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([defuse(column.title) for column in columns])
    for values in rows:
        writer.writerow([_csv_text(value) for value in values])
    text.detach()


def _csv_text(value):
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int):
        return str(value)
    return defuse(cell_text(_naive(value))[0])
