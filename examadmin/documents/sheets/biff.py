"""The xls of Excel 97 to 2003: an OLE container with a stream of records.

The parser reads the values; here we look for what it does not tell: a password, macros, formulas,
errors, hidden rows. Every offset in such a file may lie, so every chain is bounded.
"""

import struct
from array import array

from .problems import SheetProblem
from .scan import Marks

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FREE = 0xFFFFFFFA  # this and above: end of chain, free, FAT
_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMULAS = {0x0006, 0x0206, 0x0406}
_ROW, _COLINFO, _BOOLERR = 0x0208, 0x007D, 0x0205
_MACRO_SHEET = 1


class Container:
    """The streams of an OLE file, by lower-case name."""

    def __init__(self, data: bytes):
        self.data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise SheetProblem("damaged")
        self.sector = 1 << shift
        self.bound = len(data) // self.sector + 1
        directory, _, self.cutoff, mini, _, difat, _ = struct.unpack_from("<7I", data, 48)
        self.fat = self._read_fat(difat)
        entries = self._chain(directory, self.fat)
        self.streams = {}
        self.mini_fat, self.mini = array("I"), b""
        for at in range(0, len(entries) - 127, 128):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            start, size = struct.unpack_from("<II", entries, at + 116)
            name = entries[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind == 5:
                self.mini = self._chain(start, self.fat)
                self.mini_fat = _integers(self._chain(mini, self.fat))
            elif kind:
                self.streams.setdefault(name.lower(), (start, size))

    def read(self, name) -> bytes:
        start, size = self.streams[name]
        if size >= self.cutoff:
            return self._chain(start, self.fat)[:size]
        parts, seen = [], 0
        while start < len(self.mini_fat) and seen <= len(self.mini_fat):
            parts.append(self.mini[start * 64 : start * 64 + 64])
            start, seen = self.mini_fat[start], seen + 1
        return b"".join(parts)[:size]

    def _read_fat(self, difat):
        sectors = array("I", struct.unpack_from("<109I", self.data, 76))
        while difat < _FREE and len(sectors) <= self.bound + 109:
            more = _integers(self._at(difat))
            if not more:
                break
            sectors += more[:-1]
            difat = more[-1]
        used = [number for number in sectors if number < self.bound]
        return _integers(b"".join(self._at(number) for number in used[: self.bound // 128 + 2]))

    def _at(self, number):
        start = (number + 1) * self.sector
        return self.data[start : start + self.sector]

    def _chain(self, start, fat):
        parts, seen = [], 0
        while start < len(fat) and seen < self.bound:
            parts.append(self._at(start))
            start, seen = fat[start], seen + 1
        return b"".join(parts)


def check(data: bytes) -> bytes:
    """The stream of records of a workbook without password and macros."""
    try:
        container = Container(data)
        names = container.streams.keys()
        if "encryptedpackage" in names or "encryptioninfo" in names:
            raise SheetProblem("encrypted")
        book = next((name for name in ("workbook", "book") if name in names), None)
        if book is None:
            raise SheetProblem("other")
        if "_vba_project_cur" in names or "vba" in names or "macros" in names:
            raise SheetProblem("macro")
        stream = container.read(book)
        for kind, body in _records(stream, 0):
            if kind == _FILEPASS:
                raise SheetProblem("encrypted")
            if kind == _BOUNDSHEET and body[5:6] == bytes([_MACRO_SHEET]):
                raise SheetProblem("macro")
        return stream
    except (struct.error, IndexError, MemoryError) as error:
        raise SheetProblem("damaged") from error


def scan(stream: bytes, index: int, sheet: str) -> Marks:
    """The marks of the sheet at this place in the workbook."""
    marks = Marks()
    try:
        sheets = [body for kind, body in _records(stream, 0) if kind == _BOUNDSHEET]
        start = struct.unpack_from("<I", sheets[index])[0]
        for kind, body in _records(stream, start):
            if kind in _FORMULAS:
                marks.formulas.add(_cell(body))
            elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
                marks.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
            elif kind == _BOOLERR and body[7]:
                marks.errors.add(_cell(body))
            elif kind == _COLINFO and struct.unpack_from("<H", body, 8)[0] & 1:
                first, last = struct.unpack_from("<HH", body)
                marks.hidden_columns.update(range(first, min(last, 255) + 1))
            marks.bound(sheet)
    except (struct.error, IndexError) as error:
        raise SheetProblem("damaged") from error
    return marks


def _records(stream, at):
    """(kind, body) from a BOF to the EOF that closes it; charts inside a sheet are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, body


def _cell(body):
    row, column = struct.unpack_from("<HH", body)
    return row + 1, column


def _integers(data):
    return array("I", data[: len(data) // 4 * 4])
