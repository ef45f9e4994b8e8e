"""附件1 考试场次时间安排表: the sessions of a day, as the implementation plan prints them."""

from collections.abc import Sequence
from dataclasses import dataclass

from examadmin.documents.pdf import A4, BODY, LEFT, MM, Sheet, build_pdf
from examadmin.documents.pdf.frame import MARGIN, Imprint, footer, heading
from examadmin.documents.pdf.table import Cell, draw_cells, head

WIDTHS = [50 * MM, 20 * MM, 30 * MM, 40 * MM, 40 * MM]
ROW = 30.0
LOWEST = 12.0


@dataclass(frozen=True, slots=True)
class SessionTime:
    ordinal: int
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Band:
    """A half day (上午) and its sessions."""

    name: str
    sessions: Sequence[SessionTime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form1:
    imprint: Imprint
    annex: str  # 附件1
    dates: str  # 2024年5月30日～6月1日; a line break where the cell should have one
    bands: Sequence[Band]
    remarks: Sequence[str] = ()


def build(data: Form1, out=None):
    imprint = data.imprint
    return build_pdf(
        [lambda sheet: draw(sheet, data)], out, title=imprint.title, watermark=imprint.watermark
    )


def draw(sheet: Sheet, data: Form1):
    """One page; the order book uses it too."""
    sheet.text(MARGIN, MARGIN + 14, data.annex, 14)
    y = heading(sheet, data.imprint, top=MARGIN + 22, size=20) + 10
    count = sum(len(band.sessions) for band in data.bands)
    below = 60 + 20 * len(data.remarks) + 20 * MM
    height = min(ROW, max(LOWEST, (A4[1] - y - below) / (count + 1)))
    y = draw_cells(sheet, MARGIN, y, WIDTHS, [height] * (count + 1), _rows(data, count))
    y += 8
    if data.remarks:
        y = sheet.paragraph(MARGIN, y, sum(WIDTHS), "备注：", BODY, align=LEFT)
        for remark in data.remarks:
            y = sheet.paragraph(MARGIN, y, sum(WIDTHS), remark, BODY, indent=2)
    footer(sheet, data.imprint)


def _rows(data, count):
    rows = [[head("考试日期"), head("场次", columns=2), None, head("开始时间"), head("结束时间")]]
    for band in data.bands:
        for at, session in enumerate(band.sessions):
            date = Cell(data.dates, rows=count) if len(rows) == 1 else None
            side = Cell("\n".join(band.name), rows=len(band.sessions)) if at == 0 else None
            rows.append([date, side, str(session.ordinal), session.start, session.end])
    return rows
