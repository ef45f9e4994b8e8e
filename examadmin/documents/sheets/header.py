"""Find the row that names the columns, under whatever titles stand above it."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from . import limits
from .problems import SheetProblem

_NOISE = re.compile(r"[\s​‌‍⁠﻿*＊※★:：、.．·_\-—/\\|“”\"'‘’]+")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>")


@dataclass(frozen=True)
class Header:
    """The row with the titles. `columns`: key -> index in the values of a row."""

    row_number: int
    columns: dict[str, int]
    missing: list[str]  # required keys without a column
    unknown: dict[int, str]  # index -> title of columns that nobody asked for
    width: int  # columns up to the last title

    def is_repeated(self, values) -> bool:
        """Whether a later row is this header once more, as at the top of every printed page."""
        return self.signature == _signature(values)

    signature: tuple = ()


def find_header(rows, columns, required) -> Header:
    """Take rows up to the header, at most the first 20; what is left in `rows` follows it.

    `columns`: key -> names by which the column may go. The first row that has all the `required`
    keys wins, else the one that has most of them; where no row has any, SheetProblem.
    """
    wanted = {}
    for key, names in columns.items():
        for name in names:
            wanted.setdefault(_plain(name), key)
    best = None
    for number, values in islice(rows, limits.HEADER_DEPTH):
        if number > limits.HEADER_DEPTH and best:
            break
        header = _match(number, values, wanted, required)
        if best is None or len(header.columns) > len(best.columns):
            best = header
        if header.columns and not header.missing:
            return header
    if best is None or not best.columns:
        titles = "、".join(columns[key][0] for key in required or columns)
        raise SheetProblem("no_header", depth=limits.HEADER_DEPTH, titles=titles)
    return best


def _match(number, values, wanted, required):
    found, unknown, width = {}, {}, 0
    for index, value in enumerate(values):
        if value is None or not (title := str(value).strip()):
            continue
        width = index + 1
        key = wanted.get(_plain(title)) or wanted.get(_plain(title, without_asides=True))
        if key and key not in found:
            found[key] = index
        else:
            unknown[index] = title
    missing = [key for key in required if key not in found]
    return Header(number, found, missing, unknown, width, _signature(values))


def _signature(values):
    return tuple(_plain(str(value)) for value in values if value is not None)


def _plain(title, *, without_asides=False):
    """Without spaces, line breaks, asterisks, widths; on request without （必填） and the like."""
    title = unicodedata.normalize("NFKC", title)
    if without_asides:
        title = _ASIDE.sub("", title)
    return _NOISE.sub("", title).casefold()
