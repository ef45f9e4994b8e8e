"""Tables: a general one with merged cells, and a fast one for rows of plain text."""

from dataclasses import dataclass
from itertools import accumulate

from .sheet import BLACK, BODY, CENTRE, FAINT, Sheet


@dataclass(frozen=True, slots=True)
class Cell:
    text: str = ""
    rows: int = 1
    columns: int = 1
    size: float = BODY
    bold: bool = False
    align: float = CENTRE
    grey: float = BLACK
    fill: float | None = None


def head(text, rows=1, columns=1, size=BODY):
    """A cell of a table's head."""
    return Cell(text, rows, columns, size, bold=True, fill=FAINT)


def draw_cells(sheet: Sheet, x, y, widths, heights, rows, *, size=BODY):
    """A table whose cells may span rows and columns; a covered place is None. Returns y below.

    A plain string stands for a centred cell.
    """
    xs = list(accumulate(widths, initial=x))
    ys = list(accumulate(heights, initial=y))
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is None:
                continue
            if not isinstance(cell, Cell):
                cell = Cell(str(cell), size=size)
            left, top = xs[place], ys[at]
            wide, high = xs[place + cell.columns] - left, ys[at + cell.rows] - top
            sheet.rect(left, top, wide, high, fill=cell.fill)
            sheet.box(
                left, top, wide, high, cell.text, cell.size,
                bold=cell.bold, align=cell.align, grey=cell.grey, pad=3,
            )  # fmt: skip
    return ys[-1]


def draw_rows(sheet: Sheet, x, y, widths, height, rows, *, size=BODY, aligns=None, empty=0):
    """Rows of plain text of one height, then `empty` ones to be filled by hand. Returns y below.

    The lines are equal on each page and are drawn once for all of them.
    """
    count = len(rows) + empty
    key = ("rows", x, y, tuple(widths), height, count)
    xs = list(accumulate(widths, initial=x))

    def lines(sheet):
        sheet.grid(xs, [y + at * height for at in range(count + 1)])

    if count:
        sheet.stamp(key, lines)
    aligns = aligns or [CENTRE] * len(widths)
    columns = list(zip(xs, widths, aligns, strict=False))
    box = sheet.box
    for row in rows:
        for (left, wide, align), text in zip(columns, row, strict=False):
            if text:
                box(left, y, wide, height, text, size, align=align, pad=3)
        y += height
    return y + empty * height
