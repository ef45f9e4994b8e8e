"""What the parser does not tell of a sheet: formulas, errors, hidden rows and columns.

The XML is searched for the few byte strings that give these away; only a block that holds one is
taken apart. So a sheet without formulas costs little more than its unpacking.
"""

import re
from dataclasses import dataclass, field

from . import limits
from .problems import SheetProblem

BLOCK = 1 << 17

_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_AREA = re.compile(
    rb"<(?:\w+:)?dimension\b[^>]*?\bref\s*=\s*[\"']"
    rb"(\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7}))[\"']"
)
_TAG = re.compile(rb"<(?:\w+:)?(row|c|f)\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,7})[\"']")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true|on)[\"']")
_SPAN = re.compile(rb"\b(min|max)\s*=\s*[\"'](\d{1,5})[\"']")


@dataclass
class Marks:
    """Cells as (row, column): rows count from 1 as on the screen, columns from 0 as in a list."""

    formulas: set = field(default_factory=set)
    errors: set = field(default_factory=set)
    hidden_rows: set = field(default_factory=set)
    hidden_columns: set = field(default_factory=set)

    def bound(self, sheet):
        if len(self.formulas) + len(self.errors) > limits.FORMULAS:
            raise SheetProblem("formulas", sheet=sheet)


def column_index(letters: str) -> int:
    """A -> 0, Z -> 25, AA -> 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def check_area(head: bytes, sheet: str):
    """Refuse a sheet that says it is larger than anything that could be meant."""
    if found := _AREA.search(head):
        area, left, top, right, bottom = (part.decode() for part in found.groups())
        width = column_index(right) - column_index(left) + 1
        if width * (int(bottom) - int(top) + 1) > limits.DECLARED_CELLS:
            raise SheetProblem("too_wide", sheet=sheet, area=area)


def scan(stream, sheet: str) -> Marks:
    """Read the XML of a sheet and collect its marks."""
    marks = Marks()
    block = stream.read(BLOCK)
    root = _ROOT.search(block)
    prefix = b"<" + (root and root[1] or b"")
    needles = (prefix + b"f", b"hidden", b't="e"')
    row_tag = prefix + b"row"
    _find_hidden_columns(block, marks)
    row = 0
    while block:
        read = stream.read(BLOCK)
        cut = _cut(block, row_tag) if read else len(block)
        block, rest = block[:cut], block[cut:]
        if any(needle in block for needle in needles):
            row = _take_apart(block, row, marks)
            marks.bound(sheet)
        else:
            row = _last_row(block, row, row_tag)
        block = rest + read
    return marks


def _cut(block, row_tag):
    """Where to end the block so that no row, at least no tag, is cut in two."""
    for boundary in (block.rfind(row_tag), block.rfind(b"<")):
        if boundary > 0 and len(block) - boundary < 2 * BLOCK:
            return boundary
    if len(block) > 4 * BLOCK:  # nothing that a person types is that long
        raise SheetProblem("damaged")
    return 0


def _last_row(block, row, row_tag):
    at = block.rfind(row_tag)
    if at < 0:
        return row
    if number := _NUMBER.search(block, at, at + 200):
        return int(number[1])
    return row + block.count(row_tag)


def _take_apart(block, row, marks):
    column = -1
    for tag in _TAG.finditer(block):
        kind, attributes = tag.groups()
        if kind == b"row":
            number = _NUMBER.search(attributes)
            row = int(number[1]) if number else row + 1
            column = -1
            if _HIDDEN.search(attributes):
                marks.hidden_rows.add(row)
        elif kind == b"c":
            if reference := _REFERENCE.search(attributes):
                row, column = int(reference[2]), column_index(reference[1].decode())
            else:
                column += 1
            if b't="e"' in attributes:
                marks.errors.add((row, column))
        else:
            marks.formulas.add((row, column))
    return row


def _find_hidden_columns(head, marks):
    for tag in _COLUMN.finditer(head):
        if _HIDDEN.search(tag[1]):
            span = {key: int(value) for key, value in _SPAN.findall(tag[1])}
            if len(span) == 2:
                last = min(span[b"max"], limits.COLUMNS)
                marks.hidden_columns.update(range(span[b"min"] - 1, last))
