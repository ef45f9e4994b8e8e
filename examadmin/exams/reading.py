"""A policy as a page reads it: every part with its values and tables, in the words of the schema."""

from dataclasses import dataclass

from .differences import said
from .schema import Profile

HIDDEN = {"key"}  # names of the program, not of people


@dataclass(frozen=True)
class PartView:
    """One part: `values` = (title, texts), `tables` = (title, heads, rows of (key, head, texts))."""

    name: str
    title: str
    values: list
    tables: list


def parts(data: dict) -> list[PartView]:
    return [_part(name, shape, data[name]) for name, shape in Profile().fields.items()]


def _part(name, shape, value):
    if hasattr(shape, "child"):
        return PartView(name, str(shape.label), [], [_table("", shape, value)])
    values, tables = [], []
    for key, field in shape.fields.items():
        if hasattr(getattr(field, "child", None), "fields"):
            tables.append(_table(str(field.label), field, value[key]))
        elif key in value:
            values.append((str(field.label), _texts(field, value[key])))
    return PartView(name, str(shape.label), values, tables)


def _table(title, shape, rows):
    """Only the columns that some row fills."""
    used = {key for row in rows for key, value in row.items() if value not in ("", [], None)}
    # The numbers of the work plan are its keys, and people do use them.
    hidden = HIDDEN if any(not str(row.get("key", "x"))[0].isdigit() for row in rows) else set()
    fields = {k: f for k, f in shape.child.fields.items() if k in used and k not in hidden}
    heads = [str(field.label) for field in fields.values()]
    body = [[(k, str(f.label), _texts(f, row.get(k))) for k, f in fields.items()] for row in rows]
    return title, heads, body


def _texts(shape, value) -> list[str]:
    """A list stays a list, so that a page can set one under the other."""
    if isinstance(value, list):
        return [said(shape.child if hasattr(shape, "child") else None, one) for one in value]
    return [said(shape, value) or ""]
