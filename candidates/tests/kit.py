"""Made rosters for tests: a row is good until a test says otherwise."""

import io
from datetime import date

import openpyxl

from candidates.checks.identity import CHECK, WEIGHTS
from candidates.checks.roster import check
from candidates.checks.table import Expected, Grade, Place, Table

HEADINGS = {
    "serial": "序号",
    "registration_no": "中考报名号",
    "name": "姓名",
    "sex": "性别",
    "id_number": "身份证号",
    "ethnicity": "民族",
    "school_code": "学校代码",
    "school_name": "学校名称",
    "grade": "年级",
    "class_no": "班级",
    "student_no": "学籍号",
    "phone": "监护人电话",
    "remark": "备注",
}
EXPECTED = Expected(
    today=date(2024, 4, 10),
    year=2024,
    grades=(
        Grade("grade8", "八年级", ("八年级", "初二", "8年级", "八", "初中二年级")),
        Grade("grade9", "九年级零报考", ("九年级", "初三", "9年级"), "零报考"),
    ),
    schools={
        "630101": Place(1, "阳泉市实验中学", 10),
        "630201": Place(2, "阳泉市第十一中学校", 20),
    },
    counties=None,
    registration_pattern="^23[0-9]{10}$",
    registration_prefix="23",
    registration_length=12,
    registration_example="236301010001",
)


def identity(serial: int, male=True, born="20100512", place="140302") -> str:
    """A faultless identity number; serial counts up to 499."""
    number = f"{place}{born}{serial * 2 + male:03d}"
    return number + CHECK[sum(int(d) * w for d, w in zip(number, WEIGHTS, strict=True)) % 11]


def row(serial: int, /, **other) -> dict:
    """A faultless row of school 630101."""
    return {
        "serial": float(serial),
        "registration_no": f"2363010190{serial:02d}",
        "name": f"李{chr(0x4E00 + serial * 7)}",
        "sex": "男",
        "id_number": identity(serial),
        "ethnicity": "汉族",
        "school_code": "630101",
        "school_name": "阳泉市实验中学",
        "grade": "八年级",
        "class_no": 1.0,
        "student_no": f"G{identity(serial)}",
        "phone": "13800000000",
        "remark": "",
    } | other


def judge(*rows, expected=EXPECTED, **table):
    """Check rows of dicts as if they stood in rows 2, 3, … of a sheet."""
    columns = {field: [r.get(field, "") for r in rows] for field in {k for r in rows for k in r}}
    given = Table(rows=list(range(2, len(rows) + 2)), columns=columns, headings=HEADINGS, **table)
    return check(given, expected)


def codes(checked, row=None) -> list[str]:
    """The codes of the findings, of one row or of all."""
    return [code for at, code, _, _ in checked.findings if row in (None, at)]


def workbook(rows, *, title="补报名册", headings=HEADINGS, hidden=(), more_sheets=()) -> bytes:
    """An .xlsx: title, empty row, headings in row 3, then the rows. Strings are text cells, "="
    begins a formula, None leaves a row out."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名册"
    sheet["A1"] = title
    for at, heading in enumerate(headings.values(), 1):
        sheet.cell(3, at, heading)
    for number, values in enumerate(rows, 4):
        for at, field in enumerate(headings, 1):
            value = (values or {}).get(field, "")
            if value != "":
                sheet.cell(number, at, value)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    for name, lines in more_sheets:
        other = book.create_sheet(name)
        for line in lines:
            other.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
