"""What is checked, against what, and what comes out."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from .findings import ERROR, level


@dataclass
class Table:
    """A roster by columns. `rows` are the row numbers in the sheet; every column is as long."""

    rows: list[int]
    columns: dict[str, list]
    formulas: set[tuple[int, str]] = field(default_factory=set)  # (row, field)
    hidden: set[int] = field(default_factory=set)
    headings: dict[str, str] = field(default_factory=dict)  # as they stand in the file
    header_row: int = 1

    def __len__(self):
        return len(self.rows)


@dataclass(frozen=True)
class Grade:
    """A category of the exam as a roster may name it."""

    key: str
    title: str
    synonyms: tuple[str, ...]
    expected_remark: str = ""


@dataclass(frozen=True)
class Place:
    """A school as the checks need it."""

    key: int
    name: str
    county: int


@dataclass(frozen=True)
class Expected:
    """What a roster of this exam has to agree with."""

    today: date
    year: int
    grades: tuple[Grade, ...]
    schools: dict[str, Place]
    counties: frozenset[int] | None  # those that may be imported; None: all
    registration_pattern: str
    registration_prefix: str
    registration_length: int
    registration_example: str = ""


FIELDS = (
    "registration_no",
    "name",
    "sex",
    "id_kind",
    "id_number",
    "birth_date",
    "ethnicity",
    "category",
    "school",
    "class_no",
    "student_no",
    "phone",
    "remark",
)


@dataclass
class Checked:
    """The good and the bad. `values[field]` are columns as long as `rows`, made tidy; a value
    that could not be read is empty, and its row is in `bad`."""

    rows: list[int]
    values: dict[str, list]
    findings: list[tuple] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)  # positions, not row numbers
    passed_over: int = 0

    def tell(self, position, code, column, /, **params):
        """Note a finding about the row at a position."""
        self.findings.append((self.rows[position], code, column, params))
        if level(code) == ERROR:
            self.bad.add(position)

    def by_level(self) -> dict[str, int]:
        return Counter(level(code) for _, code, _, _ in self.findings)
