"""Steps of the work plan that the data itself proves.

A higher app registers a function under the name that a milestone's `check` gives:

    checks.register("arrangement_submitted", lambda exam: {county_id: True, …})

The keys are those of the units that owe the step: counties, sites, or None for the city. A unit
that is not mentioned has not done it.
"""

from collections.abc import Callable, Iterable, Mapping

Unit = int | None
Check = Callable[..., Mapping[Unit, bool]]
_checks: dict[str, Check] = {}
_together: dict[str, Callable] = {}
_pages: dict[str, str] = {}


def register(name: str, function: Check, page: str = "") -> None:
    """page: the URL name (taking the exam's code) where the step is done, for a link."""
    _checks[name] = function
    _pages[name] = page


def register_together(names: Iterable[str], function: Callable, page: str = "") -> None:
    """Checks that one question answers: `function(exam, names)` gives {name: {unit: True, …}}."""
    for name in names:
        _together[name] = function
        _pages[name] = page


def page_of(name: str) -> str:
    return _pages.get(name, "")


def known() -> frozenset[str]:
    return frozenset(_checks) | frozenset(_together)


def results(exam, names: Iterable[str]) -> dict[str, Mapping[Unit, bool]]:
    """What the checks of these names say; names that nobody registered are left out."""
    names = set(names)
    found = {name: _checks[name](exam) for name in names if name in _checks}
    for function in {_together[name] for name in names if name in _together}:
        found |= function(exam, {name for name in names if _together.get(name) is function})
    return found
