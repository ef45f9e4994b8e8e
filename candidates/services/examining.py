"""The first run without its book-keeping: what a roster holds, what is wrong with it, and what
an apply would change. Writes nothing."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from candidates.checks.findings import ERROR, NOTE, WARNING, level
from candidates.checks.roster import check
from candidates.checks.table import Checked, Expected, Grade, Place
from centers.models import School
from examadmin.base import clock

from .compare import Comparison, compare
from .reading import Read, read_roster

OPTIONAL = ("birth_date", "ethnicity", "student_no", "phone", "remark", "id_kind")


@dataclass
class Examined:
    read: Read
    checked: Checked
    compared: Comparison

    @property
    def findings(self):
        return sorted([*self.read.findings, *self.checked.findings], key=lambda f: f[0])


def expected_of(exam, counties, today) -> tuple[Expected, dict]:
    """What a roster of this exam has to agree with, and the schools by key."""
    schools = {s.pk: s for s in School.objects.select_related("county")}
    codes = exam.rules["codes"]
    expected = Expected(
        today=today,
        year=exam.first_day.year,
        grades=tuple(
            Grade(c.key, c.title, c.synonyms, c.expected_remark)
            for c in exam.rules.categories.values()
        ),
        schools={s.code: Place(pk, s.name, s.county_id) for pk, s in schools.items()},
        counties=None if counties is None else frozenset(counties),
        registration_pattern=codes["registration_pattern"],
        registration_prefix=codes["registration_prefix"],
        registration_length=codes["registration_length"],
        registration_example=codes["registration_example"],
    )
    return expected, schools


def examine(exam, path, *, name, counties, now, progress=None) -> Examined:
    """Every finding of every row, and what an apply would change. Writes nothing."""
    expected, schools = expected_of(exam, counties, clock.local(now).date())
    if progress:
        progress.stage(_("读取表格"))
    read = read_roster(path, name, progress)
    rows = len(read.table)
    if progress:
        progress.stage(_("检查每一行"), rows)
    checked = check(read.table, expected)
    if progress:
        progress.step(rows)
        progress.stage(_("与已有考生核对"), rows)
    absent = {field for field in OPTIONAL if field not in read.table.columns}
    read.table.columns.clear()  # the values are in `checked`; a province is large
    return Examined(read, checked, compare(checked, exam, schools, absent, progress))


def counts_of(found: Examined) -> dict:
    """The numbers that pages show."""
    checked, compared = found.checked, found.compared
    levels = Counter(level(code) for _row, code, _field, _params in found.findings)
    columns = Counter(
        f"{field}:{level(code)}" for _row, code, field, _params in found.findings if field
    )
    school = checked.values["school"]
    schools = {
        "rows": Counter(s for s in school if s),
        "bad": Counter(school[i] for i in checked.bad if school[i]),
        "new": Counter(school[i] for i in compared.new),
        "changed": Counter(school[c.position] for c in compared.changed),
        "missing": Counter(row[3] for row in compared.missing),
    }
    return {
        "rows": len(checked.rows),
        "bad": len(checked.bad),
        "passed_over": checked.passed_over,
        "errors": levels[ERROR],
        "warnings": levels[WARNING],
        "notes": levels[NOTE],
        "new": len(compared.new),
        "changed": len(compared.changed),
        "unchanged": compared.unchanged,
        "missing": len(compared.missing),
        "schools": {
            str(key): [schools[part][key] for part in schools] for key in sorted(schools["rows"])
        },
        "columns": dict(columns),
        "headings": found.read.table.headings,
        "header_row": found.read.table.header_row,
        "sheet": found.read.sheet,
        "places": found.read.places,
    }


def finding_lines(findings):
    for row, code, field, params in findings:
        yield [row, level(code), field, code, params]


def change_lines(found):
    values, rows = found.checked.values, found.checked.rows
    for change in found.compared.changed:
        i = change.position
        yield [
            "changed", rows[i], change.pk, values["registration_no"][i], values["name"][i],
            values["school"][i], change.fields,
        ]  # fmt: skip
    for pk, number, name, school in found.compared.missing:
        yield ["missing", 0, pk, number, name, school, {}]
