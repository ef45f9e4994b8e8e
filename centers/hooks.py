"""Where higher apps take part in what happens here, without being known here.

Each list is filled from an `AppConfig.ready`. A check raises a Refusal to forbid the act.
"""

from collections import Counter
from collections.abc import Callable

# check(site, first_start=…, gap_minutes=…)
site_time_checks: list[Callable] = []
# check(room, machines=…, spare=…, in_use=…)
room_change_checks: list[Callable] = []
# check(exam, guest=School, host=Site)
hosting_change_checks: list[Callable] = []
# count(exam, school_ids=None) -> {school id: {"category:class number": pupils}}
pupil_counters: list[Callable] = []


def ask(checks, *args, **kwargs) -> None:
    for check in checks:
        check(*args, **kwargs)


def pupils(exam, school_ids=None) -> dict[int, dict[str, int]]:
    """How many pupils of which class are entered, per school; empty while nobody counts them."""
    found: dict[int, Counter] = {}
    for count in pupil_counters:
        for school, classes in count(exam, school_ids).items():
            found.setdefault(school, Counter()).update(classes)
    return {school: dict(classes) for school, classes in found.items()}
