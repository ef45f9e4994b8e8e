"""A checked roster against the candidates that the exam has already."""

import hashlib
from dataclasses import dataclass, field

from candidates.checks.table import Checked
from candidates.models import Candidate
from examadmin.base.seal import digest

CHUNK = 4000
# In the order of the hash. The identity number goes by its own value, keyed like all of it.
HASHED = (
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
COMPARED = tuple(name for name in HASHED if name not in ("registration_no", "school"))
_KNOWN = ("registration_no", "pk", "school_id", "id_digest", "name", "row_hash", "withdrawn_at")


@dataclass
class Change:
    """A candidate whose row differs: {field: (old, new)} as a person may see it."""

    position: int
    pk: int
    before_hash: str
    fields: dict


@dataclass
class Comparison:
    new: list[int] = field(default_factory=list)  # positions
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    missing: list[tuple] = field(default_factory=list)  # (pk, number, name, school)
    hashes: list[str] = field(default_factory=list)


def hash_rows(values: dict[str, list]) -> list[str]:
    """A keyed fingerprint of every row. Without the key it would give the number away."""
    key = digest("candidates.row").encode()
    blake = hashlib.blake2b
    columns = [values[name] for name in HASHED]
    columns = [c if c and c[0].__class__ is str else map(str, c) for c in columns]
    return [
        blake("\x1f".join(row).encode(), key=key, digest_size=16).hexdigest()
        for row in zip(*columns, strict=True)
    ]


def compare(checked: Checked, exam, schools: dict, absent=frozenset(), progress=None):
    """What an apply would do. Tells findings about rows that clash with the table.

    schools: {key: school with county}; absent: fields whose column the file does not have, so
    that they keep their values.
    """
    found = Comparison(hashes=hash_rows(checked.values))
    if not Candidate.objects.filter(exam=exam).exists():
        found.new = [i for i in range(len(checked.rows)) if i not in checked.bad]
        return found
    return _Comparer(checked, exam, schools, absent, found).run(progress)


class _Comparer:
    def __init__(self, checked, exam, schools, absent, found):
        self.checked, self.exam, self.schools = checked, exam, schools
        self.absent, self.found = absent, found
        self.candidates = Candidate.objects.filter(exam=exam)
        self.good = [i for i in range(len(checked.rows)) if i not in checked.bad]
        self.by_number, self.by_digest = {}, {}

    def run(self, progress):
        values, numbers = self.checked.values, self.checked.values["registration_no"]
        own_schools = set(values["school"]) - {None}
        self._know(self.candidates.filter(school__in=own_schools))
        rest = [i for i in self.good if numbers[i] not in self.by_number]
        in_file = {n for n in numbers if n}
        missing = [row for n, row in self.by_number.items() if n not in in_file and not row[6]]
        digests = self._digests(rest)
        if self.candidates.exclude(school__in=own_schools).exists():
            self._know_elsewhere([numbers[i] for i in rest], list(digests.values()))
        maybe_changed = []
        for count, i in enumerate(self.good, 1):
            known = self.by_number.get(numbers[i])
            if known is None:
                self._judge_new(i, digests.get(i))
            elif known[2] != values["school"][i]:
                self._tell_place(i, "registration_elsewhere", "registration_no", known)
            else:
                if known[6]:
                    self.checked.tell(i, "withdrawn", "")
                if known[5] == self.found.hashes[i]:
                    self.found.unchanged += 1
                else:
                    maybe_changed.append((i, known))
            if progress and not count % 1000:
                progress.step(1000)
        self._judge_changed(maybe_changed)
        self.found.missing = [(row[1], row[0], row[4], row[2]) for row in missing]
        return self.found

    def _know(self, queryset):
        for row in queryset.values_list(*_KNOWN).iterator(chunk_size=10_000):
            self.by_number[row[0]] = row
            if row[3]:
                self.by_digest[row[3]] = row

    def _know_elsewhere(self, numbers, digests):
        for field_name, keys in (("registration_no", numbers), ("id_digest", digests)):
            for start in range(0, len(keys), CHUNK):
                self._know(
                    self.candidates.filter(**{f"{field_name}__in": keys[start : start + CHUNK]})
                )

    def _digests(self, positions):
        ids = self.checked.values["id_number"]
        return {i: digest(ids[i]) for i in positions if ids[i]}

    def _tell_place(self, i, code, field_name, known):
        school = self.schools[known[2]]
        params = {"county": str(school.county), "school": school.name}
        if code == "id_elsewhere":
            params["number"] = known[0]
        self.checked.tell(i, code, field_name, **params)

    def _judge_new(self, i, fingerprint):
        known = self.by_digest.get(fingerprint) if fingerprint else None
        if known:
            self._tell_place(i, "id_elsewhere", "id_number", known)
        else:
            self.found.new.append(i)

    def _judge_changed(self, rows):
        """Rows whose fingerprint differs are read whole and compared field by field."""
        digests = self._digests([i for i, _ in rows])
        unknown = [d for d in digests.values() if d not in self.by_digest]
        if unknown:
            self._know_elsewhere([], unknown)
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            stored = self.candidates.in_bulk([known[1] for _, known in part])
            for i, known in part:
                self._judge_change(i, known, stored[known[1]], digests.get(i, ""))

    def _judge_change(self, i, known, candidate, fingerprint):
        values, other = self.checked.values, self.by_digest.get(fingerprint)
        if other and other[1] != known[1]:
            return self._tell_place(i, "id_elsewhere", "id_number", other)
        differs = fingerprint != candidate.id_digest
        if differs and candidate.id_digest and values["name"][i] != candidate.name:
            return self.checked.tell(i, "registration_other_person", "registration_no")
        fields = {
            name: pair
            for name in COMPARED
            if name not in self.absent
            and (pair := difference(candidate, name, values[name][i], fingerprint))
        }
        if fields:
            self.found.changed.append(Change(i, known[1], known[5], fields))
        else:
            self.found.unchanged += 1
        return None


def difference(candidate, name, new, fingerprint):
    """(old, new) as it may be shown, None where nothing differs."""
    if name == "id_number":
        if candidate.id_digest == fingerprint:
            return None
        return mask(candidate.id_tail), mask(new[-4:])
    if name == "phone":
        return None if candidate.phone == new else ("●●●●", "●●●●" if new else "")
    old = getattr(candidate, name)
    if name == "birth_date":
        old = old.isoformat() if old else ""
    return None if old == new else (old, new)


def mask(tail):
    return f"●●●●{tail}" if tail else ""
