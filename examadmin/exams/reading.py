"""A policy as a page reads it: every part with its values and tables, in the words of the schema."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .differences import said
from .schema import SHAPE

# What people read of long tables; the rest is in the downloads.
COLUMNS = {
    "categories": (
        "title",
        "full_mark",
        "counts_for_admission",
        "settle_one_by_one",
        "login_url",
    ),
    "milestones": ("key", "title", "owner", "each", "opens", "due"),
    "standard": ("title", "kind", "asked", "unit", "level", "clause"),
    "preparation": ("title", "text", "scope", "photo"),
    "duty_documents": ("title", "roles"),
}
HIDDEN = {"key"}  # names of the program, not of people
COMPUTED = {"rooms_by_classes": _("按教学班数推算"), "spare_by_percent": _("按比例推算")}


@dataclass(frozen=True)
class PartView:
    """One part: `values` = (title, texts), `tables` = (title, heads, rows of (key, head, texts))."""

    name: str
    title: str
    values: list
    tables: list


def parts(data: dict) -> list[PartView]:
    """In the order of the schema; what an older policy does not have is left out."""
    return [_part(name, shape, data[name]) for name, shape in SHAPE.fields.items() if name in data]


def _part(name, shape, value):
    if hasattr(shape, "child"):
        return PartView(name, str(shape.label), [], [_table("", shape, value, COLUMNS.get(name))])
    values, tables = [], []
    for key, field in shape.fields.items():
        if hasattr(getattr(field, "child", None), "fields"):
            tables.append(_table(str(field.label), field, value.get(key, [])))
        elif key in value:
            values.append((str(field.label), _texts(field, value[key])))
    return PartView(name, str(shape.label), values, tables)


def _table(title, shape, rows, columns=None):
    """The columns for people, those that no row fills left out."""
    fields = shape.child.fields
    columns = columns or [key for key in fields if key not in HIDDEN]
    used = [k for k in columns if any(row.get(k) not in ("", [], None) for row in rows)]
    heads = [str(fields[k].label) for k in used]
    body = [
        [(k, str(fields[k].label), _texts(fields[k], _asked(k, row))) for k in used] for row in rows
    ]
    return title, heads, body


def _asked(key, row):
    """An item that asks for everything it lists, or for a number that follows from others."""
    value = row.get(key)
    if key == "asked" and value is None:
        return row.get("options")
    return COMPUTED.get(value, value) if key == "asked" and isinstance(value, str) else value


def _texts(shape, value) -> list[str]:
    """Sentences stand one under the other, short things such as dates beside each other."""
    if isinstance(value, list):
        if all(len(str(one)) <= 12 for one in value):
            return [said(shape, value)]
        return [said(getattr(shape, "child", None), one) for one in value]
    return [said(shape, value) or ""]
