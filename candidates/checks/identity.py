"""Identity numbers: GB 11643 with its check digit (ISO 7064 mod 11-2), and the other documents.

The fast way is made for hundreds of thousands of good numbers: place, date and serial each have
their weighted sum looked up. What it does not accept at once goes to `read()`, which says why.
"""

import re
from datetime import date

from .codes import Memo, half_width

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
RESIDENT, PERMIT = "resident", "permit"
KINDS = {  # how people write the kind of document → its key
    "居民身份证": RESIDENT,
    "身份证": RESIDENT,
    "户口簿": RESIDENT,
    "港澳台居民居住证": PERMIT,
    "港澳居民居住证": PERMIT,
    "台湾居民居住证": PERMIT,
    "居住证": PERMIT,
    "港澳居民来往内地通行证": "hk_macau_pass",
    "港澳通行证": "hk_macau_pass",
    "回乡证": "hk_macau_pass",
    "台湾居民来往大陆通行证": "taiwan_pass",
    "台胞证": "taiwan_pass",
    "护照": "passport",
    "外国护照": "passport",
    "外国人永久居留身份证": "foreign_permit",
    "外国人永久居留证": "foreign_permit",
    "其他": "other",
    "其他证件": "other",
    "无": "none",
    "无证件": "none",
}
KIND_BY_FIRST = {"8": PERMIT, "9": "foreign_permit"}  # 81, 82, 83: Hong Kong, Macau, Taiwan
SHAPES = {  # documents without a check digit of ours: what their number looks like
    "hk_macau_pass": r"[HM][0-9]{8}([0-9]{2})?",
    "taiwan_pass": r"[0-9]{8}([0-9]{2})?",
    "passport": r"[A-Z0-9]{5,17}",
    "foreign_permit": r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]",
    "other": r"[A-Z0-9-]{4,20}",
}


def _sum(digits, first):
    if not (digits.isascii() and digits.isdigit()):
        return None
    return sum(int(d) * w for d, w in zip(digits, WEIGHTS[first:], strict=False))


class Numbers:
    """Reads identity numbers as of one day."""

    def __init__(self, today: date):
        self.today = today
        self.places = Memo(lambda text: _sum(text, 0))
        self.days = Memo(self._day)
        self.serials = Memo(self._serial)

    def _day(self, text):
        """(weighted sum, the date as ISO text) of eight digits, None when there is no such day."""
        total = _sum(text, 6)
        if total is None:
            return None
        try:
            day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            return None
        return (total, day.isoformat()) if day <= self.today else None

    def _serial(self, text):
        total = _sum(text, 14)
        return None if total is None else (total, "M" if int(text[2]) % 2 else "F")

    def fast(self, text):
        """(birth date as ISO text, sex) of a faultless 18-digit number, else None."""
        if len(text) != 18:
            return None
        place, day = self.places[text[:6]], self.days[text[6:14]]
        serial = self.serials[text[14:17]]
        if place is None or day is None or serial is None:
            return None
        if CHECK[(place + day[0] + serial[0]) % 11] != text[17]:
            return None
        return day[1], serial[1]

    def read(self, text: str, kind: str | None = None):
        """(number, kind, birth date or "", sex or "", [(finding code, params)])."""
        notes = []
        number = half_width(text)
        if number != text:
            notes.append(("id_full_width", {}))
        number = re.sub(r"[\s\u200b-\u200f\ufeff]", "", number).lstrip("'‘’").upper()
        if kind not in (None, RESIDENT, PERMIT):
            return self._other(number, kind, notes)
        birth, sex, faults = self._judge(number)
        if faults:
            return "", kind or RESIDENT, "", "", faults
        return number, kind or KIND_BY_FIRST.get(number[0], RESIDENT), birth, sex, notes

    def _judge(self, number):
        if re.fullmatch("[0-9]{15}", number):
            return "", "", [("id_fifteen", {})]
        if re.search("[^0-9A-Z]", number) or re.search("[A-Z]", number[:17]):
            return "", "", [("id_characters", {})]
        if len(number) != 18:
            return "", "", [("id_length", {"length": len(number)})]
        if not re.fullmatch("[0-9]{17}[0-9X]", number):
            return "", "", [("id_characters", {})]
        try:
            day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        except ValueError:
            return "", "", [("id_date", {"date": number[6:14]})]
        if day > self.today:
            return "", "", [("id_future", {"date": day.isoformat()})]
        if self.fast(number) is None:
            return "", "", [("id_check", {})]
        return day.isoformat(), "M" if int(number[16]) % 2 else "F", []

    def _other(self, number, kind, notes):
        if kind == "none":
            return "", kind, "", "", [("id_none", {})]
        if not re.fullmatch(SHAPES[kind], number):
            return "", kind, "", "", [("id_of_kind", {})]
        return number, kind, "", "", notes
