"""Candidate slips (考条): many on a page, to be cut apart and handed out. Never a password."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from examadmin.documents.pdf import (
    A4,
    BODY,
    CENTRE,
    GREY,
    LEFT,
    MM,
    PALE,
    RIGHT,
    SMALL,
    Sheet,
)
from examadmin.documents.pdf.frame import Imprint, batches

COLUMNS, ROWS = 2, 8
SIDE, TOP = 10 * MM, 14 * MM
WIDTH = (A4[0] - 2 * SIDE) / COLUMNS
HEIGHT = 34 * MM
PAD = 4 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    name: str
    ticket_no: str
    login_no: str
    site: str
    room: str
    session: str
    seat: str
    date: str
    time: str
    login_address: str = ""
    group: str = ""  # 第1考场 第3场, or a class: each begins a page


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipSheet:
    imprint: Imprint
    slips: Iterable[Slip]


def build(data: SlipSheet, out=None):
    target = BytesIO() if out is None else out
    imprint = data.imprint
    sheet = Sheet(target, title=f"{imprint.exam}{imprint.title}", watermark=imprint.watermark)
    for group, slips in groupby(data.slips, key=lambda slip: slip.group):
        if group:
            sheet.bookmark(group)
        for page in batches(slips, COLUMNS * ROWS):
            _draw_page(sheet, imprint, group, page)
            sheet.next_page()
    sheet.close()
    return target.getvalue() if out is None else None


def _draw_page(sheet, imprint, group, slips):
    right = A4[0] - SIDE
    about = "　".join(filter(None, (imprint.order, imprint.version)))
    sheet.text(SIDE, TOP - 8, group, SMALL, grey=GREY)
    sheet.text(right, TOP - 8, about, 7.5, align=RIGHT, grey=GREY)
    for at, slip in enumerate(slips):
        row, column = divmod(at, COLUMNS)
        dx, dy = column * WIDTH, row * HEIGHT
        sheet.stamp("slip", lambda sheet: _draw_form(sheet, imprint), dx=dx, dy=dy)
        _draw_values(sheet, slip, SIDE + dx + PAD, TOP + dy)
    rows = -(-len(slips) // COLUMNS)
    sheet.stamp(("cuts", rows), lambda sheet: _draw_cuts(sheet, rows))


def _draw_cuts(sheet, rows):
    for row in range(rows + 1):
        y = TOP + row * HEIGHT
        sheet.line(SIDE - 4 * MM, y, A4[0] - SIDE + 4 * MM, y, width=0.4, grey=PALE, dash="3 3")
        if row < rows:
            sheet.text(SIDE - 7 * MM, y + 3.2, "✂", SMALL, grey=PALE)
    for column in range(COLUMNS + 1):
        sheet.cut_down(SIDE + column * WIDTH, TOP - 4 * MM, TOP + rows * HEIGHT + 4 * MM)


_THIRD = (WIDTH - 2 * PAD) / 3
_PLACES_TOP = 48.0


def _draw_form(sheet, imprint):
    x, y = SIDE + PAD, TOP
    title = "　".join(filter(None, (imprint.exam, imprint.title)))
    sheet.box(x, y + 4, WIDTH - 2 * PAD, 11, title, 6.5, align=LEFT, grey=GREY, pad=0)
    for at, word in enumerate(("考场", "场次", "座位")):
        sheet.text(x + at * _THIRD + 3, y + _PLACES_TOP + 9, word, 6.5, grey=GREY)
        sheet.rect(x + at * _THIRD, y + _PLACES_TOP, _THIRD, 23, width=0.4, grey=PALE)


def _draw_values(sheet, slip, x, y):
    wide = WIDTH - 2 * PAD
    sheet.box(x, y + 17, wide * 0.46, 14, slip.name, 12, bold=True, align=LEFT, pad=0)
    number = f"准考证号 {slip.ticket_no}"
    sheet.box(x + wide * 0.46, y + 17, wide * 0.54, 14, number, SMALL, align=RIGHT, pad=0)
    when = f"{slip.date}　{slip.time}"
    sheet.box(x, y + 33, wide, 12, when, SMALL, bold=True, align=LEFT, pad=0)
    for at, text in enumerate((slip.room, slip.session, slip.seat)):
        left = x + at * _THIRD + 16
        sheet.box(left, y + _PLACES_TOP, _THIRD - 16, 23, text, BODY + 0.5, bold=True, align=CENTRE)
    login = f"登录号 {slip.login_no}"
    sheet.box(x, y + 74, wide * 0.42, 10, login, 7.5, align=LEFT, pad=0)
    sheet.box(x + wide * 0.42, y + 74, wide * 0.58, 10, slip.login_address, 7, align=RIGHT, pad=0)
    sheet.box(x, y + 84, wide, 10, f"考点：{slip.site}", 7.5, align=LEFT, pad=0)
