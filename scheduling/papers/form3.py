"""附件3 县（区）考点考试时间安排表: one county's sites, filled from the data; PDF and Excel."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from examadmin.documents.pdf import A4_LANDSCAPE, BODY, CENTRE, LEFT
from examadmin.documents.pdf.flow import Column, Flow, build_twice
from examadmin.documents.pdf.frame import MARGIN, Imprint, footer, heading

REMARK = "备注(如无说明正常8点开考)"
HEADS = (
    ("序号", 5, CENTRE),
    ("学校代码", 9, CENTRE),
    ("考点学校名称", 22, LEFT),
    ("考生人数", 8, CENTRE),
    ("考场数", 7, CENTRE),
    ("考试机数", 8, CENTRE),
    ("场次", 13, CENTRE),
    ("网络运营商", 11, CENTRE),
    ("带宽", 8, CENTRE),
    (REMARK, 27, LEFT),
)
NOTE = "注：备注栏请注明借考安排等其他特殊情况。"
BLANK_ROWS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Form3Row:
    code: str
    site: str
    candidates: int
    rooms: int
    machines: int
    sessions: str  # 第1～8场, or a number of sessions
    carrier: str = ""
    bandwidth: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form3:
    imprint: Imprint  # its title is 城区考点考试时间安排表
    annex: str  # 附件3
    rows: Sequence[Form3Row]  # none: the blank form
    responsible: str = ""
    filled_on: str = "　　　　年　　月　　日"
    remark_heading: str = REMARK  # the usual start of the first session is the exam's
    basis: str = ""  # the governing documents, where they are to be cited here


def build(data: Form3, out=None):
    imprint = data.imprint
    return build_twice(
        lambda sheet, known: draw(sheet, data, known),
        out,
        size=A4_LANDSCAPE,
        title=imprint.title,
        watermark=imprint.watermark,
    )


def draw(sheet, data, known=None):
    first = sheet.page

    def on_page(sheet):
        pages = known.pages if known else None
        footer(sheet, data.imprint, page=sheet.page - first + 1, pages=pages)
        if sheet.page > first:
            return None
        sheet.text(MARGIN, MARGIN + 14, data.annex, 14)
        return heading(sheet, data.imprint, top=MARGIN + 12, size=20) + 8

    flow = Flow(sheet, on_page)
    columns = [Column(title, width, align) for title, width, align in _heads(data)]
    flow.table(columns, [[_text(value) for value in row] for row in table(data)], bold_last=True)
    flow.need(78 if data.basis else 60)
    sheet.text(MARGIN, flow.y + 20, NOTE, BODY)
    sheet.text(MARGIN, flow.y + 46, f"负责人：{data.responsible}", BODY)
    sheet.text(sheet.width - MARGIN - 220, flow.y + 46, f"填制时间：{data.filled_on}", BODY)
    if data.basis:
        width = sheet.width - 2 * MARGIN
        sheet.box(MARGIN, flow.y + 56, width, 18, f"依据：{data.basis}", BODY, align=LEFT, pad=0)


def _heads(data):
    return [*HEADS[:-1], (data.remark_heading, *HEADS[-1][1:])]


def table(data: Form3):
    """The rows of the form with their total, for the paper and for Excel alike."""
    rows = [
        [at, row.code, row.site, row.candidates, row.rooms, row.machines]
        + [row.sessions, row.carrier, row.bandwidth, row.remark]
        for at, row in enumerate(data.rows, 1)
    ]
    if not rows:
        return [[""] * len(HEADS) for _ in range(BLANK_ROWS)] + [["合计", *[""] * 9]]
    sums = [sum(row[column] for row in rows) for column in (3, 4, 5)]
    return [*rows, ["合计", "", "", *sums, "", "", "", ""]]


def _text(value):
    return "" if value is None else str(value)


def build_xlsx(data: Form3, out=None):
    """The same form as a workbook; codes and every other text are text cells, never formulas."""
    target = BytesIO() if out is None else out
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2000, 1, 1)})  # equal bytes for equal data
    page = book.add_worksheet("附件3")
    line = {"border": 1, "valign": "vcenter", "text_wrap": True}
    head = book.add_format(line | {"bold": True, "align": "center", "bg_color": "#EDEDED"})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    plain = book.add_format({})
    styles = {
        align: book.add_format(line | {"num_format": "@", "align": name})
        for align, name in ((CENTRE, "center"), (LEFT, "left"))
    }
    numbers = book.add_format(line | {"align": "center"})
    heads = _heads(data)
    last = len(heads) - 1
    page.write_string(0, 0, data.annex, plain)
    page.merge_range(1, 0, 1, last, "", title)
    page.write_string(1, 0, data.imprint.title, title)
    for at, (text, width, _) in enumerate(heads):
        page.set_column(at, at, width + 3)
        page.write_string(2, at, text, head)
    row = 2
    for row, values in enumerate(table(data), 3):
        for at, value in enumerate(values):
            if isinstance(value, int):
                page.write_number(row, at, value, numbers)
            elif value:
                page.write_string(row, at, value, styles[heads[at][2]])
            else:
                page.write_blank(row, at, None, styles[heads[at][2]])
    page.write_string(row + 1, 0, NOTE, plain)
    page.write_string(row + 2, 0, f"负责人：{data.responsible}", plain)
    page.write_string(row + 2, 6, f"填制时间：{data.filled_on}", plain)
    if data.basis:
        page.write_string(row + 3, 0, f"依据：{data.basis}", plain)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1, 2)
    book.close()
    return target.getvalue() if out is None else None
