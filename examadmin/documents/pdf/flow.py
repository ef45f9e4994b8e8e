"""Documents that run over pages: headings, paragraphs and tables that break where the page ends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from . import lines
from .frame import FOOT, MARGIN
from .sheet import A4, BLACK, BODY, CENTRE, LEFT, Sheet
from .table import Cell, draw_cells, head

ROW_LEADING = 1.35
ROW_AIR = 8.0


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: float
    align: float = CENTRE


@dataclass(slots=True)
class Known:
    """What only a finished document knows; the first of two runs finds it out."""

    pages: int = 0
    places: dict = field(default_factory=dict)  # key of a heading -> its page


def build_twice(draw: Callable, out=None, *, size=A4, title="", watermark=""):
    """Run `draw(sheet, known)` once for the page numbers and once for the paper.

    Like every drawing of whole pages it leaves its last page open.
    """
    known = Known()
    for last in (False, True):
        target = (out or BytesIO()) if last else BytesIO()
        sheet = Sheet(target, size=size, title=title, watermark=watermark)
        draw(sheet, known)
        known.pages = sheet.page
        sheet.next_page()
        if last:
            sheet.close()
    return target.getvalue() if out is None else None


class Flow:
    """A place on the page that moves down; `on_page(sheet)` dresses each new page and may return
    the y at which its content begins."""

    def __init__(self, sheet: Sheet, on_page=None, *, left=MARGIN, top=MARGIN, foot=FOOT):
        self.sheet, self.on_page = sheet, on_page
        self.left, self.top, self.foot = left, top, foot
        self.size = (sheet.width, sheet.height)
        self.closed = False
        self.y = top
        self._begin()

    @property
    def width(self):
        return self.sheet.width - 2 * self.left

    @property
    def room(self):
        """What is left of this page."""
        return self.sheet.height - self.foot - self.y

    def _begin(self):
        start = self.on_page(self.sheet) if self.on_page else None
        self.y = self.top if start is None else start

    def next_page(self):
        self.sheet.next_page(self.size)
        self.closed = False
        self._begin()

    def give_page(self, size):
        """A new page for somebody else to draw on, and more if they need them; what follows here
        begins after theirs."""
        self.sheet.next_page(size)
        self.closed = True

    def need(self, height):
        """Go to the next page unless so much room is left; whether it was necessary."""
        if not self.closed and (height <= self.room or self.y <= self.top):
            return False
        self.next_page()
        return True

    def space(self, height):
        self.y += height

    def heading(self, text, level=0):
        size = (16, 13, 11.5)[level]
        rows = len(lines.wrap(text, self.width / size, True))
        self.need(rows * size * 1.5 + 60)
        self.y += 0 if self.y <= self.top else (14, 10, 6)[level]
        self.y = self.sheet.paragraph(
            self.left, self.y, self.width, text, size, bold=True, leading=1.5
        )
        self.y += 4

    def paragraph(self, text, size=BODY, *, indent=2, bold=False, align=LEFT, grey=BLACK):
        """Line by line, so that a long paragraph may begin on one page and end on the next."""
        for part in str(text).split("\n"):
            rows = lines.wrap(part, self.width / size, bold, float(indent))
            for at, row in enumerate(rows):
                self.need(size * 1.6)
                shift = indent * size if at == 0 and align == LEFT else 0
                x = self.left + shift + self.width * align
                self.sheet.text(
                    x, self.y + size * 1.18, row, size, bold=bold, align=align, grey=grey
                )
                self.y += size * 1.6

    def table(self, columns, rows, *, size=9.5, bold_last=False, least=20.0):
        """A table with its head on each page; a row is as high as its longest text needs."""
        widths = _spread([column.width for column in columns], self.width)
        titles = [head(column.title, size=size) for column in columns]
        top = self._height([column.title for column in columns], widths, size, least)
        rows = [[str(text) for text in row] for row in rows]
        first = self._height(rows[0], widths, size, least) if rows else 0
        self.need(top + first)
        self._draw(widths, top, titles)
        for at, row in enumerate(rows):
            height = self._height(row, widths, size, least)
            if self.need(height):
                self._draw(widths, top, titles)
            bold = bold_last and at == len(rows) - 1
            cells = [
                Cell(text, size=size, align=column.align, bold=bold)
                for text, column in zip(row, columns, strict=True)
            ]
            self._draw(widths, height, cells)

    def _draw(self, widths, height, cells):
        self.y = draw_cells(self.sheet, self.left, self.y, widths, [height], [cells])

    def _height(self, row, widths, size, least):
        count = max(
            len(lines.wrap(text, (width - 6) / size))
            for text, width in zip(row, widths, strict=True)
        )
        most = self.sheet.height - self.top - self.foot - 3 * least
        return min(max(least, count * size * ROW_LEADING + ROW_AIR), most)


def _spread(widths, room):
    """The given widths in proportion, so that the table fills the page."""
    scale = room / sum(widths)
    return [width * scale for width in widths]
