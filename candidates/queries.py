"""Questions about candidates and imports: plain data, or querysets through the person."""

import json
from dataclasses import dataclass

from candidates.sentences import sentence, title


def lines_of(stored):
    """The JSON values of a kept file of lines."""
    if stored is None:
        return
    with stored.path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


@dataclass
class Slice:
    rows: list
    has_next: bool


def findings_of(roster, *, level="", field="", start=0, size=100) -> Slice:
    """Findings in the order of rows, said in the reader's language."""
    headings = roster.counts.get("headings", {})
    rows, seen = [], 0
    for row, grade, at, code, params in lines_of(roster.findings):
        if (level and grade != level) or (field and at != field):
            continue
        seen += 1
        if seen <= start:
            continue
        if len(rows) == size:
            return Slice(rows, True)
        rows.append(
            {
                "row": row,
                "level": grade,
                "code": code,
                "column": headings.get(at) or title(at),
                "sentence": sentence(code, params),
            }
        )
    return Slice(rows, False)
