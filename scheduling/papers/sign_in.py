"""Sign-in sheets (签到表): one for each session of a room, to be signed by the candidates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from examadmin.documents.pdf import BODY, CENTRE, GREY, MM, RIGHT, SMALL, Sheet
from examadmin.documents.pdf.frame import MARGIN, Imprint

from .lists import ListForm, Where, draw_list

FORM = ListForm(
    columns=(
        ("座位号", 13 * MM, CENTRE),
        ("准考证号", 32 * MM, CENTRE),
        ("姓　名", 31 * MM, CENTRE),
        ("学校班级", 44 * MM, CENTRE),
        ("考生签字", 38 * MM, CENTRE),
        ("备　注", 22 * MM, CENTRE),
    ),
    below=50.0,
    key="sign-in",
)


@dataclass(frozen=True, slots=True)
class SignInRow:
    seat: str
    ticket_no: str
    name: str
    school: str = ""  # 学校班级
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSheet:
    where: Where
    rows: Sequence[SignInRow]
    mark: str = ""  # by which the signed sheet is filed when it is photographed
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInBook:
    imprint: Imprint
    sheets: Iterable[SignInSheet]


def build(data: SignInBook, out=None):
    target = BytesIO() if out is None else out
    imprint = data.imprint
    sheet = Sheet(target, title=f"{imprint.exam}{imprint.title}", watermark=imprint.watermark)
    group = None
    for one in data.sheets:
        if one.group and one.group != group:
            group = one.group
            sheet.bookmark(group)
        rows = [(row.seat, row.ticket_no, row.name, row.school, "", row.remark) for row in one.rows]
        expected = len(rows)
        draw_list(
            sheet, imprint, FORM, one.where, rows, mark=one.mark,
            finish=lambda sheet, y, expected=expected: _draw_signatures(sheet, y, expected),
        )  # fmt: skip
    sheet.close()
    return target.getvalue() if out is None else None


def _draw_signatures(sheet, y, expected):
    counts = f"应到 {expected} 人　　实到 ______ 人　　缺考 ______ 人"
    sheet.text(MARGIN, y + 18, counts, BODY)
    note = "缺考的，在“考生签字”栏注明“缺考”。"
    sheet.text(sheet.width - MARGIN, y + 18, note, SMALL, align=RIGHT, grey=GREY)
    for at, word in enumerate(("主监考人签字：", "监考人签字：")):
        sheet.text(MARGIN + at * 90 * MM, y + 38, word + "_" * 24, BODY)
