"""The answer to a faulty file: the same workbook with the findings written beside the rows."""

import io
import warnings
from collections import defaultdict
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from . import limits
from .read import open_book
from .rebuild import FILLS, INK, TITLE, WIDTH, rebuild
from .write import clean

__all__ = ["TITLE", "answer_workbook"]

_ORDER = {"error": 0, "warning": 1}


def answer_workbook(source, name, findings, sheet, out, *, header_row):
    """Write the workbook `source` with its findings to `out`, a path or a binary file: always xlsx.

    `findings`: (row, column or None, level, sentence), rows from 1, columns from 0, the level
    "error", "warning" or anything milder. `sheet` None is the first visible one. An xlsx of up to
    20,000 rows keeps its looks; formulas become the values that they showed.
    """
    by_row = defaultdict(list)
    for row, column, level, sentence in findings:
        by_row[row].append((column, level, str(sentence)))
    notes = {row: _note(found) for row, found in by_row.items()}
    fills = _fills(by_row)
    with open_book(source, name) as book:
        sheet = book.sheets[0] if sheet is None else sheet
        place, last = _measure(book.rows(sheet), header_row)
        answer = _marked(book, sheet, last, header_row, place, notes, fills)
        if answer is None:
            rebuild(book, sheet, header_row, place, notes, fills, out)
        elif hasattr(out, "write"):
            out.write(answer)
        else:
            Path(out).write_bytes(answer)


def _measure(rows, header_row):
    """(column for the notes, last row): the column of an earlier answer, else the first free one."""
    place, width, used, number = None, 0, set(), 0
    for number, values in rows:
        if number == header_row:
            titles = ["" if value is None else str(value).strip() for value in values]
            place = titles.index(TITLE) if TITLE in titles else None
            width = max((at + 1 for at, title in enumerate(titles) if title), default=0)
        elif number > header_row:
            used.update(at for at in range(width, len(values)) if values[at] is not None)
    if place is None:
        place = next(at for at in range(width, width + len(used) + 1) if at not in used)
    return place, number


def _note(found):
    """The sentences of a row, errors first, each once."""
    words = {"error": "%(sentence)s", "warning": _("提醒：%(sentence)s")}
    lines = [
        words.get(level, _("说明：%(sentence)s")) % {"sentence": sentence}
        for _column, level, sentence in sorted(found, key=lambda one: _ORDER.get(one[1], 2))
    ]
    return "\n".join(dict.fromkeys(lines))


def _fills(by_row):
    """(row, column) -> level, the worst where there are several."""
    fills = {}
    for row, found in by_row.items():
        for column, level, _sentence in found:
            if column is not None and level in FILLS and fills.get((row, column)) != "error":
                fills[row, column] = level
    return fills


def _marked(book, sheet, last, header_row, place, notes, fills):
    """The bytes of the workbook with marks; None where it is too large or too odd to be kept."""
    if book.kind != "xlsx" or last > limits.KEPT_ROWS or not book.package.is_light():
        return None
    book.file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what does not survive, such as drawings
            workbook = load_workbook(book.file, data_only=True, keep_links=False)
            page = workbook[sheet]
            if page.max_row * page.max_column > limits.KEPT_CELLS:
                return None
            _mark(page, header_row, place + 1, notes, fills)
            workbook.save(answer := io.BytesIO())
    except Exception:  # it knows less of the format than the parser does
        return None
    return answer.getvalue()


def _mark(page, header_row, place, notes, fills):
    colours = {level: PatternFill("solid", fgColor=colour) for level, colour in FILLS.items()}
    _unmark(page, header_row, place)
    _unmerge(page, place)
    page.column_dimensions[get_column_letter(place)].width = WIDTH
    _write(page.cell(header_row, place), TITLE, Font(bold=True, color=INK))
    page.cell(header_row, place).fill = colours["error"]
    for row, note in notes.items():
        cell = page.cell(row, place)
        _write(cell, note, Font(color=INK))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for (row, column), level in fills.items():
        page.cell(row, column + 1).fill = colours[level]


def _write(cell, text, font):
    cell.value = clean(text)
    cell.data_type = "s"  # else a text that begins with = would be a formula
    cell.font = font


def _unmark(page, header_row, place):
    """Take the marks of an earlier answer away."""
    ours = {f"00{colour}" for colour in FILLS.values()}
    for row in page.iter_rows(min_row=header_row + 1):
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            if cell.column == place:
                cell.value = None
            if cell.has_style and cell.fill.fgColor.rgb in ours:
                cell.fill = PatternFill()


def _unmerge(page, place):
    for area in list(page.merged_cells.ranges):
        if area.min_col <= place <= area.max_col:
            page.unmerge_cells(str(area))
