"""Where a line of Chinese may break, and how small a text must be to stand in its cell."""

import re
from functools import lru_cache

from .fonts import text_width

LEADING = 1.25
NEVER_FIRST = frozenset("，。、；：？！）》」』】〕〉”’…—～·％℃％‰,.;:?!)]}%°")
NEVER_LAST = frozenset("（《「『【〔〈“‘([{￥$№")
# A word, a number, an address stay whole; of Chinese every character may end a line.
_PIECE = re.compile(r"[A-Za-z0-9@#&_+\-./:'=]+|\s+|.", re.DOTALL)


def _units(text):
    """The parts of a text between which a line may end."""
    units = []
    for piece in _PIECE.findall(text):
        glue = units and (piece[0] in NEVER_FIRST or units[-1][-1] in NEVER_LAST)
        if glue and not piece.isspace():
            units[-1] += piece
        else:
            units.append(piece)
    return units


@lru_cache(maxsize=16384)
def wrap(text, width, bold=False, first_indent=0.0):
    """Lines no wider than `width` (all lengths at size 1); never loses a character of ink."""
    return [line for part in text.split("\n") for line in _wrap(part, width, bold, first_indent)]


def _wrap(text, width, bold, first_indent):
    lines, line, used = [], "", first_indent
    for unit in _units(text):
        wide = text_width(unit, bold)
        if used + wide > width and line:
            lines.append(line.rstrip())
            line, used = "", 0.0
            if unit.isspace():
                continue
        if used + wide <= width:
            line += unit
            used += wide
            continue
        for char in unit:  # longer than a whole line: it must break inside
            wide = text_width(char, bold)
            if used + wide > width and line:
                lines.append(line)
                line, used = "", 0.0
            line += char
            used += wide
    lines.append(line.rstrip())
    return lines


@lru_cache(maxsize=32768)
def fit(text, width, height, size, bold=False):
    """(size, lines) at which the text stands whole in a box: on one line if a little smaller
    will do, else on several, else smaller yet. A name is never cut off."""
    wide = text_width(text, bold)
    single = "\n" not in text
    if single and wide * size <= width:
        return size, (text,)
    if single and wide * size * 0.8 <= width:
        return int(width / wide * 20) / 20, (text,)
    while True:
        lines = wrap(text, width / size, bold)
        whole = all(text_width(line, bold) * size <= width + 0.01 for line in lines)
        if size <= 1 or (whole and len(lines) * size * LEADING <= height):
            return size, tuple(lines)
        size = round(size - 0.25, 2)
