"""The room standard (附件2): plain Python, without Django. Plain data in, verdicts out.

    judge(policy.standard, application.answers, rules, SchoolFacts(classes=14))

One verdict per item, and per room where the item is asked of every room. `asked` and `given` are
the values themselves, so that a page can lay them beside each other.
"""

from collections import Counter
from dataclasses import dataclass

PASS, WARNING, FAIL, MISSING, EXCEPTION = "pass", "warning", "fail", "missing", "exception"
MANDATORY = "mandatory"
SITE, ROOM = "site", "room"
SMALL_RURAL = "small_rural"


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What the standard asks about the school. `exception`: it asks to count as a small rural
    school, where a machine for every pupil of the largest class is enough."""

    classes: int = 0
    largest_class: int = 0
    rural: bool = False
    exception: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found for one item; room is 0 for an item of the whole site.

    `note` says why, where the numbers alone do not: "not_rural", "class_unknown", "largest_class".
    """

    item: str
    room: int
    title: str
    kind: str
    level: str
    clause: str
    unit: str
    asked: object
    given: object
    result: str
    note: str = ""

    @property
    def mandatory(self) -> bool:
        return self.level == MANDATORY

    @property
    def blocks(self) -> bool:
        """Nothing that a granted exception or a comment could mend."""
        return self.mandatory and self.result in (FAIL, MISSING)


def judge(standard, answers, rules, facts: SchoolFacts) -> list[Verdict]:
    """All verdicts, in the order of the standard; of a room item one per room."""
    rooms = list(answers.get("rooms") or [])
    site = {**(answers.get("site") or {}), "rooms": len(rooms) or None}
    terminals = terminals_of(answers)
    found = []
    for item in standard:
        if not applies(item, terminals):
            continue
        if item["scope"] == SITE:
            found.append(_judge_one(item, 0, site, rules, facts))
        else:
            found += [_judge_one(item, r["number"], r, rules, facts) for r in rooms]
    return found


def applies(item, terminals: int) -> bool:
    """Items for large and small schools are told apart by the number of terminals (K-07)."""
    return item.get("terminals_from", 0) <= terminals < item.get("terminals_below", float("inf"))


def terminals_of(answers) -> int:
    """All candidate machines of all rooms."""
    return sum(number(room.get("machines")) or 0 for room in answers.get("rooms") or [])


def number(value):
    """A count as it was given, or None where nothing usable was."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


def tally(verdicts) -> dict[str, int]:
    """How many of each result: {"pass": …, "fail": …, …}."""
    counts = Counter(v.result for v in verdicts)
    return {result: counts[result] for result in (PASS, EXCEPTION, WARNING, FAIL, MISSING)}


def obstacles(verdicts) -> list[Verdict]:
    """What keeps the school from becoming a site: mandatory items that fail or are missing."""
    return [v for v in verdicts if v.blocks]


def _judge_one(item, room, given_by_key, rules, facts) -> Verdict:
    asked = _asked(item, given_by_key, rules, facts)
    given = given_by_key.get(item.get("reads", item["key"]))
    result, note = _KINDS[item["kind"]](item, asked, given)
    if result == FAIL and item.get("exception") == SMALL_RURAL and facts.exception:
        result, note, asked = _small_rural(asked, given_by_key, rules, facts)
    if result == FAIL and item["level"] != MANDATORY:
        result = WARNING
    return Verdict(
        item=item["key"],
        room=room,
        title=item["title"],
        kind=item["kind"],
        level=item["level"],
        clause=item.get("clause", ""),
        unit=item.get("unit", ""),
        asked=asked,
        given=given,
        result=result,
        note=note,
    )


def _asked(item, given_by_key, rules, facts):
    asked = item.get("asked")
    if asked == "rooms_by_classes":
        return max(1, rules.rooms_needed(facts.classes))
    if asked == "spare_by_percent":
        machines = number(given_by_key.get("machines"))
        return rules.spare(machines if machines else rules["capacity"]["machines_minimum"])
    if asked is None:
        return item["options"] if item["kind"] == "all" else True
    return asked


def _small_rural(asked, room, rules, facts):
    """每班一生一机: enough machines for the largest class, spares not counted."""
    if not facts.rural:
        return FAIL, "not_rural", asked
    if not facts.largest_class:
        return MISSING, "class_unknown", asked
    spare = number(room.get("spare_machines"))
    if spare is None:
        spare = rules.spare(room["machines"])
    enough = room["machines"] - spare >= facts.largest_class
    return (EXCEPTION if enough else FAIL), "largest_class", facts.largest_class + spare


def _at_least(item, asked, given):
    given = number(given)
    if given is None:
        return MISSING, ""
    return (PASS if given >= asked else FAIL), ""


def _at_most(item, asked, given):
    given = number(given)
    if given is None:
        return MISSING, ""
    return (PASS if given <= asked else FAIL), ""


def _ladder(item, asked, given):
    steps = item["options"]
    if given not in steps:
        return MISSING, ""
    return (PASS if steps.index(given) >= steps.index(asked) else FAIL), ""


def _choice(item, asked, given):
    if not given:
        return MISSING, ""
    return (PASS if given in asked else FAIL), ""


def _yes(item, asked, given):
    if given is None:
        return MISSING, ""
    return (PASS if given is True else FAIL), ""


def _all(item, asked, given):
    if not given:
        return MISSING, ""
    return (PASS if set(asked) <= set(given) else FAIL), ""


_KINDS = {
    "min": _at_least,
    "max": _at_most,
    "ladder": _ladder,
    "choice": _choice,
    "yes": _yes,
    "all": _all,
}


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """A room as the standard asks for it."""

    number: int
    machines: int
    spare: int


def rooms_asked_for(
    rules, *, classes: int, candidates: int = 0, largest_class: int = 0, rural: bool = False
) -> list[RoomPlan]:
    """The least rooms with which a school passes, and in which its candidates find a seat.

    A small rural school with one class at a time gets machines for its largest class and the
    spares, which is the documented exception.
    """
    machines = rules["capacity"]["machines_minimum"]
    usable = machines - rules.spare(machines)
    sessions = len(rules.dates) * sum(band.cap for band in rules.bands)
    count = max(1, rules.rooms_needed(classes), -(-candidates // (usable * sessions)))
    seats = max(largest_class, -(-candidates // sessions))
    if rural and count == 1 and largest_class > 0 and seats < usable:
        machines = seats + 1
        while machines - rules.spare(machines) < seats:
            machines += 1
    return [RoomPlan(n, machines, rules.spare(machines)) for n in range(1, count + 1)]
