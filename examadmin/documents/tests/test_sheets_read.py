"""Tables that people hand in: what is read, and what is told about it."""

import datetime as dt
import io

import pytest

from examadmin.documents.sheets.cells import cell_text
from examadmin.documents.sheets.problems import SheetProblem
from examadmin.documents.sheets.read import find_header, open_book

from .workbooks import book, inline, raw, xls


def read(data, name="名册.xlsx", sheet=None):
    with open_book(data, name) as opened:
        return list(opened.rows(sheet))


@pytest.mark.parametrize("way", ["path", "str", "bytes", "file"])
def test_a_book_opens_from_a_path_bytes_or_a_file(tmp_path, way):
    data = book([["姓名"]])
    path = tmp_path / "上传"
    path.write_bytes(data)
    source = {"path": path, "str": str(path), "bytes": data, "file": io.BytesIO(data)}[way]
    assert read(source) == [(1, ["姓名"])]


def test_a_cell_keeps_what_kind_it_is():
    moment = dt.datetime(2010, 5, 3, 8, 30)
    row = ["张三", 12, 0.5, dt.date(2010, 5, 3), moment, True, None, "末"]
    [(_number, values)] = read(book([row]))
    kinds = [str, float, float, dt.date, dt.datetime, bool, type(None), str]
    assert [type(value) for value in values] == kinds
    assert values[4] == moment


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        (236301050917.0, "236301050917", "number"),
        (999999999999999.0, "999999999999999", "number"),
        (140302201001020000, "140302201001020000", "number_lost"),
        (1.40302201001020e17, "140302201001020000", "number_lost"),
        ("1.40302E+17", "1.40302E+17", "number_lost"),
        ("140302201001100013", "140302201001100013", "text"),
        ("C+1", "C+1", "text"),
        (0.1 + 0.2, "0.3", "number"),
        (-3.0, "-3", "number"),
        (float("nan"), "nan", "number_lost"),
        (" 张 三 ", " 张 三 ", "text"),
        (True, "TRUE", "bool"),
        (dt.date(2010, 5, 3), "2010-05-03", "date"),
        (dt.datetime(2010, 5, 3), "2010-05-03", "date"),
        (dt.datetime(2010, 5, 3, 8, 30), "2010-05-03 08:30:00", "date"),
        (dt.time(8, 30), "08:30:00", "time"),
        ("", "", "empty"),
        (None, "", "empty"),
    ],
)
def test_x04_a_number_reads_as_it_was_typed_or_is_told_to_be_lost(value, text, kind):
    assert cell_text(value) == (text, kind)


def test_x04_formulas_errors_and_what_is_hidden_are_told():
    def change(_book, sheet):
        sheet["B3"] = "#N/A"
        sheet["B3"].data_type = "e"
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    rows = [["姓名", "班级"], ['=HYPERLINK("http://x")', "1"], ["李四", ""]]
    with open_book(book(rows, change), "a.xlsx") as opened:
        assert list(opened.rows())[1:] == [(2, [None, "1"]), (3, ["李四", None])]
        assert opened.formulas == {(2, 0)}
        assert opened.errors == {(3, 1)}
        assert opened.hidden_rows == {3}
        assert opened.hidden_columns == {1}


def test_x04_a_formula_gives_the_value_that_it_showed_and_is_told():
    cell = b'<row r="2"><c r="B2" t="str"><f>A1</f><v>\xe5\xbc\xa0\xe4\xb8\x89</v></c></row>'
    with open_book(raw(cell), "a.xlsx") as opened:
        assert list(opened.rows()) == [(2, [None, "张三"])]
        assert opened.formulas == {(2, 1)}


def test_x04_rows_of_formulas_that_were_never_calculated_are_not_lost():
    rows = [["姓名", "班级"], ["=A9", "=B9"], ["张三", "1"], ["=A1", "=B1"]]
    with open_book(book(rows), "a.xlsx") as opened:
        assert list(opened.rows())[1:] == [
            (2, [None, None]),
            (3, ["张三", "1"]),
            (4, [None, None]),
        ]
        assert len(opened.formulas) == 4


def test_x04_marks_are_found_however_the_markup_is_written():
    sheet = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<x:sheetData><x:row hidden='1'><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c>"
        b"<x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    with open_book(raw(**{"xl__worksheets__sheet1.xml": sheet}), "a.xlsx") as opened:
        assert list(opened.rows()) == [(1, [2.0, 7.0])]
        assert (opened.formulas, opened.hidden_rows) == ({(1, 0)}, {1})


def test_x04_marks_are_found_far_down_in_a_large_sheet():
    last = 30_000
    rows = [b'<row r="%d">%s</row>' % (n, inline(f"A{n}", "张三" * 9)) for n in range(1, last)]
    rows.append(b'<row r="%d" hidden="1"><c r="C%d"><f>1</f></c></row>' % (last, last))
    with open_book(raw(b"".join(rows)), "a.xlsx") as opened:
        assert sum(1 for _ in opened.rows()) == last
        assert (opened.formulas, opened.hidden_rows) == ({(last, 2)}, {last})


def test_x04_rows_and_columns_keep_their_place_when_some_are_empty_or_merged():
    def change(_book, sheet):
        sheet["C2"] = "标题"
        sheet.merge_cells("C2:D2")
        sheet["C5"] = "姓名"

    assert read(book([], change)) == [(2, [None, None, "标题"]), (5, [None, None, "姓名"])]


def test_rows_of_spaces_and_of_formats_are_passed_over():
    rows = b'<row r="1">' + inline("A1", "x") + b"</row>"
    rows += b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(2, 20_000))
    rows += b'<row r="20000">' + inline("A20000", " ") + b'</row><row r="1048576"/>'
    assert read(raw(rows)) == [(1, ["x"])]


def test_an_empty_sheet_has_no_rows():
    assert read(book([])) == []


def test_visible_sheets_come_first_and_any_can_be_read():
    def change(made, sheet):
        sheet.sheet_state = "hidden"
        made.create_sheet("名册 & 说明")["A1"] = "张三"
        made.create_chartsheet("图表")
        made.create_sheet("说明")["A1"] = "请填写"

    with open_book(book([["内部"]], change), "a.xlsx") as opened:
        assert opened.sheets == ["名册 & 说明", "说明", "Sheet"]
        assert [sheet.name for sheet in opened.order] == ["Sheet", "名册 & 说明", "说明"]
        assert list(opened.rows()) == [(1, ["张三"])]
        assert list(opened.rows("说明")) == [(1, ["请填写"])]
        assert list(opened.rows("Sheet")) == [(1, ["内部"])]
        with pytest.raises(SheetProblem, match="没有名为“没有”的工作表"):
            opened.rows("没有")


def test_a_reader_that_stops_early_leaves_nothing_behind():
    with open_book(book([["x"]] * 3000), "a.xlsx") as opened:
        rows = opened.rows()
        assert next(rows) == (1, ["x"])
        rows.close()
        assert next(opened.rows()) == (1, ["x"])


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_two_readers_of_one_book_do_not_disturb_each_other(name):
    data = book([["x"]] * 3) if name.endswith("xlsx") else b"x\n" * 3
    with open_book(data, name) as opened:
        one, other = opened.rows(), opened.rows()
        assert [next(one), next(other), next(one)] == [(1, ["x"]), (1, ["x"]), (2, ["x"])]


def test_an_old_workbook_is_read_like_a_new_one():
    cells = [(0, 0, "姓名"), (1, 0, "𬭎㛃"), (1, 1, 12.0), (2, 0, "="), (2, 1, "#")]
    with open_book(xls(cells, hidden_rows=[1]), "名册.xls") as opened:
        assert opened.kind == "xls"
        assert opened.sheets == ["名单"]
        assert list(opened.rows()) == [
            (1, ["姓名", None]),
            (2, ["𬭎㛃", 12.0]),
            (3, [3.0, None]),
        ]
        assert (opened.formulas, opened.errors) == ({(3, 0)}, {(3, 1)})
        assert opened.hidden_rows == {2}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_in_any_encoding_that_excel_writes(encoding, separator):
    text = f"姓名{separator}班级\r\n\r\n𬭎㛃䶮{separator}001\r\n"
    assert read(text.encode(encoding), "名册.csv") == [
        (1, ["姓名", "班级"]),
        (3, ["𬭎㛃䶮", "001"]),
    ]


def test_the_separator_is_not_taken_from_a_comma_in_a_text():
    text = "某校,八年级名册\n姓名;备注\n张三;一,二\n李四;三,四\n王五;五\n"
    assert read(text.encode(), "a.csv")[1:] == [
        (2, ["姓名", "备注"]),
        (3, ["张三", "一,二"]),
        (4, ["李四", "三,四"]),
        (5, ["王五", "五"]),
    ]


def test_a_short_row_of_a_csv_has_its_last_cells_too():
    assert read("姓名,班级,备注\n张三\n".encode(), "a.csv")[1] == (2, ["张三", None, None])


def test_a_workbook_called_csv_is_read_by_its_bytes():
    assert read(book([["姓名"]]), "名册.csv") == [(1, ["姓名"])]


WANTED = {"name": ["姓名"], "no": ["中考报名号", "报名号"], "class": ["班级"]}


def test_the_header_is_found_under_titles_and_whatever_its_form():
    rows = iter(
        [
            (1, ["八年级名册", None, None]),
            (3, ["填表说明：姓名须与户口一致", None, None]),
            (4, ["序号", "姓　名*", "报名号（12位）", "班\n级【必填】", "备注"]),
            (5, ["1", "张三", "236301010001", "1", None]),
        ]
    )
    header = find_header(rows, WANTED, ["name", "no"])
    assert header.row_number == 4
    assert header.columns == {"name": 1, "no": 2, "class": 3}
    assert header.missing == []
    assert header.unknown == {0: "序号", 4: "备注"}
    assert header.titles[2] == "报名号（12位）"
    assert [number for number, _values in rows] == [5]


def test_a_missing_and_a_doubled_column_are_told():
    header = find_header(iter([(1, ["报名号", "中考报名号", None])]), WANTED, ["name", "no"])
    assert header.missing == ["name"]
    assert header.columns == {"no": 0}
    assert header.unknown == {1: "中考报名号"}


def test_a_plain_title_goes_before_one_with_an_aside():
    header = find_header(iter([(1, ["姓名（旧）", "姓名"])]), WANTED, ["name"])
    assert header.columns == {"name": 1}


def test_a_table_without_a_header_is_refused_with_what_it_should_have():
    rows = ((number, ["张三", "1"]) for number in range(1, 99))
    with pytest.raises(SheetProblem, match="前20行里没有找到表头.*姓名、班级"):
        find_header(rows, WANTED, ["name", "class"])
    assert next(rows)[0] == 21


def test_x04_a_header_that_stands_there_twice_is_known():
    header = find_header(iter([(1, ["姓名", "报名号", "班级"])]), WANTED, ["name"])
    assert header.is_repeated([" 姓 名", "报名号", "班级", None])
    assert not header.is_repeated(["姓名", "1", "2"])
    assert not header.is_repeated(["姓名"])
