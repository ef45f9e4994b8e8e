"""The certificate that a school may be a site of this exam (考点合格证书)."""

from collections.abc import Sequence
from dataclasses import dataclass

from examadmin.documents.pdf import A4_LANDSCAPE, CENTRE, GREY, MM, RIGHT, Sheet, build_pdf
from examadmin.documents.pdf.frame import Imprint
from examadmin.documents.pdf.table import draw_cells, head

SIDE = 42 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCertificate:
    imprint: Imprint  # title, version, and the mark by which it can be checked
    number: str  # 编号
    site: str
    paragraphs: Sequence[str]  # the wording is the profile's
    facts: Sequence[tuple[str, str]] = ()  # 考点代码 630101, 考场数 2, 考试机数 66 …
    issuer: str = ""
    issued_on: str = ""


def build(data: SiteCertificate, out=None):
    imprint = data.imprint
    return build_pdf(
        [lambda sheet: draw(sheet, data)],
        out,
        size=A4_LANDSCAPE,
        title=f"{imprint.title} {data.site}",
        watermark=imprint.watermark,
    )


def draw(sheet: Sheet, data: SiteCertificate):
    imprint, middle = data.imprint, sheet.width / 2
    width = sheet.width - 2 * SIDE
    for inset, line in ((9 * MM, 2.4), (11.2 * MM, 0.6)):
        sheet.rect(
            inset, inset, sheet.width - 2 * inset, sheet.height - 2 * inset, width=line, grey=GREY
        )
    sheet.text(sheet.width - SIDE, 66, f"编号：{data.number}", 10.5, align=RIGHT, grey=GREY)
    sheet.box(SIDE, 78, width, 22, imprint.exam, 14, grey=GREY)
    sheet.text(middle, 146, imprint.title, 38, bold=True, align=CENTRE)
    sheet.box(SIDE, 168, width, 34, data.site, 24, bold=True)
    y = 214
    for paragraph in data.paragraphs:
        indent = 0 if paragraph.endswith("：") else 2  # 某某学校：
        y = sheet.paragraph(SIDE, y, width, paragraph, 14, indent=indent, leading=1.75)
    if data.facts:
        _draw_facts(sheet, data.facts, y + 10, width)
    foot = sheet.height - 84
    sheet.box(sheet.width - SIDE - 260, foot - 14, 260, 20, data.issuer, 14, align=RIGHT, pad=0)
    sheet.box(
        sheet.width - SIDE - 260, foot + 10, 260, 18, data.issued_on, 12.5, align=RIGHT, pad=0
    )
    if imprint.mark:
        sheet.qr(SIDE - 6, foot - 34, 21 * MM, imprint.mark)
    about = "　".join(filter(None, (imprint.version, imprint.printed)))
    sheet.text(SIDE, foot + 40, about, 7.5, grey=GREY)


def _draw_facts(sheet, facts, y, width):
    each = [width / len(facts)] * len(facts)
    rows = [[head(name) for name, _ in facts], [value for _, value in facts]]
    draw_cells(sheet, SIDE, y, each, [22, 26], rows, size=12)
