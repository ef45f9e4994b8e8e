"""Write a workbook anew with the same sheets, rows and values, and findings beside the rows."""

import datetime as dt
from collections import defaultdict
from pathlib import PurePath

from .cells import with_rows
from .problems import SheetProblem
from .write import TEXT, clean, is_number, new_workbook, put, safe_title

TITLE = "错误说明"  # not translated: it is looked for when the file is handed in again
FILLS = {"error": "FFC7CE", "warning": "FFEB9C"}
INK = "B42318"
WIDTH = 60


def rebuild(book, answered, header_row, place, notes, fills, out):
    """Every sheet in its order; rows keep their numbers."""
    with new_workbook(out) as made:
        styles = _Styles(made)
        taken = set()
        for sheet in book.order:
            title = PurePath(book.name).stem if book.kind == "csv" else sheet.name
            page = made.add_worksheet(safe_title(title, taken))
            if not sheet.visible:
                page.hide()
            if sheet.name == answered:
                page.activate()
                _write_answer(page, book.rows(answered), header_row, place, notes, fills, styles)
            else:
                _copy(page, book, sheet.name, styles)


def _write_answer(page, rows, header_row, place, notes, fills, styles):
    page.set_column(0, max(place - 1, 0), 14)
    page.set_column(place, place, WIDTH)
    page.freeze_panes(header_row, 0)
    levels = defaultdict(dict)
    for (row, at), level in fills.items():
        levels[row][at] = level
    for number, values in with_rows(rows, notes, 0):
        marked, is_head = levels.get(number, {}), number == header_row
        for at, value in enumerate(values):
            if value is not None and at != place:
                _put(page, number, at, value, styles, marked.pop(at, None), is_head)
        for at, level in marked.items():  # cells that should not be empty
            page.write_blank(number - 1, at, None, styles.of(TEXT, level))
        if is_head:
            page.write_string(number - 1, place, TITLE, styles.of(TEXT, "error", True))
        elif number in notes:
            page.write_string(number - 1, place, clean(notes[number]), styles.note)


def _copy(page, book, name, styles):
    try:
        for number, values in book.rows(name):
            for at, value in enumerate(values):
                if value is not None:
                    _put(page, number, at, value, styles)
    except SheetProblem:
        return  # a sheet that nobody asked about; what could be read of it is there


def _put(page, number, at, value, styles, level=None, bold=False):
    if isinstance(value, bool) or is_number(value):
        kind = "General"
    elif isinstance(value, dt.datetime):
        kind = "yyyy-mm-dd hh:mm"
    elif isinstance(value, dt.date):
        kind = "yyyy-mm-dd"
    else:
        kind = TEXT
    put(page, number - 1, at, value, styles.of(kind, level, bold))


class _Styles:
    """Cell formats, made once each."""

    def __init__(self, workbook):
        self.workbook = workbook
        self.made = {}
        self.note = workbook.add_format({"font_color": f"#{INK}", "num_format": "@"})

    def of(self, kind, level=None, bold=False):
        key = kind, level, bold
        if key not in self.made:
            look = {"num_format": "@" if kind == TEXT else kind, "bold": bold}
            if level:
                look["bg_color"] = f"#{FILLS[level]}"
            self.made[key] = self.workbook.add_format(look)
        return self.made[key]
