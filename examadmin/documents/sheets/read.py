"""Open what was handed in as a table: xlsx, xls or csv.

    with open_book(path, "名册.xlsx") as book:
        rows = book.rows()
        header = find_header(rows, {"name": ["姓名"]}, ["name"])
        for number, values in rows: ...

Whatever the bytes are, the only exception is SheetProblem, whose sentence is for the person.
"""

import os
import re
import shutil
import tempfile
from pathlib import PurePath

from . import biff, csvs, limits, parser, scan
from .cells import cell_text, with_rows
from .header import Header, find_header
from .package import Package, Sheet
from .problems import SheetProblem

__all__ = ["Book", "Header", "SheetProblem", "cell_text", "find_header", "open_book"]

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b",
    re.I | re.S,
)
_OTHERS = (
    b"%PDF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"{\\rtf",
    b"\x1f\x8b",
)
_EXCEL_SUFFIXES = {".xlsx", ".xls", ".xlsm", ".xlsb", ".xlt", ".xltx", ".et", ".ett"}
_XML2003 = (b"urn:schemas-microsoft-com:office:spreadsheet", b"mso-application")


def open_book(source, name: str) -> "Book":
    """`source` is a path, bytes or a binary file; `name` is what the person called it."""
    file = _own(source)
    try:
        return _kind(file, name)(file, name)
    except BaseException:
        file.close()
        raise


class Book:
    """A table file that has passed the gate.

    `sheets` are the names, visible ones first; `order` as in the workbook. Once `rows()` has given
    its first row these tell of that sheet (rows count from 1, columns from 0):
    `formulas` and `errors`, sets of (row, column); `hidden_rows`, `hidden_columns`.
    """

    kind = ""
    order: list[Sheet]

    def __init__(self, file, name):
        self.file, self.name = file, name
        self.marks = scan.Marks()
        self.order = self._sheets()
        if not self.order:
            raise SheetProblem("no_sheet")

    sheets = property(
        lambda self: [s.name for s in sorted(self.order, key=lambda s: not s.visible)]
    )
    formulas = property(lambda self: self.marks.formulas)
    errors = property(lambda self: self.marks.errors)
    hidden_rows = property(lambda self: self.marks.hidden_rows)
    hidden_columns = property(lambda self: self.marks.hidden_columns)

    def rows(self, sheet: str | None = None):
        """Iterate over (row number, values) of the rows that hold anything; empty cells are None.

        Numbers come as float: see `cell_text`. Without a name it is the first visible sheet.
        """
        wanted = self.sheets[0] if sheet is None else sheet
        for found in self.order:
            if found.name == wanted:
                return self._rows(found)
        raise SheetProblem("which_sheet", sheet=wanted)

    def _rows(self, sheet):
        with parser.parsing(self.file, sheet.index, sheet.name, self._unpacked()) as batches:
            self.marks = self._scan(sheet)  # meanwhile the other process parses
            rows = (row for batch in batches for row in batch)
            if self.formulas:  # a row of nothing but formulas never calculated has no values
                width = 1 + max(column for _row, column in self.formulas)
                rows = with_rows(rows, {row for row, _column in self.formulas}, width)
            yield from rows

    def close(self):
        self.file.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    __del__ = close


class _Xlsx(Book):
    kind = "xlsx"

    def _sheets(self):
        self.package = Package(self.file)
        return self.package.sheets()

    def _unpacked(self):
        return self.package.unpacked

    def _scan(self, sheet):
        scan.check_area(self.package.head(sheet.part, 1 << 16), sheet.name)
        with self.package.open(sheet.part) as stream:
            return scan.scan(stream, sheet.name)


class _Xls(Book):
    kind = "xls"

    def _sheets(self):
        self.file.seek(0)
        self.records = biff.check(self.file.read())
        listed = parser.sheet_list(self.file, self._unpacked())
        return [
            Sheet(name, index, visible)
            for index, (name, visible, is_table) in enumerate(listed)
            if is_table
        ]

    def _unpacked(self):
        return len(self.records)

    def _scan(self, sheet):
        return biff.scan(self.records, sheet.index, sheet.name)


class _Csv(Book):
    kind = "csv"

    def _sheets(self):
        self.encoding = csvs.encoding_of(self.file)
        return [Sheet("CSV", 0, True)]

    def _rows(self, sheet):
        return csvs.rows(self.file, self.encoding)


def _own(source):
    """An open file of our own: a child process reads it by its descriptor."""
    if isinstance(source, str | PurePath):
        return open(source, "rb")  # noqa: SIM115 - the book closes it
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the book closes it
    if isinstance(source, bytes | bytearray | memoryview):
        file.write(source)
    else:
        source.seek(0)
        shutil.copyfileobj(source, file, 1 << 20)
    file.flush()
    return file


def _kind(file, name) -> type[Book]:
    """By the bytes, not by the name."""
    size = os.fstat(file.fileno()).st_size
    if size == 0:
        raise SheetProblem("empty")
    if size > limits.FILE_BYTES:
        raise SheetProblem("too_big", limit=limits.FILE_BYTES // limits.MB)
    file.seek(0)
    start = file.read(1 << 16)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _Xlsx
    if start.startswith(biff.MAGIC):
        return _Xls
    if _HTML.match(start):
        raise SheetProblem("html")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        raise SheetProblem("xml2003" if any(m in start for m in _XML2003) else "other")
    if start.startswith(_OTHERS):
        raise SheetProblem("other")
    suffix = PurePath(name).suffix.lower()
    if suffix in _EXCEL_SUFFIXES:
        csvs.encoding_of(file)  # refuses what is no text either
        raise SheetProblem("text", suffix=suffix)
    return _Csv
