"""Comma, tab or semicolon separated text, in the encodings that Excel and WPS write."""

import codecs
import csv
import io
import os
import re
from collections import Counter

from . import limits
from .problems import SheetProblem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "gb18030")

# A text that a spreadsheet would take for a formula is written with an apostrophe before it;
# one that looks like a text so marked gets a further one, so that reading can undo it exactly.
_RISKY = re.compile(r"'*[\s​‌‍⁠﻿]*[=+\-@＝＋－＠\t\r\n]")
_MARKED = re.compile(r"'" + _RISKY.pattern)


def defuse(text: str) -> str:
    return f"'{text}" if _RISKY.match(text) else text


def restore(text: str) -> str:
    return text[1:] if _MARKED.match(text) else text


def encoding_of(file) -> str:
    """Decided on the whole file: one wrong byte in the last row counts."""
    file.seek(0)
    start = file.read(4)
    for mark, name in _BOMS:
        if start.startswith(mark):
            guesses = (name,)
            break
    else:
        guesses = _GUESSES
    for name in guesses:
        decoder = codecs.getincrementaldecoder(name)()
        file.seek(0)
        try:
            while part := file.read(1 << 20):
                if "\0" in decoder.decode(part):
                    raise SheetProblem("other")
            decoder.decode(b"", final=True)
            return name
        except UnicodeError:
            continue
    raise SheetProblem("encoding")


def rows(file, encoding):
    """(row number, values): numbers count records, as the rows of a spreadsheet do."""
    text = io.TextIOWrapper(io.BufferedReader(_View(file)), encoding=encoding, newline="")
    delimiter = _delimiter(text)
    number = last = width = 0
    try:
        for number, values in enumerate(csv.reader(text, delimiter=delimiter), 1):
            if number > limits.ROWS or len(values) > limits.COLUMNS:
                raise SheetProblem("csv", row=number)
            if not any(value and not value.isspace() for value in values):
                continue
            if last and number - last > limits.EMPTY_RUN:
                raise SheetProblem("gap", sheet="CSV", before=last, after=number)
            last, width = number, max(width, len(values))
            values += [""] * (width - len(values))  # a short row has its last cells too
            yield number, [restore(value) if value else None for value in values]
    except csv.Error as error:
        raise SheetProblem("csv", row=number + 1) from error


def _delimiter(text):
    """The one that cuts most of the first rows into the same number of columns."""
    lines = [text.readline(1 << 16) for _ in range(limits.HEADER_DEPTH)]
    text.seek(0)
    best = ",", 1, 0
    for delimiter in ",\t;":
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        except csv.Error:
            continue
        for width, count in widths.items():
            if width > 1 and (count, width) > (best[2], best[1]):
                best = delimiter, width, count
    return best[0]


class _View(io.RawIOBase):
    """The bytes of a file at a position of its own: several may read one file, none closes it."""

    def __init__(self, file):
        self.descriptor, self.at = file.fileno(), 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def readinto(self, buffer):
        data = os.pread(self.descriptor, len(buffer), self.at)
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)

    def seek(self, offset, whence=io.SEEK_SET):
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at}[whence]
        self.at = start + offset
        return self.at
