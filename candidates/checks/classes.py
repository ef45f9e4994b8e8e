"""Class numbers as schools write them: 3, 3班, （3）班, 八(3)班, 八年级三班, 初二3班, 803班, 2203班."""

import re

from .codes import half_width, is_number, number_text

MOST = 99
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_GRADES = {"初一": 7, "初二": 8, "初三": 9, "七": 7, "八": 8, "九": 9, "7": 7, "8": 8, "9": 9}
_FORM = re.compile(
    r"""(?:(?P<grade>初[一二三]|[七八九789])(?:年级|(?=[(\-.])|(?<=初[一二三])))?
        [(\-.]?(?P<number>[0-9]{1,4}|[零〇一二三四五六七八九十]{1,3})\)?(?:班|班级)?""",
    re.VERBOSE,
)
_GRADE_AND_HAN = re.compile(r"(?P<grade>[七八九])(?P<number>[0-9]{1,2})班?")


def chinese_number(text: str) -> int | None:
    """十二 → 12, 二十三 → 23, 三 → 3."""
    if text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS[text] if len(text) == 1 else None


def read(value, year: int):
    """(class number or None, grade that the text names or None, whether it was taken out of a
    longer number). `year`: of the exam, for numbers that begin with the year of entry."""
    if is_number(value):
        text = number_text(value)
        if text is None or not text.isdigit():
            return None, None, False
    else:
        text = re.sub(r"[\s第]", "", half_width(str(value))).translate({"【": "(", "】": ")"})
        text = text.replace("〔", "(").replace("〕", ")").replace("[", "(").replace("]", ")")
    found = _GRADE_AND_HAN.fullmatch(text) or _FORM.fullmatch(text)
    if not found:
        return None, None, False
    grade = _GRADES.get(found["grade"]) if found["grade"] else None
    number = chinese_number(found["number"])
    if number is None:
        return None, None, False
    if number <= MOST:
        return (number or None), grade, False
    return _long(number, grade, year)


def _long(number, grade, year):
    """803 is grade 8, class 3; 2203 is class 3 of those who entered in 2022 (grade 8 in 2024)."""
    if number < 1000:
        told, rest = number // 100, number % 100
        if told not in (7, 8, 9) or not rest:
            return None, None, False
    else:
        entered, rest = 2000 + number // 100, number % 100
        told = 7 + (year - 1 - entered)  # the exam is in the spring of the school year
        if told not in (7, 8, 9) or not rest:
            return None, None, False
    return (rest, told, True) if grade in (None, told) else (None, None, False)
