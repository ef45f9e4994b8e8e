"""The same number in two rows of one file."""

from collections import defaultdict

from .table import Checked


def _groups(values):
    """The positions of every value that stands more than once."""
    if len(set(values)) == len(values):
        return
    seen = defaultdict(list)
    for i, value in enumerate(values):
        if value:
            seen[value].append(i)
    yield from ((value, group) for value, group in seen.items() if len(group) > 1)


def check_duplicates(out: Checked, written: list, header_row: int) -> None:
    """The earlier row keeps its number, the later one is told where that row is.

    `written`: the registration numbers as their cells hold them. Where one is a number cell and
    another is text, the spreadsheet may have counted on by itself (a number pulled down grows),
    so which of the rows is right cannot be known: neither row is blamed, both wait, and the
    table as a whole carries the error.
    """
    for number, group in _groups(out.values["registration_no"]):
        if len({isinstance(written[i], str) for i in group}) > 1:
            rows = "、".join(str(out.rows[i]) for i in group)
            params = {"number": number, "rows": rows}
            out.findings.append((header_row, "number_in_two_kinds", "registration_no", params))
            out.bad.update(group)
            continue
        for i in group[1:]:
            out.tell(
                i, "registration_twice", "registration_no", row=out.rows[group[0]], number=number
            )
    for _, group in _groups(out.values["id_number"]):
        for i in group[1:]:
            out.tell(i, "id_twice", "id_number", row=out.rows[group[0]])
