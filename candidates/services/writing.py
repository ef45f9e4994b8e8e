"""Many rows into the database at once: COPY on PostgreSQL, executemany elsewhere.

An ORM object for every row costs three times as much as all the rest of an import.
"""

import csv
import io
from itertools import islice

from django.db import connection

NULL = "\x02"  # no text that passed the checks holds a control character
PART = 2000


def insert_rows(model, columns, rows) -> None:
    """Insert tuples of plain values (str, int, bytes, None), one for each column name."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:
                cursor.copy_expert(
                    f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv, NULL E'\\x02')",
                    _Lines(rows),
                    size=1 << 18,
                )
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def update_rows(model, columns, rows) -> int:
    """Set `columns` in the rows whose key stands last in each tuple; returns how many there were."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = [connection.ops.quote_name(name) for name in columns]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _update_by_values(cursor, model, table, columns, rows)
        sets = ", ".join(f"{name} = %s" for name in names)
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE id = %s", rows)
        return cursor.rowcount


def _update_by_values(cursor, model, table, columns, rows):
    quote = connection.ops.quote_name
    kinds = [_field(model, name).db_type(connection) for name in columns]
    sets = ", ".join(
        f"{quote(name)} = v.{quote(name)}::{kind}"
        for name, kind in zip(columns, kinds, strict=True)
    )
    names = ", ".join([*map(quote, columns), "key"])
    one = f"({', '.join(['%s'] * (len(columns) + 1))})"
    rows, changed = iter(rows), 0
    while part := list(islice(rows, 500)):
        values = ", ".join([one] * len(part))
        cursor.execute(
            f"UPDATE {table} SET {sets} FROM (VALUES {values}) AS v ({names})"
            f" WHERE {table}.id = v.key",
            [value for row in part for value in row],
        )
        changed += cursor.rowcount
    return changed


def _field(model, column):
    return next(f for f in model._meta.concrete_fields if f.column == column)


class _Lines:
    """A file for COPY, written while it is read: the server stores what is not yet all made."""

    def __init__(self, rows):
        self.rows, self.left = iter(rows), b""

    def read(self, size):
        if not self.left:
            self.left = self._part()
        piece, self.left = self.left[:size], self.left[size:]
        return piece

    def _part(self):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(
            [NULL if v is None else f"\\x{v.hex()}" if v.__class__ is bytes else v for v in row]
            for row in islice(self.rows, PART)
        )
        return text.getvalue().encode()
