"""The access matrix: what every person of the cast gets from every URL, for things of county A and
of county B. The table is `examadmin/tests/access.csv`; it was read line by line, not only made.

`python -m pytest examadmin/tests/test_access.py --write-access` writes it anew from what the code
does now: then read the difference before committing it.
"""

import csv
import re
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).parent.parent / "tests" / "access.csv"


def patterns():
    """Every (name, route, keyword names) of the URL tree."""

    def walk(resolver, prefix):
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, route)
            elif isinstance(entry, URLPattern):
                yield entry.name or route, route, re.findall(r"<\w+:(\w+)>", route)

    found = list(walk(get_resolver(), ""))
    names = [name for name, _, _ in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise AssertionError(f"two URLs share a name: {sorted(twice)}")
    return found


def read() -> dict[tuple[str, str, str], dict[str, str]]:
    """{(url name, method, side): {person: expected answer}}"""
    with TABLE.open(encoding="utf-8") as file:
        return {
            (row.pop("url"), row.pop("method"), row.pop("side")): row
            for row in csv.DictReader(file)
        }


def write(table) -> None:
    people = list(next(iter(table.values())))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["url", "method", "side", *people])
        for key in sorted(table):
            out.writerow([*key, *(table[key][person] for person in people)])
