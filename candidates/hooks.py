"""Where higher apps take part in what happens to a candidate, without being known here.

Each list is filled from an `AppConfig.ready`. A check raises a Refusal to forbid the act; a fact
is told inside the transaction of the act.
"""

from collections.abc import Callable

# check(candidate, changes): changes = {field: (old, new)}
correction_checks: list[Callable] = []
# check(candidates)
withdrawal_checks: list[Callable] = []
# told(candidate, changes, by, now)
corrected: list[Callable] = []
# told(candidates, by, now)
withdrawn: list[Callable] = []


def tell(listeners, *args, **kwargs) -> None:
    for listener in listeners:
        listener(*args, **kwargs)
