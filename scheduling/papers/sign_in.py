"""Sign-in sheets (签到表): one for each session of a room, to be signed by the candidates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from examadmin.documents.pdf import A4, BODY, GREY, LEFT, MM, RIGHT, SMALL, Sheet
from examadmin.documents.pdf.frame import FOOT, MARGIN, Imprint, footer, heading
from examadmin.documents.pdf.table import draw_cells, draw_rows, head

COLUMNS = (
    ("座位号", 13 * MM),
    ("准考证号", 32 * MM),
    ("姓　名", 31 * MM),
    ("学校班级", 44 * MM),
    ("考生签字", 38 * MM),
    ("备　注", 22 * MM),
)
WIDTHS = [width for _, width in COLUMNS]
HEAD = 20.0
SIGNATURES = 50.0
LOWEST, HIGHEST = 17.0, 21.0


@dataclass(frozen=True, slots=True)
class SignInRow:
    seat: str
    ticket_no: str
    name: str
    school: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSheet:
    site: str
    room: str
    session: str
    date: str
    time: str
    rows: Sequence[SignInRow]
    mark: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInBook:
    imprint: Imprint
    sheets: Iterable[SignInSheet]


def build(data: SignInBook, out=None):
    target = BytesIO() if out is None else out
    imprint = data.imprint
    title = f"{imprint.exam}{imprint.title}"
    sheet = Sheet(target, title=title, watermark=imprint.watermark)
    group = None
    for one in data.sheets:
        if one.group and one.group != group:
            group = one.group
            sheet.bookmark(group)
        _draw_sheet(sheet, imprint, one)
    sheet.close()
    return target.getvalue() if out is None else None


TABLE_TOP = MARGIN + 80
ROOM_FOR_ROWS = A4[1] - TABLE_TOP - HEAD - SIGNATURES - FOOT


def _draw_sheet(sheet, imprint, one):
    count = max(1, len(one.rows))
    pages = -(-count // int(ROOM_FOR_ROWS // LOWEST))
    a_page = -(-count // pages)
    height = min(HIGHEST, max(LOWEST, ROOM_FOR_ROWS / a_page))
    for page in range(pages):
        rows = one.rows[page * a_page : (page + 1) * a_page]
        sheet.stamp("sign-in", lambda sheet: _draw_form(sheet, imprint))
        where = (f"考点：{one.site}", one.room, one.session, f"{one.date}　{one.time}")
        x = MARGIN
        for text, width in zip(where, (66 * MM, 30 * MM, 24 * MM, 60 * MM), strict=True):
            sheet.box(x, TABLE_TOP - 24, width, 20, text, BODY, align=LEFT, bold=True, pad=0)
            x += width
        y = draw_rows(
            sheet, MARGIN, TABLE_TOP + HEAD, WIDTHS, height,
            [(row.seat, row.ticket_no, row.name, row.school, "", row.remark) for row in rows],
        )  # fmt: skip
        if page == pages - 1:
            _draw_signatures(sheet, y, len(one.rows))
        footer(sheet, imprint, page=page + 1, pages=pages, mark=one.mark)
        sheet.next_page()


def _draw_form(sheet, imprint):
    heading(sheet, imprint)
    row = [head(title, size=SMALL + 0.5) for title, _ in COLUMNS]
    draw_cells(sheet, MARGIN, TABLE_TOP, WIDTHS, [HEAD], [row])


def _draw_signatures(sheet, y, expected):
    counts = f"应到 {expected} 人　　实到 ______ 人　　缺考 ______ 人"
    sheet.text(MARGIN, y + 18, counts, BODY)
    note = "缺考的，在“考生签字”栏注明“缺考”。"
    sheet.text(sheet.width - MARGIN, y + 18, note, SMALL, align=RIGHT, grey=GREY)
    for at, word in enumerate(("主监考人签字：", "监考人签字：")):
        sheet.text(MARGIN + at * 90 * MM, y + 38, word + "_" * 24, BODY)
