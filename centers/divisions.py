"""Codes of administrative divisions (GB/T 2260), as far as a county needs them."""

import re

# Prefectures whose counties we know one by one; elsewhere only the form of the code is checked.
# 140301 (市辖区) and 140323 (其它区) stand in many data sets and are no counties.
KNOWN = {
    "1403": {"140302", "140303", "140311", "140321", "140322"},
}


def is_county_division(code: str) -> bool:
    """Six digits that can be a county, district or county-level city."""
    if not re.fullmatch(r"[1-9]\d{5}", code):
        return False
    known = KNOWN.get(code[:4])
    if known is not None:
        return code in known
    return code[2:4] != "00" and code[4:] not in ("00", "01")
