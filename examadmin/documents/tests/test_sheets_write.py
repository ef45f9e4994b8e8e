"""Tables that leave the house: inert, exact, and readable by ourselves."""

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examadmin.documents.sheets.read import find_header, open_book
from examadmin.documents.sheets.write import (
    Column,
    SheetSpec,
    safe_file_name,
    safe_title,
    template_workbook,
    write_csv,
    write_xlsx,
)

ACTING = [
    '=HYPERLINK("http://x")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "－1",
    "＝1",
    "\u200b=1",
    " =1",
    "'=1",
    "''=1",
    "http://10.0.0.1/x",
    "mailto:a@b",
    "{=1}",
]
RARE = "𠮷䶮𬭎·阿依古丽•ᠮᠣᠩ བོད"
COLUMNS = [Column("姓名"), Column("中考报名号", 18)]


def xlsx(rows, columns=COLUMNS, title="名册", notes=()):
    write_xlsx(out := io.BytesIO(), [SheetSpec(title, columns, rows, notes)])
    return out.getvalue()


def csv(rows, columns=COLUMNS):
    write_csv(out := io.BytesIO(), columns, rows)
    return out.getvalue()


def cells(data):
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(data, name):
    with open_book(data, name) as book:
        return [values for _number, values in book.rows()]


@pytest.mark.parametrize("name", [*ACTING, RARE, "长" * 60])
def test_x05_x08_x11_a_name_is_text_in_excel_whatever_it_looks_like(name):
    data = xlsx([[name, "236301010001"]])
    assert cells(data)["A2"].data_type == "s"
    assert not re.search(rb"<(\w+:)?f[\s>/]", parts(data)["xl/worksheets/sheet1.xml"])
    assert not any("hyperlink" in part or "externalLink" in part for part in parts(data))
    assert read(data, "a.xlsx")[1] == [name, "236301010001"]


def test_ids_are_text_cells_and_keep_every_digit_and_zero():
    data = xlsx([["张三", "140302201001011234"], ["李四", "001"], ["王五", 236301010001]])
    sheet = cells(data)
    assert {sheet[f"B{row}"].number_format for row in (2, 3, 4)} == {"@"}
    ids = ["140302201001011234", "001", "236301010001"]
    assert [values[1] for values in read(data, "a.xlsx")[1:]] == ids


def test_what_is_typed_into_a_text_column_later_is_text():
    columns = cells(xlsx([])).column_dimensions
    assert [columns[name].number_format for name in "AB"] == ["@", "@"]


def test_numbers_and_dates_stay_what_they_are():
    columns = [Column("人数", kind="number"), Column("日期", kind="date")]
    day, moment = dt.date(2010, 5, 3), dt.datetime(2010, 5, 3, 8, 30)
    aware = moment.replace(tzinfo=dt.UTC)
    data = xlsx([[12, day], [0.5, moment], [True, aware], ["无", "待定"], [None, None]], columns)
    assert read(data, "a.xlsx")[1:] == [
        [12.0, day],
        [0.5, moment],
        ["是", dt.datetime(2010, 5, 3, 16, 30)],
        ["无", "待定"],
    ]


def test_a_number_that_a_cell_would_round_becomes_text():
    data = xlsx([[140302201001011234], [float("nan")]], [Column("号", kind="number")])
    assert read(data, "a.xlsx")[1:] == [["140302201001011234"], ["nan"]]


def test_notes_stand_above_the_header_and_are_read_over():
    data = xlsx([["张三", "1"]], notes=["=1+1", "请核对"])
    with open_book(data, "a.xlsx") as book:
        rows = book.rows()
        assert find_header(rows, {"name": ["姓名"]}, ["name"]).row_number == 3
        assert list(rows) == [(4, ["张三", "1"])]
    assert cells(data).freeze_panes == "A4"
    assert cells(data).auto_filter.ref == "A3:B4"


def test_a_template_takes_text_and_explains_itself_on_a_second_sheet():
    columns = [Column("姓名", required=True, hint="与户口簿一致"), Column("身份证号")]
    data = template_workbook(
        columns, [["张三", "11010119900307299X"]], ["每行一名考生"], title="名册"
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["名册", "填表说明"]
    assert [cell.value for cell in book["名册"][1]] == ["*姓名", "身份证号"]
    assert book["名册"].max_row == 1
    assert book["名册"].column_dimensions["B"].number_format == "@"
    assert [[cell.value for cell in row] for row in book["填表说明"]] == [
        ["每行一名考生", None, None, None],
        ["列名", "是否必填", "填写说明", "示例1"],
        ["姓名", "必填", "与户口簿一致", "张三"],
        ["身份证号", "选填", None, "11010119900307299X"],
    ]
    with open_book(data, "a.xlsx") as opened:
        wanted = {"name": ["姓名"], "id": ["身份证号"]}
        assert find_header(opened.rows(), wanted, ["name", "id"]).missing == []


@pytest.mark.parametrize("name", ACTING)
def test_x06_csv_marks_what_would_act_and_gives_it_back_when_read(name):
    data = csv([[name, "1"]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert not re.search(r'(^|,)"[\s\u200b]*[=+\-@＝＋－＠\t\r]', data.decode(), re.M)
    assert read(data, "a.csv")[1] == [name, "1"]


def test_x06_csv_writes_numbers_dates_and_answers_as_a_person_reads_them():
    row = [-3, 0.5, dt.date(2010, 5, 3), True, None]
    data = csv([row], [Column(name) for name in "ABCDE"])
    assert data.decode("utf-8-sig").splitlines()[1] == '"-3","0.5","2010-05-03","是",""'


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(
    lambda text: text.strip()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=5))
def test_x06_any_text_comes_back_from_csv_as_it_was(rows):
    assert [tuple(values) for values in read(csv(rows), "a.csv")[1:]] == rows


WRITABLE = st.text(
    st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), min_size=1
).filter(lambda text: text.strip())


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(WRITABLE, WRITABLE), min_size=1, max_size=30))
def test_x05_any_text_comes_back_from_excel_as_it_was(rows):
    assert [tuple(values) for values in read(xlsx(rows), "a.xlsx")[1:]] == rows


def test_what_xml_cannot_carry_is_replaced_and_not_a_crash():
    assert read(xlsx([["张\ud800三\ufffe", "长" * 40_000]]), "a.xlsx")[1] == [
        "张\ufffd三\ufffd",
        "长" * 32_767,
    ]
    assert read(csv([["张\ud800三", "x"]]), "a.csv")[1][0] == "张?三"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("一[二]:*?/\\三", "一 二      三"),
        ("=1+1", "=1+1"),
        ("长" * 40, "长" * 31),
        ("𠮷" * 40, "𠮷" * 15),
        ("'x'", "x"),
        ("", "Sheet"),
        ("\0\t", "Sheet"),
        ("History", "History 1"),
    ],
)
def test_x07_a_sheet_has_a_name_that_excel_accepts(title, name):
    assert safe_title(title, set()) == name
    assert cells(xlsx([], title=title)).title == name


def test_x07_sheets_of_one_name_are_told_apart():
    write_xlsx(out := io.BytesIO(), [SheetSpec("长" * 40, COLUMNS)] * 3)
    names = openpyxl.load_workbook(out).sheetnames
    assert names == ["长" * 31, "长" * 27 + " (2)", "长" * 27 + " (3)"]


@given(st.lists(st.text(max_size=40), max_size=9))
def test_x07_any_titles_become_different_names(titles):
    taken = set()
    names = [safe_title(title, taken) for title in titles]
    assert len({name.lower() for name in names}) == len(titles)
    assert all(0 < len(name.encode("utf-16-le")) <= 62 for name in names)
    assert not any(re.search(r"[\[\]:*?/\\\0-\x1f]|^'|'$", name) for name in names)


def test_x07_a_header_is_inert_too():
    sheet = cells(xlsx([], [Column("=1"), Column("@SUM(A1)")]))
    assert [sheet["A1"].data_type, sheet["B1"].data_type] == ["s", "s"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("=cmd|x", "cmd x.xlsx"),
        ("../../etc/passwd", "etc passwd.xlsx"),
        ("城区\r\n名册\u202e", "城区  名册.xlsx"),
        ("", "file.xlsx"),
    ],
)
def test_x07_a_file_name_is_no_path_and_no_formula(title, name):
    assert safe_file_name(title, ".xlsx") == name


def test_equal_data_give_equal_bytes():
    assert xlsx([["张三", "1"]]) == xlsx([["张三", "1"]])
