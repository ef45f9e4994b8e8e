"""Where higher apps take part in what happens to a candidate, without being known here.

Each list is filled from an `AppConfig.ready`. A check raises a Refusal to forbid the act; a fact
is told inside the transaction of the act.
"""

from collections.abc import Callable

from django.db.models import Q

# check(candidate, changes): changes = {field: (old, new)}
correction_checks: list[Callable] = []
# check(candidates)
withdrawal_checks: list[Callable] = []
# told(candidate, changes, by, now)
corrected: list[Callable] = []
# told(candidates, by, now)
withdrawn: list[Callable] = []
# When a 零报考 candidate counts as settled, on every page alike; a seat, while nobody says more.
settled_when: list[Q] = []
# page(exam, county) -> address of the page where candidates are settled
settle_pages: list[Callable] = []


def tell(listeners, *args, **kwargs) -> None:
    for listener in listeners:
        listener(*args, **kwargs)
