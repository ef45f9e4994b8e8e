"""Where a candidate belongs: school, registration number, category, class."""

import re
import unicodedata

from . import classes
from .cells import Cells
from .codes import Memo, half_width, text_of


def schools(cells: Cells) -> list:
    """The key of each row's school, None where there is none. The code decides, not the name."""
    counties = cells.expected.counties
    quick = {
        code: place.key
        for code, place in cells.expected.schools.items()
        if counties is None or place.county in counties
    }
    found = [
        (quick.get(value) if value.__class__ is str else None) or _school(cells, i, value)
        for i, value in enumerate(cells.column("school_code"))
    ]
    written = cells.column("school_name")
    if written is not None:
        _compare_names(cells, found, written)
    return found


def _school(cells, i, value):
    code, known = cells.text(i, value, "school_code", needed=True), cells.expected.schools
    if code is None:
        return None
    code = half_width(code).replace(" ", "").lstrip("'‘’")
    place = known.get(code)
    if place is None and code.isdigit():
        longer = code.zfill(max(map(len, known), default=0))
        place = known.get(longer)
        if place is not None:
            cells.tell(i, "school_zeros", "school_code", code=longer)
    if place is None:
        return cells.no(i, "school_unknown", "school_code", code=code[:30])
    counties = cells.expected.counties
    if counties is not None and place.county not in counties:
        return cells.no(i, "school_of_other_county", "school_code", school=place.name)
    return place.key


def _compare_names(cells, found, written):
    plain = Memo(lambda text: re.sub(r"\s", "", unicodedata.normalize("NFKC", text_of(text))))
    name_of = {place.key: place.name for place in cells.expected.schools.values()}
    agrees = Memo(lambda pair: not pair[0] or plain[pair[1]] in ("", plain[name_of[pair[0]]]))
    for i, pair in enumerate(zip(found, written, strict=True)):
        if not agrees[pair]:
            name, code = name_of[pair[0]], plain[pair[1]][:80]
            cells.tell(i, "school_name_differs", "school_name", written=code, name=name)


def registrations(cells: Cells) -> list[str]:
    """Registration numbers by the exam's pattern. A group named `school` in the pattern must be
    the code of the row's own school."""
    pattern = re.compile(cells.expected.registration_pattern)
    by_school = "school" in pattern.groupindex
    fits = (lambda text: None) if by_school else pattern.fullmatch
    return [
        value if value.__class__ is str and fits(value) else _registration(cells, i, value, pattern)
        for i, value in enumerate(cells.column("registration_no"))
    ]


def _registration(cells, i, value, pattern):
    field, expected = "registration_no", cells.expected
    text = cells.text(i, value, field, needed=True)
    if text is None:
        return ""
    number = re.sub(r"\s", "", text).lstrip("'‘’")
    length, prefix = expected.registration_length, expected.registration_prefix
    found = pattern.fullmatch(number)
    if found:
        told, own = found.groupdict().get("school"), cells.out.values["school"][i]
        place = expected.schools.get(told) if told else None
        if told and own and (place is None or place.key != own):
            cells.tell(i, "registration_school", field, school=told)
            return ""
        return number
    if not (number.isascii() and number.isdigit()):
        cells.tell(i, "registration_digits", field, number=number[:30])
    elif length and len(number) != length:
        cells.tell(i, "registration_length", field, length=len(number), asked=length)
    elif prefix and not number.startswith(prefix):
        cells.tell(i, "registration_prefix", field, prefix=prefix)
    else:
        cells.tell(i, "registration_pattern", field, example=expected.registration_example)
    return ""


def categories(cells: Cells) -> list[str]:
    return cells.words("grade", _grades(cells), "grade_unknown", needed=True)


def _grades(cells) -> dict[str, str]:
    """Every way to name a grade → category."""
    ways = {
        way: grade.key
        for grade in cells.expected.grades
        for way in (*grade.synonyms, grade.title, grade.key)
    }
    for digit in "789":  # a bare 8, also as a number cell
        if f"{digit}年级" in ways:
            ways.setdefault(digit, ways[f"{digit}年级"])
    return ways


def class_numbers(cells: Cells) -> list[int]:
    """Class numbers, 0 where there is none."""
    readings = Memo(lambda pair: classes.read(pair[1], cells.expected.year))
    category, grades, found = cells.out.values["category"], _grades(cells), []
    for i, value in enumerate(cells.column("class_no")):
        number, grade, long = readings[value.__class__, value]
        if number is None:
            if cells.text(i, value, "class_no", needed=True):
                cells.tell(i, "class_unreadable", "class_no", value=text_of(value)[:30])
        elif long:
            cells.tell(i, "class_read_as", "class_no", value=text_of(value), number=number)
        own = category[i]
        if grade and own and grades.get(f"{grade}年级", own) != own:
            cells.tell(i, "class_of_other_grade", "class_no", grade=grade)
        found.append(number or 0)
    return found
