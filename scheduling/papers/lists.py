"""Lists of a session of a room: one form, as many pages as it takes, rows as high as they may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from examadmin.documents.pdf import A4, BODY, LEFT, MM, SMALL
from examadmin.documents.pdf.frame import FOOT, MARGIN, Imprint, footer, heading
from examadmin.documents.pdf.table import draw_cells, draw_rows, head

HEAD = 20.0
LOWEST, HIGHEST = 17.0, 21.0
TOP = MARGIN + 80
_PLACES = (66 * MM, 30 * MM, 24 * MM, 60 * MM)


@dataclass(frozen=True, slots=True)
class ListForm:
    """What is equal on all lists of a kind: the columns, and what is kept free below them."""

    columns: Sequence[tuple[str, float, float]]  # title, width, alignment
    below: float
    key: str

    @property
    def room(self):
        return A4[1] - TOP - HEAD - self.below - FOOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The session of a room that a list is of."""

    site: str
    room: str
    session: str
    date: str
    time: str


def draw_list(sheet, imprint: Imprint, form: ListForm, where: Where, rows, *, mark="", finish=None):
    """`finish(sheet, y)` draws what stands below the last row."""
    widths = [width for _, width, _ in form.columns]
    aligns = [align for _, _, align in form.columns]
    count = max(1, len(rows))
    pages = -(-count // int(form.room // LOWEST))
    a_page = -(-count // pages)
    height = min(HIGHEST, max(LOWEST, form.room / a_page))
    for page in range(pages):
        sheet.stamp(form.key, lambda sheet: _draw_head(sheet, imprint, form, widths))
        _draw_where(sheet, where)
        part = rows[page * a_page : (page + 1) * a_page]
        y = draw_rows(sheet, MARGIN, TOP + HEAD, widths, height, part, aligns=aligns)
        if finish and page == pages - 1:
            finish(sheet, y)
        footer(sheet, imprint, page=page + 1, pages=pages, mark=mark)
        sheet.next_page()


def _draw_head(sheet, imprint, form, widths):
    heading(sheet, imprint)
    titles = [head(title, size=SMALL + 0.5) for title, _, _ in form.columns]
    draw_cells(sheet, MARGIN, TOP, widths, [HEAD], [titles])


def _draw_where(sheet, where):
    x = MARGIN
    texts = (f"考点：{where.site}", where.room, where.session, f"{where.date}　{where.time}")
    for text, width in zip(texts, _PLACES, strict=True):
        sheet.box(x, TOP - 24, width, 20, text, BODY, align=LEFT, bold=True, pad=0)
        x += width
