"""What differs between two policies, value by value, in the words of the pages."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .schema import SHAPE


@dataclass(frozen=True)
class Difference:
    """One value: where it stands (titles, outermost first), what it was, what it is.

    None for a value that was not there, or is no more."""

    path: str
    titles: tuple[str, ...]
    old: str | None
    new: str | None

    @property
    def title(self) -> str:
        return " › ".join(self.titles)


def differences(old: dict, new: dict) -> list[Difference]:
    return list(_compare(SHAPE, old, new, "", ()))


def _compare(shape, old, new, path, titles):
    if old == new:
        return
    if hasattr(shape, "fields") and (isinstance(old, dict) or isinstance(new, dict)):
        old, new = old or {}, new or {}
        for key in dict.fromkeys([*old, *new]):
            field = shape.fields.get(key)
            inner = f"{path}.{key}" if path else key
            label = str(field.label) if field is not None else key
            yield from _compare(field, old.get(key), new.get(key), inner, (*titles, label))
    elif hasattr(getattr(shape, "child", None), "fields"):
        before, after = _by_name(old), _by_name(new)
        for name in dict.fromkeys([*before, *after]):
            one, other = before.get(name), after.get(name)
            row = (other or one).get("title") or name
            yield from _compare(
                shape.child, one, other, f"{path}[{name}]", (*titles[:-1], f"{titles[-1]}“{row}”")
            )
    else:
        yield Difference(path, titles, said(shape, old), said(shape, new))


def _by_name(rows) -> dict:
    """Rows under their key (or title): one that moved is the same row."""
    return {row.get("key") or row.get("title"): row for row in rows or []}


def said(shape, value) -> str | None:
    """A value as a page says it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        child = getattr(shape, "child", None)
        return "、".join(said(child, one) for one in value) or _("（无）")
    if isinstance(value, str):
        options = getattr(shape, "options", None)
        if options and value in options:
            return str(options[value])
        if getattr(shape, "widget", "") in ("time", "datetime-local"):
            return value.replace("T", " ").removesuffix(":00") if value.count(":") == 2 else value
        return value
    return str(value)
