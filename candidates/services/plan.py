"""What an import will write: made when the roster is checked, put away sealed, carried out when a
person says so, and turned back as long as nobody has used it."""

from base64 import b64decode, b64encode

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from candidates.checks.table import FIELDS, Checked
from candidates.models import Candidate
from candidates.pinyin import sort_key
from examadmin.base.errors import Refusal
from examadmin.base.seal import digest, seal

from .compare import Comparison
from .writing import insert_rows, update_rows

PART = 2000
BETWEEN = "\x7f"  # JSON need not escape it
WRITTEN = (
    "name",
    "name_sort",
    "initials",
    "sex",
    "id_kind",
    "id_sealed",
    "id_digest",
    "id_tail",
    "birth_date",
    "ethnicity",
    "category",
    "class_no",
    "student_no",
    "phone_sealed",
    "remark",
    "row_hash",
)
ONCE = ("exam_id", "school_id", "registration_no", "source_id", "created_at")


def make_plan(checked: Checked, compared: Comparison):
    """The parts of a plan as plain JSON values. A column is one text: far quicker to write and to
    read than a list, and no checked value holds the control character between them."""
    columns = [checked.values[name] for name in FIELDS] + [compared.hashes]
    for start in range(0, len(compared.new), PART):
        part = compared.new[start : start + PART]
        yield {"new": [BETWEEN.join(map(str, _pick(column, part))) for column in columns]}
    for start in range(0, len(compared.changed), PART):
        yield {
            "changed": [
                [
                    change.pk,
                    change.before_hash,
                    compared.hashes[change.position],
                    {name: checked.values[name][change.position] for name in change.fields},
                ]
                for change in compared.changed[start : start + PART]
            ]
        }


def _pick(column, positions):
    first, last = positions[0], positions[-1]
    if last - first + 1 == len(positions):  # one stretch, as in a file without errors
        return column[first : last + 1]
    return [column[i] for i in positions]


def carry_out(parts, roster, *, now, progress=None):
    """Write a plan inside the caller's transaction.

    Returns ({"new": n, "changed": n}, the old values of changed candidates for an undo).
    """
    done, before, changes = {"new": 0, "changed": 0}, [], []
    try:
        with transaction.atomic():
            new_rows = _new_rows(parts, roster, now, done, changes, progress)
            insert_rows(Candidate, ONCE + WRITTEN, new_rows)
            for part in changes:
                before += _change(part)
                done["changed"] += len(part)
                if progress:
                    progress.step(len(part))
    except IntegrityError as error:
        raise _stale() from error
    return done, before


def _stale():
    return Refusal(_("检查之后考生数据又有改动，请重新检查这份名册后再导入。"))


def _new_rows(parts, roster, now, done, changes, progress):
    """Rows to insert, one by one; parts about changed candidates are laid aside in `changes`."""
    shared = roster.exam_id, roster.pk, connection.ops.adapt_datetimefield_value(now)
    for part in parts:
        if "changed" in part:
            changes.append(part["changed"])
            continue
        columns = [column.split(BETWEEN) for column in part["new"]]
        for row in zip(*columns, strict=True):
            yield _new_row(shared, row)
        done["new"] += len(columns[0])
        if progress:
            progress.step(len(columns[0]))


def _new_row(shared, row):
    number, name, sex, kind, identity, birth, ethnicity, category, school, class_no, *rest = row
    student_no, phone, remark, row_hash = rest
    exam, source, moment = shared
    return (
        exam, int(school), number, source, moment,
        name, *sort_key(name), sex, kind,
        seal(identity), digest(identity) if identity else "", identity[-4:], birth or None,
        ethnicity, category, int(class_no), student_no, seal(phone), remark, row_hash,
    )  # fmt: skip


def _change(part):
    """Change candidates who are still as they were when the roster was compared."""
    stored = Candidate.objects.select_for_update().in_bulk([pk for pk, *_ in part])
    before, rows = [], []
    for pk, before_hash, row_hash, fields in part:
        candidate = stored.get(pk)
        if candidate is None or candidate.row_hash != before_hash:
            raise _stale()
        before.append(_frozen(candidate, row_hash))
        for name, value in fields.items():
            assign(candidate, name, value)
        candidate.row_hash = row_hash
        rows.append(_row(candidate))
    update_rows(Candidate, WRITTEN, rows)
    return before


def assign(candidate, name, value):
    """Set one field and what depends on it."""
    if name == "name":
        candidate.name_sort, candidate.initials = sort_key(value)
    if name == "id_number":
        candidate.id_sealed, candidate.id_tail = seal(value), value[-4:]
        candidate.id_digest = digest(value) if value else ""
    elif name == "phone":
        candidate.phone_sealed = seal(value)
    else:
        setattr(candidate, name, (value or None) if name == "birth_date" else value)


def _row(candidate):
    values = [getattr(candidate, name) for name in WRITTEN]
    values[WRITTEN.index("birth_date")] = (
        str(candidate.birth_date) if candidate.birth_date else None
    )
    return *(bytes(v) if isinstance(v, memoryview) else v for v in values), candidate.pk


def _frozen(candidate, written_hash):
    """A candidate before the change as JSON values, with the hash that the change will leave."""
    *values, pk = _row(candidate)
    plain = [b64encode(v).decode() if isinstance(v, bytes) else v for v in values]
    return [pk, written_hash, plain]


def put_back(parts):
    """Give changed candidates their old values; all of them or none."""
    sealed = [WRITTEN.index(name) for name in ("id_sealed", "phone_sealed")]
    for part in parts:
        stored = Candidate.objects.select_for_update().filter(pk__in=[pk for pk, *_rest in part])
        hashes = dict(stored.values_list("pk", "row_hash"))
        if any(hashes.get(pk) != written for pk, written, _values in part):
            raise Refusal(_("有考生在这次导入之后又被改动，不能整批撤销。请逐个更正。"))
        for _pk, _written, values in part:
            for at in sealed:
                values[at] = b64decode(values[at])
        update_rows(Candidate, WRITTEN, [(*values, pk) for pk, _written, values in part])
