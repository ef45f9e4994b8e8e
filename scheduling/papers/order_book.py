"""The county's order book (考务秩序册): cover, contents with page numbers, and the sections given.

The plan does not say what stands in it, so the list of sections is data: each has a title and
blocks of text, tables and whole forms, in the order in which they are printed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from examadmin.documents.pdf import A4, BODY, CENTRE, GREY, LEFT, MM, PALE, RIGHT, Sheet
from examadmin.documents.pdf.flow import Column, Flow, build_twice
from examadmin.documents.pdf.frame import MARGIN, Imprint, footer


@dataclass(frozen=True, slots=True)
class Text:
    text: str  # a line break begins a paragraph
    indent: int = 2


@dataclass(frozen=True, slots=True)
class Listing:
    """A table; a column is (title, relative width) or (title, relative width, LEFT)."""

    columns: Sequence[tuple]
    rows: Sequence[Sequence]
    caption: str = ""
    total: bool = False  # the last row is a total


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form on pages of its own, such as `partial(form1.draw, data=…)`. As the first block
    it stands for the heading: it has a title of its own."""

    draw: Callable[[Sheet], None]
    size: tuple = A4


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: Sequence[Text | Listing | Form] = ()
    level: int = 0  # 1: a part of the section before it
    new_page: bool = True  # of a section of level 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBook:
    imprint: Imprint
    county: str
    sections: Sequence[Section]
    issuer: str = ""
    issued_on: str = ""


def build(data: OrderBook, out=None):
    imprint = data.imprint
    title = f"{imprint.exam}{data.county}{imprint.title}"
    return build_twice(
        lambda sheet, known: _draw(sheet, data, known),
        out,
        title=title,
        watermark=imprint.watermark,
    )


def _draw(sheet, data, known):
    _draw_cover(sheet, data)
    sheet.next_page()

    def on_page(sheet):
        footer(sheet, data.imprint, page=sheet.page, pages=known.pages)

    flow = Flow(sheet, on_page)
    _draw_contents(flow, data, known)
    # The contents link to pages that come later: their keys follow from the order.
    for at, section in enumerate(data.sections):
        blocks = list(section.blocks)
        if blocks and isinstance(blocks[0], Form):
            flow.give_page(blocks[0].size)
            _mark(sheet, known, at, section)
            blocks.pop(0).draw(sheet)
        else:
            if at == 0 or (section.level == 0 and section.new_page):
                flow.next_page()
            flow.need(90)
            _mark(sheet, known, at, section)
            flow.heading(section.title, section.level)
        for block in blocks:
            _draw_block(flow, block)


def _mark(sheet, known, at, section):
    known.places[at] = sheet.page
    sheet.bookmark(section.title, section.level, key=_key(at))


def _key(at):
    return f"section{at}"


def _draw_cover(sheet, data):
    imprint, middle = data.imprint, sheet.width / 2
    width = sheet.width - 2 * MARGIN
    sheet.box(MARGIN, 120, width, 70, imprint.exam, 22)
    sheet.box(MARGIN, 240, width, 80, imprint.title, 46, bold=True)
    sheet.line(middle - 60, 336, middle + 60, 336, width=1.2, grey=GREY)
    sheet.box(MARGIN, 352, width, 40, data.county, 28)
    sheet.box(MARGIN, 640, width, 24, data.issuer, 16)
    sheet.box(MARGIN, 668, width, 22, data.issued_on, 14)
    about = "　".join(filter(None, (imprint.version, imprint.printed)))
    sheet.text(middle, 712, about, BODY, align=CENTRE, grey=GREY)
    if imprint.mark:
        sheet.qr(middle - 10 * MM, 726, 20 * MM, imprint.mark)


def _draw_contents(flow, data, known):
    sheet = flow.sheet
    flow.space(10)
    sheet.text(sheet.width / 2, flow.y + 20, "目　录", 20, bold=True, align=CENTRE)
    flow.space(48)
    for at, section in enumerate(data.sections):
        flow.need(24)
        size = 12 if section.level == 0 else BODY
        indent = 20 * section.level
        right, base = flow.left + flow.width, flow.y + 15
        number = str(known.places.get(at, ""))
        room = flow.width - indent - 60
        sheet.box(
            flow.left + indent, flow.y, room, 22, section.title, size,
            bold=section.level == 0, align=LEFT, pad=0,
        )  # fmt: skip
        start = (
            flow.left
            + indent
            + min(room, sheet.text_width(section.title, size, section.level == 0))
        )
        sheet.line(start + 8, base, right - 28, base, width=0.6, grey=PALE, dash="1 3")
        sheet.text(right, base, number, size, align=RIGHT)
        sheet.link(flow.left, flow.y, flow.width, 22, _key(at))
        flow.space(24)


def _draw_block(flow, block):
    if isinstance(block, Text):
        flow.paragraph(block.text, indent=block.indent)
        flow.space(4)
    elif isinstance(block, Listing):
        if block.caption:
            flow.need(70)
            flow.space(4)
            flow.paragraph(block.caption, indent=0, bold=True)
        columns = [Column(*column) for column in block.columns]
        flow.table(columns, block.rows, bold_last=block.total)
        flow.space(10)
    else:
        flow.give_page(block.size)
        block.draw(flow.sheet)
