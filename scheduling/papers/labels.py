"""Labels to be put up: 门贴 for the door of a room, 桌贴 for its machines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from examadmin.documents.pdf import (
    A4,
    A4_LANDSCAPE,
    BODY,
    FAINT,
    GREY,
    MM,
    PALE,
    RIGHT,
    SMALL,
    Sheet,
)
from examadmin.documents.pdf.frame import MARGIN, Imprint, batches, footer
from examadmin.documents.pdf.table import draw_cells, draw_rows, head

BLOCKS = 3  # columns of sessions on a door
DOOR_ROWS = 15


@dataclass(frozen=True, slots=True)
class DoorLine:
    session: str  # 第1场
    time: str  # 5月30日 8:00～8:20
    count: str  # 30人
    numbers: str = ""  # 236301010001～0030


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorLabel:
    room: str  # 第1考场
    site: str
    place: str = ""  # 教学楼三层 计算机教室
    lines: Sequence[DoorLine] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorLabels:
    imprint: Imprint  # its title is what the plan asks for at the door: 信息技术（信息科技）考场
    labels: Iterable[DoorLabel]


def build_doors(data: DoorLabels, out=None):
    target = BytesIO() if out is None else out
    imprint = data.imprint
    sheet = Sheet(target, size=A4_LANDSCAPE, title=imprint.title, watermark=imprint.watermark)
    for label in data.labels:
        sheet.bookmark(f"{label.site} {label.room}")
        for lines in batches(label.lines, BLOCKS * DOOR_ROWS) if label.lines else [()]:
            _draw_door(sheet, imprint, label, lines)
            sheet.next_page()
    sheet.close()
    return target.getvalue() if out is None else None


def _draw_door(sheet, imprint, label, lines):
    width = sheet.width - 2 * MARGIN
    sheet.box(MARGIN, 30, width, 24, imprint.exam, 16, grey=GREY)
    sheet.box(MARGIN, 58, width, 34, imprint.title, 26, bold=True)
    tall = 120 if lines else 260
    sheet.box(MARGIN, 96, width, tall, label.room, 100 if lines else 150, bold=True)
    place = "　".join(filter(None, (label.site, label.place)))
    sheet.box(MARGIN, 100 + tall, width, 26, place, 17)
    if lines:
        _draw_sessions(sheet, lines, 136 + tall)
    footer(sheet, imprint)


def _draw_sessions(sheet, lines, y):
    per_block = max(5, -(-len(lines) // BLOCKS))
    blocks = list(batches(lines, per_block))
    gap = 4 * MM
    width = (sheet.width - 2 * MARGIN - gap * (BLOCKS - 1)) / BLOCKS
    start = (sheet.width - len(blocks) * width - (len(blocks) - 1) * gap) / 2
    widths = [width * part for part in (0.17, 0.38, 0.13, 0.32)]
    height = min(20.0, (sheet.height - 50 - y) / (per_block + 1))
    titles = [head(word, size=SMALL) for word in ("场次", "时间", "人数", "准考证号")]
    for at, block in enumerate(blocks):
        x = start + at * (width + gap)
        below = draw_cells(sheet, x, y, widths, [height], [titles])
        rows = [(line.session, line.time, line.count, line.numbers) for line in block]
        draw_rows(sheet, x, below, widths, height, rows, size=SMALL)


COLUMNS, ROWS = 3, 7
DESK_TOP, DESK_SIDE = 14 * MM, 9 * MM
WIDTH, HEIGHT = (A4[0] - 2 * DESK_SIDE) / COLUMNS, 38 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLabel:
    seat: str
    room: str
    site: str
    lines: Sequence[str] = ()  # 第1场 张三: where one label is to serve named candidates
    note: str = ""  # 备用机


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLabels:
    imprint: Imprint
    labels: Iterable[DeskLabel]


def build_desks(data: DeskLabels, out=None):
    """A room begins a page, so that its labels are one heap."""
    target = BytesIO() if out is None else out
    imprint = data.imprint
    sheet = Sheet(target, title=imprint.title, watermark=imprint.watermark)
    for (site, room), labels in groupby(data.labels, key=lambda label: (label.site, label.room)):
        sheet.bookmark(f"{site} {room}")
        for page in batches(labels, COLUMNS * ROWS):
            _draw_desks(sheet, imprint, f"{site}　{room}", page)
            sheet.next_page()
    sheet.close()
    return target.getvalue() if out is None else None


def _draw_desks(sheet, imprint, where, labels):
    about = "　".join(filter(None, (imprint.order, imprint.version)))
    sheet.text(DESK_SIDE, DESK_TOP - 8, where, SMALL, grey=GREY)
    sheet.text(A4[0] - DESK_SIDE, DESK_TOP - 8, about, 7.5, align=RIGHT, grey=GREY)
    for at, label in enumerate(labels):
        row, column = divmod(at, COLUMNS)
        _draw_desk(sheet, DESK_SIDE + column * WIDTH, DESK_TOP + row * HEIGHT, label)
    rows = -(-len(labels) // COLUMNS)
    sheet.stamp(("desk cuts", rows), lambda sheet: _draw_cuts(sheet, rows))


def _draw_desk(sheet, x, y, label):
    if label.note:
        sheet.rect(x + 4, y + 4, WIDTH - 8, HEIGHT - 8, width=0, fill=FAINT)
    top = f"{label.site}　{label.room}"
    sheet.box(x + 4, y + 5, WIDTH - 8, 14, top, SMALL, grey=GREY)
    if label.lines:
        sheet.box(x + 4, y + 20, 58, HEIGHT - 24, label.seat, 34, bold=True)
        each = (HEIGHT - 26) / max(4, len(label.lines))
        for at, line in enumerate(label.lines):
            sheet.box(x + 62, y + 21 + at * each, WIDTH - 68, each, line, BODY, align=0.0)
    else:
        tall = HEIGHT - (40 if label.note else 24)
        sheet.box(x + 4, y + 20, WIDTH - 8, tall, label.seat, 48, bold=True)
        sheet.box(x + 4, y + HEIGHT - 22, WIDTH - 8, 14, label.note, BODY, bold=True)


def _draw_cuts(sheet, rows):
    left, right = DESK_SIDE - 4 * MM, A4[0] - DESK_SIDE + 4 * MM
    for row in range(rows + 1):
        y = DESK_TOP + row * HEIGHT
        sheet.line(left, y, right, y, width=0.4, grey=PALE, dash="3 3")
    for column in range(COLUMNS + 1):
        sheet.cut_down(DESK_SIDE + column * WIDTH, DESK_TOP - 8, DESK_TOP + rows * HEIGHT + 8)
    sheet.text(left - 9, DESK_TOP + 3.2, "✂", SMALL, grey=PALE)
