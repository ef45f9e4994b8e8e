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
_pages: dict[str, str] = {}


def register(name: str, function: Check, page: str = "") -> None:
    """page: the URL name (taking the exam's code) where the step is done, for a link."""
    _checks[name] = function
    _pages[name] = page


def page_of(name: str) -> str:
    return _pages.get(name, "")


def known() -> frozenset[str]:
    return frozenset(_checks)


def results(exam, names: Iterable[str]) -> dict[str, Mapping[Unit, bool]]:
    """What the checks of these names say; names that nobody registered are left out."""
    return {name: _checks[name](exam) for name in set(names) if name in _checks}
