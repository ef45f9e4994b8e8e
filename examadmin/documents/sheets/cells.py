"""What a cell holds, as text and kind."""

import datetime as dt
import math
import re
from collections import deque

EMPTY, TEXT, NUMBER, NUMBER_LOST, DATE, TIME, BOOL = (
    "empty",
    "text",
    "number",
    "number_lost",
    "date",
    "time",
    "bool",
)

_SCIENTIFIC = re.compile(r"\s*\d(\.\d+)?[Ee]\+\d{1,3}\s*")
_EXACT = 10**15  # a number cell keeps 15 digits


def cell_text(value) -> tuple[str, str]:
    """(text, kind). A whole number of up to 15 digits is given as it was typed: "236301050917".

    NUMBER_LOST is a longer one, or its remains in a CSV ("1.40302E+17"): the last digits are gone.
    """
    if type(value) is str:
        if not value:
            return "", EMPTY
        return value, NUMBER_LOST if "+" in value and _SCIENTIFIC.fullmatch(value) else TEXT
    if value is None:
        return "", EMPTY
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), BOOL
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.datetime):
        whole_day = value.time() == dt.time()
        return (value.date().isoformat() if whole_day else value.isoformat(" ")), DATE
    if isinstance(value, dt.date):
        return value.isoformat(), DATE
    return str(value), TIME


def _number(value):
    if isinstance(value, float) and not math.isfinite(value):
        return str(value), NUMBER_LOST
    if value == int(value):
        return str(int(value)), NUMBER if abs(value) < _EXACT else NUMBER_LOST
    return format(value, ".15g"), NUMBER


def with_rows(rows, numbers, width):
    """The rows, and among them those numbers that are missing, as rows of empty cells."""
    waiting = deque(sorted(numbers))
    for number, values in rows:
        while waiting and waiting[0] < number:
            yield waiting.popleft(), [None] * width
        if waiting and waiting[0] == number:
            waiting.popleft()
        yield number, values
    for number in waiting:
        yield number, [None] * width
