"""The answers of a site application: read from a form, set in order, told apart.

`answers` = {"site": {key: value}, "rooms": [{"number": 1, "name": …, key: value}, …]}. A key is
what an item reads; several items may read the same answer.
"""

from centers.standard import ROOM, SITE

MAX_ROOMS = 60
_COUNTED = ("min", "max")


def questions(standard, scope) -> list[dict]:
    """The items that ask for an answer of their own, in order: one per key. The number of rooms
    is not asked: the rooms themselves are counted."""
    asked, found = set(), []
    for item in standard:
        key = item.get("reads", item["key"])
        if item["scope"] == scope and key not in asked and key != "rooms":
            asked.add(key)
            found.append({**item, "key": key})
    return found


def blank(rooms: int = 1) -> dict:
    return {"site": {}, "rooms": [{"number": n} for n in range(1, rooms + 1)]}


def read(standard, post) -> dict:
    """The answers in a submitted form: fields `site.KEY`, `room.NUMBER.KEY`, `room.NUMBER.name`."""
    numbers = sorted({int(n) for n in post.getlist("rooms") if n.isascii() and n.isdigit()})
    return {
        "site": _values(questions(standard, SITE), "site.", post),
        "rooms": [
            {
                "number": place,
                "name": post.get(f"room.{n}.name", "").strip()[:40],
                **_values(questions(standard, ROOM), f"room.{n}.", post),
            }
            for place, n in enumerate(numbers[:MAX_ROOMS], start=1)
        ],
    }


def _values(items, prefix, post):
    found = {}
    for item in items:
        raw = post.getlist(prefix + item["key"])
        value = _value(item, raw)
        if value is not None:
            found[item["key"]] = value
    return found


def _value(item, raw):
    if item["kind"] == "all":
        return [option for option in item["options"] if option in raw] or None
    text = raw[0].strip() if raw else ""
    if item["kind"] in _COUNTED:
        return _number(text)
    if item["kind"] == "yes":
        return {"yes": True, "no": False}.get(text)
    return text if text in item["options"] else None


def _number(text):
    try:
        number = float(text)
    except ValueError:
        return None
    if not 0 <= number < 1_000_000:  # NaN and infinity as well
        return None
    return int(number) if number.is_integer() else number


def differences(before: dict, after: dict) -> set[tuple[str, int]]:
    """The (key, room) whose answer differs; room 0 is the site."""
    old, new = _flat(before), _flat(after)
    return {place for place in old.keys() | new.keys() if old.get(place) != new.get(place)}


def _flat(answers):
    flat = {(key, 0): value for key, value in (answers.get("site") or {}).items()}
    for room in answers.get("rooms") or []:
        for key, value in room.items():
            if key != "number":
                flat[key, room["number"]] = value
    return flat
