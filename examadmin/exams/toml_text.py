"""A profile as TOML text, so that a policy can be kept as a profile for the next year.

The standard library reads TOML and does not write it. `profiles.load` of the text gives the same
data again; dates stand without quotes, as a person would write them.
"""

import json
import re
from datetime import datetime, time

DATED = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2})?")
TIMED = re.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}")


def dumps(data: dict) -> str:
    return "\n".join(_table(data, "")).strip() + "\n"


def _table(table, path):
    """Plain values first: in TOML what follows a header belongs to it."""
    for key, value in table.items():
        if not _is_table(value) and not _are_tables(value):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        inner = f"{path}.{_key(key)}" if path else _key(key)
        if _is_table(value):
            yield from ("", f"[{inner}]", *_table(value, inner))
        elif _are_tables(value):
            for row in value:
                yield from ("", f"[[{inner}]]", *_table(row, inner))


def _is_table(value):
    return isinstance(value, dict)


def _are_tables(value):
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _value(value):
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, str):
        if _is_moment(value):
            return value
        if "\n" in value:
            return '"""\n' + "\n".join(_escaped(line) for line in value.split("\n")) + '"""'
        return f'"{_escaped(value)}"'
    return json.dumps(value)


def _key(key):
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else f'"{_escaped(key)}"'


def _is_moment(text):
    try:
        if DATED.fullmatch(text):
            return bool(datetime.fromisoformat(text))
        return bool(TIMED.fullmatch(text)) and time.fromisoformat(text) is not None
    except ValueError:
        return False


def _escaped(text):
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
