"""Files that are not what they say, or mean harm: each ends in its own sentence, never a crash."""

import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examadmin.documents.sheets import limits
from examadmin.documents.sheets.problems import SENTENCES, SheetProblem
from examadmin.documents.sheets.read import open_book

from .workbooks import BOOK, RELS, SHEET, book, compound, inline, raw, xls, zipped

PERSON = inline("A1", "张三")
ROW = b'<row r="1">' + PERSON + b"</row>"
SHEET1 = "xl__worksheets__sheet1.xml"


def read(data, name="名册.xlsx"):
    with open_book(data, name) as opened:
        return [list(opened.rows(sheet)) for sheet in opened.sheets]


def problem(data, name="名册.xlsx"):
    with pytest.raises(SheetProblem) as refusal:
        read(data, name)
    assert str(refusal.value).endswith("。")
    return refusal.value.code


def declared(size):
    """A workbook whose sheet claims another size than it has."""
    data = bytearray(raw(ROW))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = archive.getinfo("xl/worksheets/sheet1.xml")
    wanted, claimed = struct.pack("<I", member.file_size), struct.pack("<I", size)
    return bytes(data.replace(wanted, claimed))


def overlapping():
    """Two parts in one place: the directory names the first one twice."""
    data = raw(ROW, xl__a_long_name_for_a_part="x" * 3000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, last = archive.infolist()[0], archive.infolist()[-1]
    at = data.rindex(last.filename.encode()) - 4
    return data[:at] + struct.pack("<I", first.header_offset) + data[at + 4 :]


def locked_zip():
    data = bytearray(raw(ROW))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


FILES = {
    "empty": (b"", "a.xlsx", "empty"),
    "html": (b"<html><table><tr><td>x</td></tr></table></html>", "a.xlsx", "html"),
    "html after a mark": (b"\xef\xbb\xbf\r\n <TABLE>", "a.xls", "html"),
    "html of Excel": (b'<?xml version="1.0"?><html xmlns:x="x">', "a.xls", "html"),
    "html called csv": (b"<!-- x --><!DOCTYPE html><html>", "a.csv", "html"),
    "xml 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "a.xls",
        "xml2003",
    ),
    "csv renamed": ("姓名,班级\n".encode(), "a.xlsx", "text"),
    "picture": (b"\x89PNG\r\n\x1a\n0000", "a.xlsx", "other"),
    "pdf as csv": (b"%PDF-1.4 x", "a.csv", "other"),
    "binary as csv": (b"a,b\0c\n", "a.csv", "other"),
    "binary as xlsx": (b"a,b\0c\n", "a.xlsx", "other"),
    "bad encoding": (b"a,\xff\xff\xff\n", "a.csv", "encoding"),
    "half a character": ("姓名".encode()[:-1], "a.csv", "encoding"),
    "endless quote": (b'"' + b"x" * 200_000, "a.csv", "csv"),
    "wide csv": (b"," * 2000, "a.csv", "csv"),
    "xlsb": (raw(**{"xl__workbook.bin": b"x"}), "a.xlsb", "xlsb"),
    "macro": (raw(**{"xl__vbaProject.bin": b"x"}), "a.xlsx", "macro"),
    "macro sheet": (raw(**{"xl__macrosheets__sheet1.xml": b"x"}), "a.xlsx", "macro"),
    "xls with macro": (compound(Workbook=b"x", _VBA_PROJECT_CUR=b"x"), "a.xls", "macro"),
    "xls with macro sheet": (xls([(0, 0, "x")], kind=1), "a.xls", "macro"),
    "encrypted": (compound(EncryptionInfo=b"x", EncryptedPackage=b"x"), "a.xlsx", "encrypted"),
    "encrypted xls": (xls(before=struct.pack("<HH6x", 0x2F, 6)), "a.xls", "encrypted"),
    "zip with password": (locked_zip(), "a.xlsx", "encrypted"),
    "old word file": (compound(WordDocument=b"x"), "a.xls", "other"),
    "container of nothing": (compound(), "a.xls", "other"),
    "ods": (zipped({"mimetype": b"x", "content.xml": b"x"}), "a.ods", "ods"),
    "docx": (zipped({"word/document.xml": b"x"}), "a.xlsx", "other"),
    "zip in a zip": (zipped({"a.xlsx": book([["x"]])}), "a.xlsx", "other"),
    "not a zip": (b"PK\x03\x04" + b"x" * 500, "a.xlsx", "damaged"),
    "half a file": (book([["x"] * 9] * 99)[:3000], "a.xlsx", "damaged"),
    "bomb": (raw(b" " * 40 * limits.MB), "a.xlsx", "bomb"),
    "large part": (raw(**{"xl__styles.xml": b" " * 40 * limits.MB}), "a.xlsx", "bomb"),
    "many parts": (zipped({f"p{n}": b"" for n in range(2001)}), "a.xlsx", "bomb"),
    "longer than it says": (declared(90), "a.xlsx", "damaged"),
    "overlapping parts": (overlapping(), "a.xlsx", "bomb"),
    "broken markup": (raw(b"<row><c><f>1</c></row>"), "a.xlsx", "damaged"),
    "no sheet": (raw(**{"xl__workbook.xml": BOOK.replace(b"rId1", b"rId9")}), "a.xlsx", "no_sheet"),
    "no workbook": (zipped({"[Content_Types].xml": b"x", "xl/x": b"x"}), "a.xlsx", "damaged"),
    "sheet elsewhere": (
        raw(**{"xl___rels__workbook.xml.rels": RELS.replace(b"sheet1", b"../../../etc/passwd")}),
        "a.xlsx",
        "no_sheet",
    ),
}


@pytest.mark.parametrize(("data", "name", "code"), FILES.values(), ids=FILES)
def test_x03_u04_a_file_that_cannot_be_read_gets_its_own_sentence(data, name, code):
    assert problem(data, name) == code


def test_every_sentence_says_what_to_do():
    assert all("请" in str(sentence) for sentence in SENTENCES.values())


ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
PARTS = {
    "xl__sharedStrings.xml": b"<sst><si><t>&e;</t></si></sst>",
    "xl__styles.xml": b"<styleSheet/>",
    SHEET1: SHEET % ROW,
    "xl__workbook.xml": BOOK,
    "xl___rels__workbook.xml.rels": RELS,
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("declaration", [ENTITY, LAUGHS], ids=["file", "laughs"])
@pytest.mark.parametrize("part", PARTS)
def test_x01_x02_an_entity_is_refused_wherever_it_is_declared(declaration, part, encoding):
    content = declaration + PARTS[part].removeprefix(b'<?xml version="1.0"?>')
    content = content.decode().encode(encoding)
    assert problem(raw(ROW, **{part: content})) == "dtd"


def test_x02_a_declared_area_beyond_all_sense_is_refused():
    sheet = (SHEET % ROW).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    assert problem(raw(**{SHEET1: sheet})) == "too_wide"


def test_x02_a_declared_area_that_is_only_careless_is_read():
    sheet = (SHEET % ROW).replace(b"<sheetData>", b'<dimension ref="A1:Z1048576"/><sheetData>')
    assert read(raw(**{SHEET1: sheet})) == [[(1, ["张三"])]]


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576">%s</row>' % inline("XFD1048576", "x"),
        b'<row r="99999999">%s</row>' % inline("ZZZZ99999999", "x"),
        b'<row r="2"><c r="XFD2"><v>1</v></c></row><row r="1048000"><c><v>1</v></c></row>',
    ],
)
def test_x02_cells_at_far_corners_do_not_take_the_memory_between(cell):
    assert problem(raw(ROW + cell)) == "too_much"


def test_x02_far_corners_of_an_old_workbook_neither():
    assert problem(xls([(0, 0, "x"), (65535, 65535, "y")]), "a.xls") == "too_much"


def test_content_after_a_desert_of_empty_rows_is_told_with_both_rows():
    far = ROW + b'<row r="50000">%s</row>' % inline("A50000", "x")
    with open_book(raw(far), "a.xlsx") as opened, pytest.raises(SheetProblem) as refusal:
        list(opened.rows())
    assert "第1行与第50000行之间" in str(refusal.value)
    assert problem(b"a,b\n" + b"\n" * 20_000 + b"c,d\n", "a.csv") == "gap"


def test_a_million_empty_rows_are_read_in_passing():
    empty = "".join(f'<row r="{n}" spans="1:13"/>' for n in range(2, 1_048_577)).encode()
    assert read(raw(ROW + empty)) == [[(1, ["张三"])]]


def test_u04_a_directory_of_a_million_members_is_not_opened():
    data = bytearray(raw(ROW))
    at = data.rindex(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<I", 80 * limits.MB)
    assert problem(bytes(data)) == "bomb"


def test_a_file_over_the_limit_is_not_opened(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    assert problem(path) == "too_big"


def test_more_formulas_than_can_be_told_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "FORMULAS", 2)
    assert problem(book([["=1", "=2", "=3"]])) == "formulas"


GOOD = {
    "xlsx": book([["姓名", "班级"], ["张三", 1], ["=1+1", "x"]]),
    "xls": xls([(0, 0, "姓名"), (1, 0, "="), (2, 1, 5.0)], hidden_rows=[2]),
    "csv": "姓名,班级\n张三,1\n".encode("gb18030"),
}
many = settings(max_examples=40, deadline=None)


@many
@given(st.data(), st.sampled_from(sorted(GOOD)))
def test_x03_a_file_with_any_bytes_changed_is_read_or_refused(data, kind):
    content = bytearray(GOOD[kind])
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
    with suppress(SheetProblem):
        read(bytes(content[:end]), f"a.{kind}")


@many
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.xls", "a"]))
def test_x03_any_bytes_are_read_or_refused(content, name):
    with suppress(SheetProblem):
        read(content, name)


XML = st.lists(
    st.sampled_from(
        ["<row>", "</row>", "<row r='2'>", '<c r="A1">', "</c>", "<f>", "</f>", "<v>1</v>", "<c/>"]
        + ['<row r="99999999999">', '<c r="ZZZZZZZ9">', '<c r="1A" t="e">', "<!--", "-->", "<f/>"]
        + ['<col min="1" max="99999999" hidden="1"/>', '<row r="x" hidden="1">', "]]>", "&#x0;"]
    ),
    max_size=12,
).map(lambda parts: "".join(parts).encode())


@many
@given(XML)
def test_x03_any_markup_is_read_or_refused(rows):
    with suppress(SheetProblem):
        read(raw(rows))


@many
@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=30)), max_size=12))
def test_x03_any_records_of_an_old_workbook_are_read_or_refused(records):
    stream = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)
    with suppress(SheetProblem):
        read(xls([(0, 0, "x")], before=stream), "a.xls")
