"""The answer to a faulty file (R-C04): the same workbook, the findings beside the rows."""

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.styles import Font

from examadmin.documents.sheets import limits
from examadmin.documents.sheets.errors import TITLE, answer_workbook
from examadmin.documents.sheets.read import open_book

from .workbooks import book, raw, xls

ROWS = [
    ["城区考生名册", "", ""],
    ["姓名", "身份证号", "班级"],
    ["张三", "140302201001011234", 1],
    ["=1+1", "140302201001011235", "2班"],
    ["李四", "", None],
]
FINDINGS = [
    (4, 1, "warning", "校验位可疑"),
    (4, 0, "error", "姓名不能是公式"),
    (5, 1, "error", "缺少身份证号"),
    (5, None, "error", "此行无法导入"),
    (5, 1, "error", "缺少身份证号"),
    (3, None, "ok", "已读入"),
]


def decorate(made, sheet):
    sheet["A3"].font = Font(name="楷体", size=20)
    sheet.column_dimensions["B"].width = 33
    sheet["A1"].hyperlink = "#填表说明!A1"
    sheet.merge_cells("A1:D1")
    made.create_sheet("填表说明")["A1"] = "=1+1"


def answer(data=None, name="名册.xlsx", findings=FINDINGS, header_row=2, sheet=None):
    data = data or book(ROWS, decorate)
    answer_workbook(data, name, findings, sheet, out := io.BytesIO(), header_row=header_row)
    return out.getvalue()


def first(data):
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def ink(cell):
    return cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type else ""


@pytest.fixture(params=["kept", "rebuilt"])
def either(request, monkeypatch):
    """Both ways of making the answer must tell the same."""
    if request.param == "rebuilt":
        monkeypatch.setattr(limits, "KEPT_ROWS", 0)
    return request.param


def test_the_findings_stand_in_a_column_of_their_own_errors_first(either):
    sheet = first(answer())
    assert [sheet.cell(row, 4).value for row in range(1, 6)] == [
        None,
        TITLE,
        "说明：已读入",
        "姓名不能是公式\n提醒：校验位可疑",
        "缺少身份证号\n此行无法导入",
    ]


def test_bad_cells_are_red_and_doubtful_ones_yellow(either):
    sheet = first(answer())
    assert (ink(sheet["A4"]), ink(sheet["B4"]), ink(sheet["B5"])) == ("FFC7CE", "FFEB9C", "FFC7CE")
    assert ink(sheet["A3"]) == ink(sheet["C4"]) == ""


def test_what_was_handed_in_stands_where_it_stood(either):
    data = answer()
    sheet = first(data)
    assert [cell.value for cell in sheet[3]][:3] == ["张三", "140302201001011234", 1]
    assert sheet["A1"].value == "城区考生名册"
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["Sheet", "填表说明"]
    if either == "kept":
        assert (sheet["A3"].font.name, sheet.column_dimensions["B"].width) == ("楷体", 33)


def test_an_answer_handed_in_again_is_answered_in_the_same_column(either):
    again = first(answer(answer(), findings=FINDINGS[:1]))
    assert again.max_column == 4
    assert [again.cell(row, 4).value for row in range(2, 6)] == [
        TITLE,
        None,
        "提醒：校验位可疑",
        None,
    ]
    assert [ink(again[place]) for place in ("A4", "B4", "B5")] == ["", "FFEB9C", ""]


def test_a_finding_on_an_empty_row_or_cell_is_shown_too(either):
    rows = [["姓名", "班级"], ["张三", None], [], ["李四", "1"]]
    findings = [(2, 1, "error", "缺少班级"), (3, None, "ok", "空行"), (9, 0, "error", "末行之后")]
    sheet = first(answer(book(rows), findings=findings, header_row=1))
    assert [sheet.cell(row, 3).value for row in (2, 3, 4, 9)] == [
        "缺少班级",
        "说明：空行",
        None,
        "末行之后",
    ]
    assert (ink(sheet["B2"]), ink(sheet["A9"])) == ("FFC7CE", "FFC7CE")


def test_a_column_without_a_title_is_not_written_over(either):
    rows = [["姓名", "班级"], ["张三", "1", "手写备注"]]
    sheet = first(answer(book(rows), findings=[(2, 0, "error", "错")], header_row=1))
    assert [cell.value for cell in sheet[2]] == ["张三", "1", "手写备注", "错"]
    assert sheet["D1"].value == TITLE


def test_the_sheet_that_was_read_is_the_one_that_is_marked(either):
    def change(made, sheet):
        sheet.sheet_state = "hidden"
        made.create_sheet("名册").append(["姓名"])

    data = answer(book([["内部"]], change), findings=[(2, 0, "error", "错")], header_row=1)
    made = openpyxl.load_workbook(io.BytesIO(data))
    assert made.sheetnames == ["Sheet", "名册"]
    assert made["Sheet"].sheet_state == "hidden"
    assert made["名册"]["B1"].value == TITLE
    assert made["Sheet"].max_column == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("城区.csv", "姓名,班级\n张三,1\n李四,2,多\n".encode("gb18030")),
        ("城区.xls", xls([(0, 0, "姓名"), (0, 1, "班级"), (1, 0, "张三"), (2, 2, "多")])),
    ],
)
def test_csv_and_an_old_workbook_are_answered_with_a_new_workbook(name, data):
    sheet = first(answer(data, name, [(2, 0, "error", "错")], header_row=1))
    assert sheet["A2"].value == "张三"
    assert sheet["C3"].value == "多"
    assert [sheet["D1"].value, sheet["D2"].value] == [TITLE, "错"]


def test_x05_an_answer_is_inert_where_the_file_was_not(either):
    def change(made, sheet):
        sheet["A2"].data_type = "s"
        made.create_sheet("公式")["A1"] = "=1+1"

    name = '=HYPERLINK("http://x")'
    data = book([["姓名", "班级"], [name, "=cmd|' /C calc'!A0"]], change)
    data = answer(data, findings=[(2, 0, "error", "=1+1"), (2, 0, "error", "\x0b")], header_row=1)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if "worksheets/" in part:
                assert not re.search(rb"<f[\s>/]", archive.read(part))
    sheet = first(data)
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", name)
    assert sheet["C2"].data_type == "s"


def test_a_formula_becomes_the_value_that_it_showed(either):
    cell = b'<row r="1"><c r="A1" t="str"><f>B9</f><v>\xe5\xa7\x93\xe5\x90\x8d</v></c></row>'
    assert first(answer(raw(cell), findings=[], header_row=1))["A1"].value == "姓名"


@pytest.mark.parametrize(
    "odd",
    [
        b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
        b'<conditionalFormatting sqref="?"/>',
    ],
)
def test_what_would_swell_in_memory_is_rebuilt(odd):
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    sheet += (
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )
    data = raw(**{"xl__worksheets__sheet1.xml": sheet + odd + b"</worksheet>"})
    assert first(answer(data, findings=[], header_row=1))["B1"].value == TITLE


def test_an_answer_can_be_read_by_ourselves(tmp_path, either):
    out = tmp_path / "答复.xlsx"
    answer_workbook(book(ROWS), "名册.xlsx", FINDINGS, None, out, header_row=2)
    with open_book(out, out.name) as opened:
        assert len(list(opened.rows())) == len(ROWS)
        assert not opened.formulas
