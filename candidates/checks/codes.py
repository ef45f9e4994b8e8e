"""Code tables and the small conversions that several columns share."""

import csv
from datetime import date, datetime
from functools import cache
from pathlib import Path

FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
SEXES = {"男": "M", "女": "F", "1": "M", "2": "F", "男性": "M", "女性": "F", "M": "M", "F": "F"}
LONGEST_NUMBER = 15  # digits that a number cell keeps; Excel sets the rest to zero


class Memo(dict):
    """A dictionary that works an answer out once: `Memo(f)[x]` is f(x)."""

    def __init__(self, work):
        self.work = work

    def __missing__(self, key):
        answer = self[key] = self.work(key)
        return answer


@cache
def ethnicities() -> dict[str, str]:
    """Every accepted way to write an ethnicity → its name in GB/T 3304."""
    known = {}
    with (Path(__file__).parent.parent / "data/gb3304.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["name"]
            ways = {name, row["code"], str(int(row["code"])), *filter(None, row["also"].split("|"))}
            if name.endswith("族") and len(name) > 2:
                ways.add(name[:-1])
            elif name.endswith("族"):
                ways.add(name[0])
            known.update(dict.fromkeys(ways, name))
    return known


def half_width(text: str) -> str:
    """Full-width letters, digits, signs and blanks as ordinary ones."""
    return text.translate(FULL_WIDTH)


def is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def number_text(value) -> str | None:
    """The digits of a number cell, or None when the cell can no longer hold them all."""
    if isinstance(value, float):
        if value != value or abs(value) >= 10**LONGEST_NUMBER:
            return None
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value) if abs(value) < 10**LONGEST_NUMBER else None


def text_of(value) -> str:
    """Any cell as a person would read it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if is_number(value):
        text = number_text(value)
        return f"{value:.0f}" if text is None else text
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def read_date(value) -> date | None:
    """2010-5-3, 2010/05/03, 2010年5月3日, 20100503, a date cell or Excel's serial number. What can
    be read in two ways (3/5/2010) is not read at all."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = half_width(text_of(value)).strip()
    try:
        if text.isascii() and text.isdigit():
            if len(text) == 5 and is_number(value):
                return date.fromordinal(date(1899, 12, 30).toordinal() + int(text))
            return date(int(text[:4]), int(text[4:6]), int(text[6:])) if len(text) == 8 else None
        for sign in "年月/.":
            text = text.replace(sign, "-")
        year, month, day = text.replace("日", "").split("-")
        return date(int(year), int(month), int(day)) if len(year) == 4 else None
    except ValueError:
        return None
