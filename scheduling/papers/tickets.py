"""Admission tickets (准考证): two on an A4 page, cut across. With photograph, never a password."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from examadmin.documents.pdf import (
    A4,
    A5_LANDSCAPE,
    CENTRE,
    FAINT,
    GREY,
    LEFT,
    MM,
    PALE,
    RIGHT,
    SMALL,
    Sheet,
)
from examadmin.documents.pdf.frame import Imprint, batches

LEFT_EDGE, RIGHT_EDGE = 13 * MM, 197 * MM
PHOTO = (31 * MM, 43.4 * MM)  # the shape of the 295×413 portraits
PHOTO_X = RIGHT_EDGE - PHOTO[0] - 3 * MM
LABEL = 56.0
ROW = 22.5
TOP = 86.0  # of the table, from the top of the ticket
TABLE_RIGHT = PHOTO_X - 6 * MM
HALF = (LEFT_EDGE + TABLE_RIGHT) / 2
SEAT_TOP = TOP + 5 * ROW
SEAT_ROW = 46.0
RULES_TOP = SEAT_TOP + SEAT_ROW + ROW + 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    name: str
    ticket_no: str
    category: str
    school: str
    class_name: str
    site: str
    address: str
    room: str
    session: str
    seat: str
    date: str
    time: str
    login_address: str
    photo: bytes | None = None
    group: str = ""  # 实验中学 八年级1班: one bookmark where it changes


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSheet:
    imprint: Imprint
    tickets: Iterable[Ticket]
    rules: Sequence[str] = ()
    legal_basis: str = ""
    per_page: int = 2


def build(data: TicketSheet, out=None):
    """The tickets in the order given. Written while drawn: memory does not grow with them."""
    target = BytesIO() if out is None else out
    imprint = data.imprint
    size = A4 if data.per_page == 2 else A5_LANDSCAPE
    sheet = Sheet(target, size=size, title=f"{imprint.exam}{imprint.title}")
    group = None
    for page in batches(data.tickets, data.per_page):
        for at, ticket in enumerate(page):
            if ticket.group and ticket.group != group:
                group = ticket.group
                sheet.bookmark(group)
            top = at * A5_LANDSCAPE[1]
            sheet.stamp("ticket", lambda sheet: _draw_form(sheet, data), dy=top)
            _draw_values(sheet, ticket, top)
        if data.per_page == 2:
            sheet.stamp("cut", lambda sheet: sheet.cut_across(A5_LANDSCAPE[1]))
        sheet.next_page()
    sheet.close()
    return target.getvalue() if out is None else None


_ROWS = (("姓　　名", "准考证号"), ("考生类别", "学校班级"), ("考　　点", None), ("考点地址", None))


def _draw_form(sheet, data):
    """Everything that is equal on all tickets."""
    imprint = data.imprint
    if imprint.watermark:
        width = TABLE_RIGHT - LEFT_EDGE
        sheet.box(LEFT_EDGE, TOP, width, 190, imprint.watermark, 88, bold=True, grey=0.9)
    sheet.box(LEFT_EDGE, 20, RIGHT_EDGE - LEFT_EDGE, 20, imprint.exam, 13, align=CENTRE)
    sheet.box(LEFT_EDGE, 44, RIGHT_EDGE - LEFT_EDGE, 34, imprint.title, 24, bold=True)

    ys = [TOP + n * ROW for n in range(6)] + [SEAT_TOP + SEAT_ROW, SEAT_TOP + SEAT_ROW + ROW]
    for y in ys:
        sheet.line(LEFT_EDGE, y, TABLE_RIGHT, y, grey=PALE)
    for x in (LEFT_EDGE, TABLE_RIGHT):
        sheet.line(x, ys[0], x, ys[-1], grey=PALE)
    for at, (first, second) in enumerate(_ROWS):
        _label(sheet, LEFT_EDGE, ys[at], first)
        if second:
            _label(sheet, HALF, ys[at], second)
    _label(sheet, LEFT_EDGE, ys[4], "考试时间")
    third = (TABLE_RIGHT - LEFT_EDGE) / 3
    for at, word in enumerate(("考　场", "场　次", "座　位")):
        x = LEFT_EDGE + at * third
        sheet.text(x + 6, SEAT_TOP + 14, word, SMALL, grey=GREY)
        if at:
            sheet.line(x, SEAT_TOP, x, SEAT_TOP + SEAT_ROW, grey=PALE)
    _label(sheet, LEFT_EDGE, SEAT_TOP + SEAT_ROW, "登录网址")

    y = RULES_TOP
    if data.rules:
        sheet.text(LEFT_EDGE, y + 9, "考生须知", SMALL, bold=True)
        y = _draw_rules(sheet, data.rules, y + 14)
    foot = A5_LANDSCAPE[1] - 16
    sheet.line(LEFT_EDGE, foot - 11, RIGHT_EDGE, foot - 11, width=0.3, grey=PALE)
    width = (RIGHT_EDGE - LEFT_EDGE) / 2
    about = "　".join(filter(None, (imprint.order, imprint.version)))
    basis = f"依据：{data.legal_basis}" if data.legal_basis else ""
    sheet.box(LEFT_EDGE, foot - 10, width * 1.4, 14, basis, 7, align=LEFT, grey=GREY, pad=0)
    sheet.box(RIGHT_EDGE - width * 0.6, foot - 10, width * 0.6, 14, about, 7, align=RIGHT,
              grey=GREY, pad=0)  # fmt: skip


def _label(sheet, x, y, word):
    sheet.rect(x + 0.4, y + 0.4, LABEL, ROW - 0.8, width=0, fill=FAINT)
    sheet.box(x, y, LABEL, ROW, word, SMALL, grey=GREY)


def _draw_rules(sheet, rules, y):
    """As large as the room above the foot allows."""
    text = "\n".join(f"{n}. {rule}" for n, rule in enumerate(rules, 1))
    width, height = RIGHT_EDGE - LEFT_EDGE, A5_LANDSCAPE[1] - 30 - y
    sheet.fill_box(LEFT_EDGE, y, width, height, text, 8.5)
    return y + height


def _draw_values(sheet, ticket, top):
    left, half = LEFT_EDGE + LABEL, HALF + LABEL
    y = top + TOP
    value = sheet.box
    value(left, y, HALF - left, ROW, ticket.name, 14, bold=True, align=LEFT, pad=5)
    value(half, y, TABLE_RIGHT - half, ROW, ticket.ticket_no, 12, bold=True, align=LEFT, pad=5)
    y += ROW
    school = f"{ticket.school} {ticket.class_name}"
    value(left, y, HALF - left, ROW, ticket.category, align=LEFT, pad=5)
    value(half, y, TABLE_RIGHT - half, ROW, school, align=LEFT, pad=5)
    for text in (ticket.site, ticket.address):
        y += ROW
        value(left, y, TABLE_RIGHT - left, ROW, text, align=LEFT, pad=5)
    y += ROW
    when = f"{ticket.date}　{ticket.time}"
    value(left, y, TABLE_RIGHT - left, ROW, when, 12, bold=True, align=LEFT, pad=5)
    y += ROW
    third = (TABLE_RIGHT - LEFT_EDGE) / 3
    for at, text in enumerate((ticket.room, ticket.session, ticket.seat)):
        value(LEFT_EDGE + at * third, y + 14, third, SEAT_ROW - 16, text, 20, bold=True)
    y += SEAT_ROW
    value(left, y, TABLE_RIGHT - left, ROW, ticket.login_address, align=LEFT, pad=5)
    sheet.rect(PHOTO_X, top + TOP, *PHOTO, grey=PALE)
    sheet.photo(PHOTO_X, top + TOP, *PHOTO, ticket.photo, missing="照　片")
    if ticket.ticket_no.isascii() and ticket.ticket_no:
        wide = PHOTO[0] + 6 * MM
        sheet.code128(PHOTO_X - 3 * MM, top + TOP + PHOTO[1] + 12, wide, 26, ticket.ticket_no)
