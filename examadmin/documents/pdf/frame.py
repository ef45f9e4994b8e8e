"""What stands around the content of every page: its title, and at its foot where it belongs."""

from dataclasses import dataclass
from itertools import islice

from .sheet import BLACK, CENTRE, GREY, LEFT, MM, PALE, RIGHT, Sheet

MARGIN = 15 * MM
FOOT = 17 * MM  # kept free for the foot, the QR code included


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What a paper says about itself. The wording of forms comes from the exam's profile."""

    title: str  # the form's own title, which may differ from the name of the exam
    exam: str = ""  # printed above the title
    version: str = ""  # 第3版
    printed: str = ""  # 2024年5月20日 10:30 生成
    order: str = ""  # 打印顺序：考场－场次－座位
    mark: str = ""  # content of the QR code by which a photographed sheet is filed
    watermark: str = ""  # 模拟考试


def heading(sheet: Sheet, imprint: Imprint, *, top=MARGIN, size=18, width=None):
    """Exam and title, centred; returns the y below them."""
    middle, width = sheet.width / 2, width or sheet.width - 2 * MARGIN
    y = top
    if imprint.exam:
        sheet.box(middle - width / 2, y, width, 18, imprint.exam, 11.5, grey=GREY)
        y += 20
    sheet.box(middle - width / 2, y, width, size * 1.5, imprint.title, size, bold=True)
    return y + size * 1.5 + 6


def footer(sheet: Sheet, imprint: Imprint, *, page=None, pages=None, note="", mark=None):
    """One quiet line: order and version, page x of y, and the QR code that files the sheet."""
    y = sheet.height - 10 * MM
    left, right = MARGIN, sheet.width - MARGIN
    mark = imprint.mark if mark is None else mark
    if mark:
        side = 13 * MM
        sheet.qr(right - side + 1.6 * MM, sheet.height - side - 4 * MM, side, mark)
        right -= side
    about = "　".join(filter(None, (imprint.order, note)))
    issue = "　".join(filter(None, (imprint.version, imprint.printed)))
    sheet.line(left, y - 11, right, y - 11, width=0.3, grey=PALE)
    third = (right - left) / 3
    sheet.box(left, y - 9, third, 12, about, 7.5, align=LEFT, grey=GREY, pad=0)
    sheet.box(right - third, y - 9, third, 12, issue, 7.5, align=RIGHT, grey=GREY, pad=0)
    if page is not None:
        number = f"第 {page} 页　共 {pages} 页" if pages else f"第 {page} 页"
        sheet.box(left + third, y - 9, third, 12, number, 8.5, align=CENTRE, grey=BLACK)


def batches(items, size):
    """Lists of at most `size`, taken one after the other: the items need not be in memory."""
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch
