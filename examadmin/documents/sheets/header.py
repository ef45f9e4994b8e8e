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
    unknown: dict[int, str]  # index -> title of columns that nobody asked for, or asked for twice
    titles: dict[int, str]  # index -> title as it stands there

    def is_repeated(self, values) -> bool:
        """Whether a later row is this header once more, as at the top of every printed page."""
        return {at: _plain(title) for at, title in self.titles.items()} == {
            at: _plain(title) for at, title in _titles(values).items()
        }


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
        if number > limits.HEADER_DEPTH:
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
    titles = _titles(values)
    found = {}
    for without_asides in (
        False,
        True,
    ):  # “班级” is meant, even where “班级（旧）” stands before it
        for index, title in titles.items():
            key = wanted.get(_plain(title, without_asides=without_asides))
            if key and key not in found and index not in found.values():
                found[key] = index
    unknown = {at: title for at, title in titles.items() if at not in found.values()}
    missing = [key for key in required if key not in found]
    return Header(number, found, missing, unknown, titles)


def _titles(values):
    texts = ((index, str(value).strip()) for index, value in enumerate(values) if value is not None)
    return {index: text for index, text in texts if text}


def _plain(title, *, without_asides=False):
    """Without spaces, line breaks, asterisks, widths; on request without （必填） and the like."""
    title = unicodedata.normalize("NFKC", title)
    if without_asides:
        title = _ASIDE.sub("", title)
    return _NOISE.sub("", title).casefold()
