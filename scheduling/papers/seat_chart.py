"""Seat charts (座位图) with photographs: the room as one sees it from the door to the blackboard."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from examadmin.documents.pdf import A4, BODY, CENTRE, FAINT, GREY, LEFT, MM, PALE, SMALL, Sheet
from examadmin.documents.pdf.frame import FOOT, MARGIN, Imprint, footer, heading

from .lists import Where

EDGE = 10 * MM
FRONT = 22.0
TALLEST = 112.0
TEXT = 34.0  # below a photograph: seat, name, number


@dataclass(frozen=True, slots=True)
class ChartSeat:
    seat: str
    name: str = ""
    ticket_no: str = ""
    photo: bytes | None = None
    note: str = ""  # of an empty one: 备用机, 空


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChart:
    where: Where
    rows: Sequence[Sequence[ChartSeat | None]]  # from the front; None is an aisle
    mark: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChartBook:
    imprint: Imprint
    charts: Iterable[SeatChart]
    front: str = "讲　台（监考机）"


def build(data: SeatChartBook, out=None):
    target = BytesIO() if out is None else out
    imprint = data.imprint
    sheet = Sheet(target, title=f"{imprint.exam}{imprint.title}", watermark=imprint.watermark)
    group = None
    for chart in data.charts:
        if chart.group and chart.group != group:
            group = chart.group
            sheet.bookmark(group)
        _draw_chart(sheet, data, chart)
        sheet.next_page()
    sheet.close()
    return target.getvalue() if out is None else None


def _draw_chart(sheet, data, chart):
    sheet.stamp("chart", lambda sheet: heading(sheet, data.imprint, top=12 * MM, size=16))
    where, y = chart.where, 12 * MM + 52
    taken = sum(1 for row in chart.rows for seat in row if seat and seat.name)
    line = "　　".join((f"考点：{where.site}", where.room, where.session))
    when = f"{where.date}　{where.time}　　{taken} 人"
    sheet.box(MARGIN, y, 110 * MM, 18, line, BODY, bold=True, align=LEFT, pad=0)
    sheet.box(MARGIN + 110 * MM, y, 70 * MM, 18, when, BODY, bold=True, align=1.0, pad=0)
    y += 24
    width = A4[0] - 2 * EDGE
    sheet.rect(EDGE + width / 4, y, width / 2, FRONT - 4, width=0.6, fill=FAINT)
    sheet.box(EDGE + width / 4, y, width / 2, FRONT - 4, data.front, SMALL)
    y += FRONT
    if chart.rows:
        columns = max(len(row) for row in chart.rows)
        high = min(TALLEST, (A4[1] - FOOT - 4 - y) / len(chart.rows))
        wide = width / columns
        for at, row in enumerate(chart.rows):
            for place, seat in enumerate(row):
                if seat is not None:
                    _draw_seat(sheet, EDGE + place * wide, y + at * high, wide, high, seat)
    footer(sheet, data.imprint, mark=chart.mark)


def _draw_seat(sheet, x, y, wide, high, seat):
    x, y, wide, high = x + 1.5, y + 1.5, wide - 3, high - 3
    sheet.rect(x, y, wide, high, width=0.4, grey=PALE, fill=None if seat.name else FAINT)
    if not seat.name:
        sheet.box(x, y, wide, high / 2, seat.seat, 14, bold=True, grey=GREY)
        sheet.box(x, y + high / 2, wide, high / 2, seat.note, SMALL, grey=GREY)
        return
    text = min(TEXT, high * 0.45)
    line = text / 3
    sheet.photo(x + 14, y + 2, wide - 16, high - text - 2, seat.photo)
    below = y + high - text
    sheet.text(x + 3, y + 12, seat.seat, 10, bold=True)
    sheet.box(x, below, wide, line * 1.9, seat.name, line, bold=True, pad=1)
    sheet.box(x, below + line * 1.9, wide, line, seat.ticket_no, line * 0.68, align=CENTRE, pad=1)
