"""Who a candidate is: name, identity, sex, birth date, telephone."""

import re

from . import names as naming
from .cells import Cells
from .codes import SEXES, Memo, half_width, read_date, text_of
from .identity import KIND_BY_FIRST, KINDS, PERMIT, RESIDENT, Numbers

PHONE_LIMIT = 64
_PHONE = re.compile(r"(\+?86)?1[3-9][0-9]{9}|(0[0-9]{2,3})?[2-9][0-9]{6,7}(转?[0-9]{1,6})?")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]{2}")


def names(cells: Cells) -> list[str]:
    ordinary = naming.ORDINARY
    return [
        value if value.__class__ is str and ordinary(value) else _name(cells, i, value)
        for i, value in enumerate(cells.column("name"))
    ]


def _name(cells, i, value):
    text = cells.text(i, value, "name", needed=True)
    if text is None:
        return ""
    name, findings = naming.read(text)
    for code, params in findings:
        cells.tell(i, code, "name", **params)
    return name


def identities(cells: Cells) -> dict[str, list]:
    """Number, kind of document, birth date and sex: the number speaks about the other three."""
    numbers = Numbers(cells.expected.today)
    fast, kinds, sexes = numbers.fast, _kinds(cells), cells.column("sex")
    ids, found_kinds, births, found_sexes = [], [], [], []
    for i, value in enumerate(cells.column("id_number")):
        got = fast(value) if value.__class__ is str and kinds[i] is None else None
        if got:
            number, kind = value, KIND_BY_FIRST.get(value[0], RESIDENT)
            birth, by_id = got
        else:
            number, kind, birth, by_id = _identity(cells, i, value, kinds[i], numbers)
        sex = SEXES.get(sexes[i]) or _sex(cells, i, sexes[i], by_id)
        if by_id and sex and sex != by_id:
            cells.tell(i, "sex_differs", "sex")
        ids.append(number)
        found_kinds.append(kind)
        births.append(birth)
        found_sexes.append(sex or "")
    _births(cells, births)
    return {"id_number": ids, "id_kind": found_kinds, "birth_date": births, "sex": found_sexes}


def _kinds(cells):
    """What the column for the kind of document says; None where the number itself tells."""
    written = cells.column("id_kind")
    if written is None:
        return [None] * cells.size
    known = Memo(lambda text: KINDS.get(half_width(text_of(text)).strip()))
    kinds = []
    for i, value in enumerate(written):
        kind = known[value]
        if kind is None and text_of(value).strip():
            cells.tell(i, "id_kind_unknown", "id_kind", kind=text_of(value)[:30])
        kinds.append(None if kind in (RESIDENT, PERMIT) else kind)
    return kinds


def _identity(cells, i, value, kind, numbers):
    text = cells.text(i, value, "id_number")
    if text == "" and kind != "none":
        cells.tell(i, "id_missing", "id_number")
    if text is None or (text == "" and kind != "none"):
        return "", kind or RESIDENT, "", ""
    if kind is None and _SCIENTIFIC.fullmatch(text):
        cells.tell(i, "number_lost", "id_number")
        return "", RESIDENT, "", ""
    number, kind, birth, sex, findings = numbers.read(text, kind)
    for code, params in findings:
        cells.tell(i, code, "id_number", **params)
    return number, kind, birth, sex


def _sex(cells, i, value, by_id):
    text = cells.text(i, value, "sex", needed=not by_id)
    if text is None:
        return None
    if not text:
        cells.tell(i, "sex_from_id", "sex", sex="男" if by_id == "M" else "女")
        return by_id
    sex = SEXES.get(half_width(text).strip().upper())
    return sex or cells.no(i, "sex_unknown", "sex", value=text[:20])


def _births(cells, births):
    for i, value in enumerate(cells.column("birth_date") or ()):
        if not text_of(value).strip() or (i, "birth_date") in cells.formulas:
            continue
        day = read_date(value)
        if day is None or day > cells.expected.today:
            cells.tell(i, "birth_unreadable", "birth_date", value=text_of(value)[:30])
        elif births[i] and births[i] != day.isoformat():
            cells.tell(i, "birth_differs", "birth_date", birth=births[i])
        else:
            births[i] = day.isoformat()


def phones(cells: Cells) -> list[str]:
    column, looks = cells.column("phone"), _PHONE.fullmatch
    if column is None:
        return [""] * cells.size
    return [
        value if value.__class__ is str and looks(value) else _phone(cells, i, value)
        for i, value in enumerate(column)
    ]


def _phone(cells, i, value):
    text = cells.text(i, value, "phone", PHONE_LIMIT) or ""
    numbers = re.split(r"[/、,，;；]+", half_width(text))
    if text and not all(_PHONE.fullmatch(re.sub(r"[\s()-]", "", n)) for n in numbers):
        cells.tell(i, "phone_doubtful", "phone")
    return half_width(text)
