"""Room rosters (考场名册): who sits where in a session of a room, to be checked and posted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from examadmin.documents.pdf import BODY, CENTRE, LEFT, MM, Sheet
from examadmin.documents.pdf.frame import MARGIN, Imprint

from .lists import ListForm, Where, draw_list

FORM = ListForm(
    columns=(
        ("座位号", 14 * MM, CENTRE),
        ("准考证号", 31 * MM, CENTRE),
        ("姓　名", 32 * MM, CENTRE),
        ("性别", 12 * MM, CENTRE),
        ("考生类别", 26 * MM, CENTRE),
        ("学校班级", 47 * MM, LEFT),
        ("核　对", 18 * MM, CENTRE),
    ),
    below=28.0,
    key="roster",
)


@dataclass(frozen=True, slots=True)
class RosterRow:
    seat: str
    ticket_no: str
    name: str
    sex: str = ""
    category: str = ""
    school: str = ""  # 学校班级


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    where: Where
    rows: Sequence[RosterRow]
    capacity: int = 0  # machines that may be used
    spare: int = 0
    mark: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterBook:
    imprint: Imprint
    rosters: Iterable[Roster]


def build(data: RosterBook, out=None):
    target = BytesIO() if out is None else out
    imprint = data.imprint
    sheet = Sheet(target, title=f"{imprint.exam}{imprint.title}", watermark=imprint.watermark)
    group = None
    for one in data.rosters:
        if one.group and one.group != group:
            group = one.group
            sheet.bookmark(group)
        rows = [
            (row.seat, row.ticket_no, row.name, row.sex, row.category, row.school)
            for row in one.rows
        ]
        draw_list(
            sheet, imprint, FORM, one.where, rows, mark=one.mark,
            finish=lambda sheet, y, one=one: _draw_counts(sheet, y, one),
        )  # fmt: skip
    sheet.close()
    return target.getvalue() if out is None else None


def _draw_counts(sheet, y, one):
    counts = f"本场考生 {len(one.rows)} 人"
    if one.capacity:
        counts += f"　　可用考试机 {one.capacity} 台　　备用机 {one.spare} 台"
    sheet.text(MARGIN, y + 19, counts, BODY)
    sheet.text(MARGIN + 125 * MM, y + 19, "核对人：" + "_" * 18, BODY)
