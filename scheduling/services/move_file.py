"""A workbook of moves to rows, and the same rows on their way through a form.

What was checked is what is carried out: the page that shows the check holds the cells as text, and
both ways go through `tidy`.
"""

import json
import re
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from examadmin.base.errors import Invalid
from examadmin.documents.sheets.cells import NUMBER_LOST, cell_text
from examadmin.documents.sheets.read import find_header, open_book

LIMIT = 2000  # rows, as many as the API takes at once
LONGEST = 60
NUMBER = re.compile(r"\D{0,4}(\d{1,3})\D{0,4}")
DAY = re.compile(r"(?:(\d{4})\D)?(\d{1,2})\D(\d{1,2})\D?")

# field: (title, other headings, required)
COLUMNS = {
    "registration_no": (gettext_lazy("报名号"), ("报名号", "中考报名号", "考号"), True),
    "site": (gettext_lazy("考点代码"), ("考点代码", "考点", "学校代码"), True),
    "room": (gettext_lazy("考场号"), ("考场号", "考场"), True),
    "day": (gettext_lazy("日期"), ("日期", "考试日期"), True),
    "session": (gettext_lazy("场次"), ("场次", "场次号"), True),
    "seat": (gettext_lazy("座位"), ("座位", "座位号", "机号"), False),
}


def read_move_file(source, name: str) -> list[list]:
    """[row number, six texts] of every row that is not empty; a file that is none is refused."""
    headings = {field: [str(title), *also] for field, (title, also, _r) in COLUMNS.items()}
    required = [field for field, (_t, _a, must) in COLUMNS.items() if must]
    found = []
    with open_book(source, name) as book:
        rows = book.rows()
        header = find_header(rows, headings, required)
        if header.missing:
            titles = "、".join(str(COLUMNS[field][0]) for field in header.missing)
            raise Invalid(_("表头缺少必需的列：%(columns)s。请对照模板。") % {"columns": titles})
        for number, values in rows:
            texts = [_text(values, header.columns.get(field)) for field in COLUMNS]
            if any(texts):
                found.append([number, *texts])
            if len(found) > LIMIT:
                raise Invalid(_("一次最多%(limit)d行，请分几次上传。") % {"limit": LIMIT})
    if not found:
        raise Invalid(_("表中没有数据行。"))
    return found


def _text(values, at) -> str:
    if at is None or at >= len(values):
        return ""
    text, kind = cell_text(values[at])
    return "#" + text if kind == NUMBER_LOST else text.strip()[:LONGEST]


def packed(texts) -> str:
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))


def unpacked(text) -> list[list]:
    """What `packed` made, or Invalid: it has been in a browser."""
    try:
        rows = json.loads(text)
        good = len(rows) <= LIMIT and all(
            len(row) == 1 + len(COLUMNS)
            and isinstance(row[0], int)
            and all(isinstance(cell, str) and len(cell) <= LONGEST for cell in row[1:])
            for row in rows
        )
    except (ValueError, TypeError):
        good = False
    if not good or not rows:
        raise Invalid(_("请重新上传表格。"))
    return rows


def tidy(exam, texts) -> list[dict]:
    """Rows as `lines_of` wants them; what cannot be read is said in `wrong`."""
    rows = []
    for number, *cells in texts:
        given = dict(zip(COLUMNS, cells, strict=True))
        wrong = [
            _("%(column)s没有填写。") % {"column": title}
            for field, (title, _also, must) in COLUMNS.items()
            if must and not given[field]
        ]
        if given["registration_no"].startswith("#"):
            wrong.append(_("报名号被存成了数值，末几位已丢失，请改成文本格式重填。"))
        row = {"row": number, "registration_no": given["registration_no"], "site": given["site"]}
        for field in ("room", "session", "seat"):
            row[field] = _number(given[field])
            if given[field] and row[field] is None:
                names = {"column": COLUMNS[field][0], "text": given[field]}
                wrong.append(_("%(column)s“%(text)s”不是号码。") % names)
        row["day"] = _day(exam, given["day"])
        if given["day"] and row["day"] is None:
            wrong.append(_("“%(text)s”不是考试日期。") % {"text": given["day"]})
        rows.append(row | {"wrong": wrong})
    return rows


def _number(text):
    match = NUMBER.fullmatch(text)
    return int(match[1]) if match else None


def _day(exam, text) -> date | None:
    """One of the exam's days, with or without its year."""
    match = DAY.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    same = (d for d in exam.rules.dates if (d.month, d.day) == (month, day))
    return next((d for d in same if year in (None, d.year)), None)
