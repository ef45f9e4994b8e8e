"""Single corrections, leaving and coming back. Every act: reason, check, change, audit row."""

from django.db import transaction
from django.utils.translation import gettext as _

from candidates import hooks
from candidates.checks.findings import ERROR, NOTE, WARNING, level
from candidates.checks.roster import check
from candidates.checks.table import Table
from candidates.models import Candidate
from candidates.sentences import sentence, title
from centers.models import School
from examadmin.audit.services import record
from examadmin.base import clock
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.base.seal import digest

from .compare import difference, hash_rows
from .examining import expected_of
from .plan import assign

CORRECT = "candidates.correct_candidate"
# What is corrected together, because the parts speak about each other.
GROUPS = {
    "name": ("name",),
    "identity": ("id_kind", "id_number", "sex", "birth_date"),
    "place": ("school_code", "grade", "class_no"),
    "registration": ("registration_no",),
    "more": ("ethnicity", "student_no", "phone", "remark"),
}


def raw_values(candidate: Candidate) -> dict[str, str]:
    """The candidate as a row of a roster."""
    return {
        "registration_no": candidate.registration_no,
        "name": candidate.name,
        "sex": "男" if candidate.sex == "M" else "女",
        "id_kind": KIND_WORDS.get(candidate.id_kind, ""),
        "id_number": candidate.id_number,
        "birth_date": candidate.birth_date.isoformat() if candidate.birth_date else "",
        "ethnicity": candidate.ethnicity,
        "school_code": candidate.school.code,
        "grade": candidate.category,
        "class_no": str(candidate.class_no),
        "student_no": candidate.student_no,
        "phone": candidate.phone,
        "remark": candidate.remark,
    }


KIND_WORDS = {
    "hk_macau_pass": "港澳居民来往内地通行证",
    "taiwan_pass": "台湾居民来往大陆通行证",
    "passport": "护照",
    "foreign_permit": "外国人永久居留身份证",
    "other": "其他",
    "none": "无",
}  # resident and permit: the number itself tells


def seen_mark(candidate: Candidate) -> str:
    """What a form carries, so that nobody overwrites what somebody else has changed meanwhile."""
    values = {name: [value] for name, value in raw_values(candidate).items()}
    values |= {"category": values["grade"], "school": values["school_code"]}
    return hash_rows(values)[0]


def correct_candidate(*, candidate, values: dict, by, now, reason, seen="") -> list[str]:
    """Change some fields, judged by the rules of the roster; returns warnings to be shown.

    values: {field of a roster: what a person typed}. A school outside the person's reach is
    refused.
    """
    if not reason.strip():
        raise Invalid(_("更正考生信息须写明理由。"))
    with transaction.atomic():
        candidate = (
            Candidate.objects.select_for_update(of=("self",))
            .select_related("school__county", "exam__policy")
            .get(pk=candidate.pk)
        )
        if seen and seen != seen_mark(candidate):
            raise Refusal(_("您打开页面之后，这名考生的信息已被修改。请重新打开页面再更正。"))
        chain = candidate.school.chain
        new, warnings = _judge(candidate, values, by, now)
        changes = _changes(candidate, new)
        if not changes:
            return warnings
        hooks.tell(hooks.correction_checks, candidate, changes)
        _require_free(candidate, new)
        for name in changes:
            assign(candidate, "school_id" if name == "school" else name, new[name])
        candidate.row_hash = ""  # no longer what any roster said
        candidate.save()
        shown = {k: list(v) for k, v in changes.items()}
        record(
            by=by, now=now, action="candidates.correct_candidate", target=candidate,
            chain=chain, changes=shown, reason=reason,
        )  # fmt: skip
        hooks.tell(hooks.corrected, candidate, changes, by=by, now=now)
    return warnings


def _judge(candidate, values, by, now):
    """({field: value}, warnings) for the fields that were typed; Invalid with every error."""
    counties = None
    if by is not None:
        own = School.objects.visible_to(by, CORRECT)
        counties = set(own.order_by().values_list("county_id", flat=True).distinct())
    expected, _schools = expected_of(candidate.exam, counties, clock.local(now).date())
    raw = raw_values(candidate) | {name: value.strip() for name, value in values.items()}
    checked = check(Table([0], {name: [value] for name, value in raw.items()}), expected)
    told = {ERROR: [], WARNING: [], NOTE: []}
    for _row, code, field, params in checked.findings:
        if field in values:
            told[level(code)].append(f"{title(field)}：{sentence(code, params)}")
    if told[ERROR]:
        raise Invalid("；".join(told[ERROR]), findings=told[ERROR])
    new = {}
    for name in values:
        kept = {"school_code": "school", "grade": "category"}.get(name, name)
        new[kept] = checked.values[kept][0]
    return new, told[WARNING] + told[NOTE]


def _changes(candidate, new):
    """{field: (old, new)} as it may be shown."""
    changes = {}
    for name, value in new.items():
        if name == "school":
            if value != candidate.school_id:
                changes[name] = (candidate.school.name, School.objects.get(pk=value).name)
        elif pair := difference(candidate, name, value, _fingerprint(new)):
            changes[name] = pair
    return changes


def _fingerprint(new):
    number = new.get("id_number")
    return digest(number) if number else ""


def _require_free(candidate, new):
    """Neither number may belong to somebody else of this exam."""
    others = Candidate.objects.filter(exam=candidate.exam).exclude(pk=candidate.pk)
    others = others.select_related("school__county")
    for field, value in (
        ("registration_no", new.get("registration_no")),
        ("id_digest", _fingerprint(new)),
    ):
        other = others.filter(**{field: value}).first() if value else None
        if other:
            raise Refusal(
                _("这个号码已登记：%(county)s%(school)s，报名号%(number)s。")
                % {
                    "county": other.school.county,
                    "school": other.school,
                    "number": other.registration_no,
                }
            )


def withdraw_candidates(*, candidates, by, now, reason) -> int:
    """They do not sit the exam. They stay on record and can come back."""
    if not reason.strip():
        raise Invalid(_("登记退出须写明理由。"))
    with transaction.atomic():
        rows = list(candidates.filter(withdrawn_at=None).select_related("school"))
        hooks.tell(hooks.withdrawal_checks, rows)
        for candidate in rows:
            _set_withdrawn(candidate, now, "candidates.withdraw_candidate", by, now, reason)
        hooks.tell(hooks.withdrawn, rows, by=by, now=now)
    return len(rows)


def return_candidates(*, candidates, by, now, reason) -> int:
    """They sit the exam after all."""
    if not reason.strip():
        raise Invalid(_("恢复考生须写明理由。"))
    with transaction.atomic():
        rows = list(candidates.exclude(withdrawn_at=None).select_related("school"))
        for candidate in rows:
            _set_withdrawn(candidate, None, "candidates.return_candidate", by, now, reason)
    return len(rows)


def _set_withdrawn(candidate, moment, action, by, now, reason):
    candidate.withdrawn_at = moment
    candidate.save(update_fields=["withdrawn_at"])
    record(
        by=by, now=now, action=action, target=candidate, chain=candidate.school.chain, reason=reason
    )


def reveal_identity(*, candidate, by, now) -> dict[str, str]:
    """The whole identity number and the guardian's telephone; who looked is on record."""
    if not by.has_perm("candidates.reveal_identity", candidate):
        raise Forbidden(_("您的职务不能查看完整的证件号码和监护人电话。"))
    with transaction.atomic():
        record(
            by=by, now=now, action="candidates.reveal_identity", target=candidate,
            chain=candidate.school.chain, changes={"shown": ["id_number", "phone"]},
        )  # fmt: skip
    return {"id_number": candidate.id_number, "phone": candidate.phone}
