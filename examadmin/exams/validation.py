"""Is a profile usable? Every answer is a sentence that says where and what.

`problems(data)` never raises, whatever it is given: first the shape (schema), then what must hold
between values, each cross check only where the shape of the parts it reads is sound.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import cross_checks
from .schema import SHAPE, Profile, title_of
from .sections import SECTIONS


@dataclass(frozen=True)
class Finding:
    """What is wrong, and where: a path such as sessions.bands[0].cap."""

    where: str
    text: str

    @property
    def part(self) -> str:
        return self.where.partition(".")[0].partition("[")[0]

    @property
    def title(self) -> str:
        """The place in the words of the pages."""
        return title_of(self.where) or _("考试方案")

    @property
    def section(self) -> str:
        """The section of the set-up where it is mended; "" when no page shows it."""
        return next((s.key for s in SECTIONS if s.holds(self)), "")

    def __str__(self):
        return f"{self.where}：{self.text}" if self.where else self.text


def problems(data) -> tuple[list[Finding], list[Finding]]:
    """(errors, warnings). With an error the profile cannot be published; without one every rule
    of the program can work with it."""
    errors = shape_errors(data)
    if not isinstance(data, dict):
        return errors, []
    broken = {finding.part for finding in errors}
    warnings = [Finding(path, _("没有这一项，不会起作用")) for path in _unknown(SHAPE, data)]
    for check in cross_checks.CHECKS:
        if broken.isdisjoint(check.parts):
            for is_error, where, text in check(data):
                (errors if is_error else warnings).append(Finding(where, str(text)))
    return errors, warnings


def shape_errors(data) -> list[Finding]:
    """Only what is missing or of the wrong kind."""
    if not isinstance(data, dict):
        return [Finding("", _("考试方案应为一组“名称 = 值”"))]
    serializer = Profile(data=data)
    return [] if serializer.is_valid() else list(_flat(serializer.errors, ""))


def _flat(errors, path):
    """DRF's nested errors, one finding each."""
    if isinstance(errors, dict):
        for key, inner in errors.items():
            yield from _flat(inner, _step(path, key))
    elif errors and isinstance(errors[0], dict | list):
        for index, inner in enumerate(errors):
            yield from _flat(inner, f"{path}[{index}]")
    else:
        for error in errors:
            yield Finding(path, str(error))


def _step(path, key):
    if key == "non_field_errors":
        return path
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def _unknown(shape, data, path=""):
    """Paths of keys that the schema does not know: misspelt, or of a newer program."""
    if hasattr(shape, "child"):
        if isinstance(data, list) and hasattr(shape.child, "fields"):
            for index, row in enumerate(data):
                yield from _unknown(shape.child, row, f"{path}[{index}]")
    elif hasattr(shape, "fields") and isinstance(data, dict):
        for key, value in data.items():
            inner = f"{path}.{key}" if path else str(key)
            if key in shape.fields:
                yield from _unknown(shape.fields[key], value, inner)
            else:
                yield inner
