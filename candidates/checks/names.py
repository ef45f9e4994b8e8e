"""Names: made tidy without losing a character that belongs to them."""

import re
import unicodedata

LONGEST = 60
HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]"
ORDINARY = re.compile(r"[\u4e00-\u9fff]{2,4}").fullmatch  # nothing to tidy
_DOTS = re.compile(r"[•‧・･∙⋅●．‣⸱]")
_LOW_DOT = re.compile(rf"(?<={HAN})\s*\.\s*(?={HAN})")
_AROUND_DOT = re.compile(r"\s*·\s*")
_BETWEEN_HAN = re.compile(rf"(?<={HAN})\s+(?={HAN})")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e0fff]"
)
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SYMBOLS = re.compile(r"[^\w\s·’'\-()（）]|[0-9_]")


def has_control(text: str) -> bool:
    """Characters that no page, paper or database should ever get."""
    return _CONTROL.search(text) is not None


def read(text: str):
    """(name, [(finding code, params)])."""
    if has_control(text):
        return "", [("control_characters", {})]
    found = []
    name = _INVISIBLE.sub("", text)
    if name != text:
        found.append(("name_invisible", {}))
    name = " ".join(name.split())
    before, name = name, unicodedata.normalize("NFC", name)
    if name != before:
        found.append(("name_form", {}))
    before, name = name, _BETWEEN_HAN.sub("", name)
    if name != before:
        found.append(("name_space", {"name": name}))
    before, name = name, _AROUND_DOT.sub("·", _LOW_DOT.sub("·", _DOTS.sub("·", name)))
    if name != before:
        found.append(("name_dot", {"name": name}))
    if not name:
        return "", [("missing", {})]
    if len(name) > LONGEST:
        return "", [("too_long", {"length": len(name), "limit": LONGEST})]
    if signs := sorted(set(_SYMBOLS.findall(name))):
        if private := [c for c in signs if _PRIVATE.match(c)]:
            found.append(("name_private", {"codes": " ".join(f"U+{ord(c):04X}" for c in private)}))
        if others := [c for c in signs if not _PRIVATE.match(c)]:
            found.append(("name_symbols", {"signs": " ".join(others)}))
    return name, found
