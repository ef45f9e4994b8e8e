"""附件2 考场配置标准, judged: what the standard asks of a room, what it has, and the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

from examadmin.documents.pdf import BODY, LEFT, MM
from examadmin.documents.pdf.flow import Column, Flow, build_twice
from examadmin.documents.pdf.frame import MARGIN, Imprint, footer, heading

COLUMNS = (
    Column("序号", 10),
    Column("项　目", 32, LEFT),
    Column("标　准", 52, LEFT),
    Column("实　际", 36, LEFT),
    Column("结　论", 18),
    Column("说　明", 32, LEFT),
)


@dataclass(frozen=True, slots=True)
class JudgedItem:
    name: str
    asked: str
    given: str
    verdict: str  # 合格, 不合格, 提示, 例外
    comment: str = ""


@dataclass(frozen=True, slots=True)
class JudgedPart:
    title: str  # 监考机配置标准
    items: Sequence[JudgedItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form2:
    imprint: Imprint
    annex: str  # 附件2
    subject: str  # the school and room: 阳泉市实验中学　第1考场
    parts: Sequence[JudgedPart]
    conclusion: str = ""
    signatures: Sequence[str] = ("考点负责人", "审核人", "审核日期")


def build(data: Form2, out=None):
    imprint = data.imprint
    return build_twice(
        lambda sheet, known: draw(sheet, data, known),
        out,
        title=f"{imprint.title} {data.subject}",
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
        y = heading(sheet, data.imprint, top=MARGIN + 16)
        sheet.box(MARGIN, y, sheet.width - 2 * MARGIN, 20, data.subject, 12.5)
        return y + 26

    flow = Flow(sheet, on_page)
    for part in data.parts:
        flow.heading(part.title, 2)
        rows = [
            (at, item.name, item.asked, item.given, item.verdict, item.comment)
            for at, item in enumerate(part.items, 1)
        ]
        flow.table(COLUMNS, rows)
    if data.conclusion:
        flow.heading("审核结论", 2)
        flow.paragraph(data.conclusion)
    flow.need(50)
    each = (sheet.width - 2 * MARGIN) / max(1, len(data.signatures))
    for at, word in enumerate(data.signatures):
        blank = "_" * max(6, int((each - 16 * MM) / 9))
        sheet.text(MARGIN + at * each, flow.y + 34, f"{word}：{blank}", BODY)
