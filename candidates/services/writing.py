"""Many rows into the database at once: COPY on PostgreSQL, executemany elsewhere.

An ORM object for every row costs three times as much as all the rest of an import.
"""

import re
from itertools import islice

from django.db import connection
from django.db.models import BinaryField

NULL = "\x02"  # no text that passed the checks holds a control character
PART = 2000
_ESCAPED = re.compile(r"[\\\n\r]")


def insert_rows(model, columns, rows) -> None:
    """Insert tuples of plain values (str, int, bytes, None), one for each column name."""
    if connection.vendor == "postgresql":
        _copy(model, _Lines(model, columns, rows))
        return
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_quoted(model._meta.db_table)} ({_quoted(*columns)}) VALUES ({marks})",
            rows,
        )


def _copy(model, lines):
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(
            f"COPY {_quoted(model._meta.db_table)} ({_quoted(*lines.columns)})"
            " FROM STDIN WITH (NULL E'\\x02')",
            lines,
            size=1 << 18,
        )


def _quoted(*names):
    return ", ".join(map(connection.ops.quote_name, names))


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
    """A file for COPY, written while it is read: the server stores what is not yet all made.

    Binary columns go last, so that the rest of a line can be looked through as one text; a text
    that has to be escaped is so rare that the csv module's care would cost ten times more.
    """

    def __init__(self, model, columns, rows):
        fields = [_field(model, column) for column in columns]
        places = range(len(columns))
        self.binary = [i for i in places if isinstance(fields[i], BinaryField)]
        self.plain = [i for i in places if i not in self.binary]
        self.columns = [columns[i] for i in self.plain + self.binary]
        self.rows, self.left = iter(rows), b""

    def read(self, size):
        if not self.left:
            self.left = "".join(map(self._line, islice(self.rows, PART))).encode()
        piece, self.left = self.left[:size], self.left[size:]
        return piece

    def _line(self, row):
        values = [row[i] for i in self.plain]
        values = [v if v.__class__ is str else NULL if v is None else str(v) for v in values]
        line = "\t".join(values)
        if _ESCAPED.search(line) or line.count("\t") >= len(values):
            line = "\t".join(map(_escape, values))
        for i in self.binary:
            line += "\t\\\\x" + row[i].hex()
        return line + "\n"


def _escape(text):
    for sign, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(sign, written)
    return text
