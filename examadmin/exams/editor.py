"""Forms of the set-up, made from the schema: show a part as inputs, read inputs back as a part.

What a person typed stays what it was when it is not usable, so that the check can say so next to
the input: "abc" for a number becomes a sentence, not a crash and not a zero.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .choices import Kind
from .fields import Asked, Flag, OneOf, Parsed, Text, Whole
from .reading import COMPUTED
from .sections import Group


@dataclass
class Input:
    """One control. `kind` picks the control in the template."""

    name: str
    label: str
    kind: str
    value: object
    required: bool
    options: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)


@dataclass
class Line:
    """One row of a table of inputs. `was`: its place in the stored list, "" for a new row."""

    name: str
    was: object
    blank: bool
    inputs: list
    errors: list = field(default_factory=list)


@dataclass
class Form:
    group: Group
    inputs: list
    lines: list
    errors: list

    @property
    def heads(self):
        return [str(f.label) for f in self.group.fields.values()]


def shown(group: Group, data: dict, findings=(), origins=None) -> Form:
    """A group as inputs, each with what is wrong with it. `origins`: where the rows of a refused
    form come from, as `read` told."""
    said = {}
    for finding in findings:
        said.setdefault(re.sub(r"\[(\d+)\]", r".\1", finding.where), []).append(finding.text)
    part = _at(data, group)
    if not group.is_table:
        return Form(group, _inputs(group, part, group.path, said), [], said.get(group.path, []))
    rows = list(zip(range(len(part)) if origins is None else origins, part, strict=True))
    if group.grows:
        rows.append(("", {}))
    lines = []
    for index, (was, row) in enumerate(rows):
        name = f"{group.path}.{index}"
        inputs = _inputs(group, row, name, said)
        named = {i.name for i in inputs}
        stray = [t for path, texts in said.items() if _under(path, name, named) for t in texts]
        lines.append(Line(name, was, index == len(part), inputs, stray))
    return Form(group, [], lines, said.get(group.path, []))


def _under(path, name, named):
    """Findings of a row that no input of it shows, such as those of hidden keys."""
    inside = path == name or path.startswith(f"{name}.")
    return inside and not any(path == one or path.startswith(f"{one}.") for one in named)


def _at(data, group):
    """The part of a group; empty where an older draft has none."""
    for name in group.path.split("."):
        data = data.get(name) or {}
    return data or ([] if group.is_table else {})


def _inputs(group, row, prefix, said):
    inputs = []
    for name, shape in group.fields.items():
        path = f"{prefix}.{name}"
        errors = [t for p, texts in said.items() if _same_or_inside(p, path) for t in texts]
        kind, value, options = _control(shape, row.get(name), row)
        inputs.append(Input(path, str(shape.label), kind, value, shape.required, options, errors))
    return inputs


def _same_or_inside(path, name):
    return path == name or path.startswith(f"{name}.")


def _control(shape, value, row):
    """(kind, value, options) of the control for a field."""
    if isinstance(shape, Whole):
        return "number", "" if value is None else value, {}
    if isinstance(shape, Flag):
        return "flag", bool(value), {}
    if isinstance(shape, OneOf):
        return "select", value or "", shape.options
    if isinstance(shape, Parsed):
        text = value or ""
        return shape.widget, text[:16] if shape.widget == "datetime-local" else text, {}
    if isinstance(shape, Text):
        return ("area" if shape.lines else "text"), value or "", {}
    if isinstance(shape, Asked):
        return _asked_control(value, row)
    child = getattr(shape, "child", None)
    if isinstance(child, Parsed):
        return f"{child.widget}s", [*(value or []), "", ""], {}
    if isinstance(child, OneOf):
        return "picks", value or [], child.options
    return "lines", "\n".join(value or []), {}


def _asked_control(value, row):
    if isinstance(value, str) and value in COMPUTED:
        return "fixed", COMPUTED[value], {}
    kind = row.get("kind")
    if kind == Kind.LADDER:
        return "select", value, {option: option for option in row.get("options", [])}
    if kind == Kind.CHOICE:
        return "picks", value or [], {option: option for option in row.get("options", [])}
    if kind in (Kind.MIN, Kind.MAX):
        return "number", "" if value is None else value, {}
    return "fixed", _("具备") if kind == Kind.YES else "、".join(row.get("options", [])), {}


def read(group: Group, post, data: dict):
    """The part as the person wants it, from the values of a posted form; and of a table where
    each row comes from, its place in the stored list or "" when it is new."""
    part = _at(data, group)
    if not group.is_table:
        return _kept({**part, **_values(group, post, group.path, part)}), None
    rows, origins = [], []
    for index in range(_number(post, f"{group.path}.rows", 500) or 0):
        name = f"{group.path}.{index}"
        was = _number(post, f"{name}.was", len(part) - 1)
        old = {} if was is None else part[was]
        if group.grows and f"{name}.remove" in post:
            continue
        row = {**old, **_values(group, post, name, old)}
        if not old and not _filled(group, row):
            continue
        if "key" in group.shape.child.fields and "key" not in row:
            row["key"] = _new_key(group, [*part, *rows])
        rows.append(_kept(row))
        origins.append("" if was is None else was)
    return rows, origins


def _number(post, name, most):
    """A small number of a hidden input; None for anything else."""
    text = post.get(name, "")
    return int(text) if re.fullmatch("[0-9]{1,4}", text) and int(text) <= most else None


def _kept(values):
    """Without the optional values that were left empty."""
    return {key: value for key, value in values.items() if value is not None}


def _filled(group, row):
    """Whether anything was typed into a blank row; boxes and lists of choices start filled."""
    typed = [n for n, f in group.fields.items() if not isinstance(f, Flag | OneOf)]
    return any(row.get(name) not in (None, "", []) for name in typed)


def _new_key(group, rows):
    stem = re.sub("s$", "", group.path.rpartition(".")[2].replace("ies", "y"))
    taken = {row.get("key") for row in rows}
    return next(f"{stem}{n}" for n in range(1, 1000) if f"{stem}{n}" not in taken)


def _values(group, post, prefix, old):
    """The typed values; None for an optional one that was left empty, so that it goes."""
    values = {}
    for name, shape in group.fields.items():
        path = f"{prefix}.{name}"
        kind, stood, _options = _control(shape, old.get(name), old)
        if kind == "fixed" or (kind == "flag" and name not in old and path not in post):
            continue
        if name in old and post.get(path, "").replace("\r\n", "\n").strip() == str(stood).strip():
            values[name] = old[name]  # untouched: seconds and last line breaks stay as they were
        else:
            values[name] = _value(shape, post, path, old)
    return values


def _value(shape, post, path, row):
    text = post.get(path, "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(shape, Flag):
        return path in post
    if hasattr(shape, "child"):
        if isinstance(shape.child, Parsed):
            return sorted(t for t in post.getlist(path) if t)
        if isinstance(shape.child, OneOf):
            return [t for t in post.getlist(path) if t]
        return [line.strip() for line in text.split("\n") if line.strip()]
    if isinstance(shape, Asked) and row.get("kind") == Kind.CHOICE:
        return [t for t in post.getlist(path) if t]
    if not text:
        return "" if shape.required else None
    if isinstance(shape, Whole | Asked) and re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    if isinstance(shape, Parsed) and re.search(r"(^|T)[0-9]{2}:[0-9]{2}$", text):
        return f"{text}:00"
    return text
