"""Create an exam from a profile, change its draft, freeze it as a numbered policy."""

import hashlib
import json
import re
from copy import deepcopy
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from examadmin.audit.services import record
from examadmin.base.errors import Invalid, Refusal
from examadmin.ui.fetch import require

from . import profiles
from .calendars import moved
from .choices import Each, ExamState
from .differences import differences
from .files import LEGAL, attach
from .models import Exam, Milestone, Policy, Round
from .rules import Rules, as_date, as_moment
from .states import EXAM
from .validation import problems, shape_errors

OWED_BY = {  # who sees to a step of the work plan when the profile does not say
    Each.CITY: "city_exam_office",
    Each.COUNTY: "county_officer",
    Each.SITE: "site_chief",
}


def create_exam(*, code, title, profile, by, now, first_day: date | None = None) -> Exam:
    """A draft with the numbers of the profile; with `first_day` its whole calendar moves along.

    by: a person with the right, or None for the command line.
    """
    _allow(by, "exams.create_exam")
    code, title = code.strip(), title.strip()
    data = draft_of(profile, first_day)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", code):
        raise Invalid(_("考试代码只能用字母、数字、“-”和“_”，最多40个字符。"))
    if not title or len(title) > 200:
        raise Invalid(_("请填写考试名称，最多200个字。"))
    with transaction.atomic():
        if Exam.objects.filter(code__iexact=code).exists():
            raise Invalid(_("考试代码“%(code)s”已经用过，请换一个。") % {"code": code})
        dates = Rules(data).dates
        exam = Exam.objects.create(
            code=code,
            title=title,
            profile=profile,
            draft=data,
            first_day=dates[0],
            last_day=dates[-1],
            created_at=now,
        )
        changes = {"profile": profile, "first_day": dates[0]}
        record(by=by, now=now, action="exams.create", target=exam, changes=changes)
    return exam


def draft_of(profile: str, first_day: date | None = None) -> dict:
    """What a new exam of this profile would begin with. Invalid if there is none such."""
    try:
        data = profiles.load(profile)
    except (LookupError, ValueError):
        raise Invalid(_("没有考试方案“%(key)s”。") % {"key": profile}) from None
    if errors := shape_errors(data):
        raise Invalid(_("考试方案“%(key)s”不完整。") % {"key": profile}, findings=errors)
    if first_day is None:
        return data
    if not 2001 <= first_day.year <= 2098:
        raise Invalid(_("首日%(day)s不合情理。") % {"day": first_day})
    return moved(data, first_day)


def change_draft(*, exam, changes: dict, by, now, seen: str = "") -> Exam:
    """Lay new values over the draft: groups are merged, lists replaced as a whole.

    The shape stays sound (Invalid, a finding per mistake); what does not fit together yet may
    stand in a draft and stops the publication only. `seen`: the fingerprint of the parts as the
    person saw them; somebody else's change in between is refused instead of overwritten.
    """
    _allow(by, "exams.create_exam")
    with transaction.atomic():
        row = _locked(exam)
        old = row.draft
        if seen and seen != fingerprint({part: old.get(part) for part in changes}):
            raise Refusal(_("这一节刚刚被别人修改过。请刷新页面，核对后再改，以免覆盖。"))
        new = _merged(old, changes)
        # Only what this change touches: a newer program may ask for parts that an old draft has
        # not, and its other sections must still be savable.
        if errors := [error for error in shape_errors(new) if error.part in changes]:
            raise Invalid(_("没有保存，请更正以下各处。"), findings=errors)
        found = differences(old, new)
        if not found:
            return exam
        row.draft = new
        if row.policy_id is None and "calendar" in changes:
            row.first_day, row.last_day = Rules(new).dates[0], Rules(new).dates[-1]
        row.save(update_fields=["draft", "first_day", "last_day"])
        told = {d.title: [d.old, d.new] for d in found[:200]}
        record(by=by, now=now, action="exams.change_draft", target=row, changes=told)
    return _refreshed(exam)


def move_calendar(*, exam, first_day: date, by, now) -> Exam:
    """Move the draft's whole calendar to another first day."""
    if not 2001 <= first_day.year <= 2098:
        raise Invalid(_("首日%(day)s不合情理。") % {"day": first_day})
    if errors := shape_errors(exam.draft):
        raise Invalid(_("草稿还不完整，请先补齐再平移。"), findings=errors)
    return change_draft(exam=exam, changes=moved(exam.draft, first_day), by=by, now=now)


@transaction.atomic
def attach_legal_basis(*, exam, index: int, upload, by, now) -> Exam:
    """Keep the file of a legal basis; the draft names it by its content, so a policy that cites
    it cites exactly these bytes."""
    bases = deepcopy(exam.draft["legal_bases"])
    file = attach(
        exam=exam, purpose=LEGAL, label=bases[index]["title"], upload=upload, by=by, now=now
    )
    bases[index]["file"] = file.file.sha256
    return change_draft(exam=exam, changes={"legal_bases": bases}, by=by, now=now)


def publish_exam(*, exam, by, now, note: str = "") -> Policy:
    """Freeze the draft as the next numbered policy and re-make rounds and milestones from it.

    Nothing changed since the policy in force: that policy again. Invalid, with every sentence,
    while errors stand.
    """
    _allow(by, "exams.publish_exam")
    with transaction.atomic():
        row = _locked(exam)
        errors, _warnings = problems(row.draft)
        if errors:
            raise Invalid(_("有%(n)d处错误，不能发布。") % {"n": len(errors)}, findings=errors)
        digest = fingerprint(row.draft)
        if row.policy_id and row.policy.sha256 == digest:
            return row.policy
        last = row.policies.order_by("number").last()
        policy = Policy.objects.create(
            exam=row,
            number=last.number + 1 if last else 1,
            data=row.draft,
            sha256=digest,
            published_by=by,
            published_at=now,
            note=note.strip(),
        )
        rules = Rules(row.draft)
        EXAM.move(
            row,
            "publish",
            by=by,
            now=now,
            comment=note.strip(),
            changes={"policy": policy.number, "sha256": digest},
            policy=policy,
            first_day=rules.dates[0],
            last_day=rules.dates[-1],
        )
        _remake(Round, row, _rounds(row.draft))
        _remake(Milestone, row, _milestones(row.draft))
    _refreshed(exam)
    return policy


def fingerprint(data) -> str:
    """SHA-256 of the canonical JSON: the same values, the same digest, whatever the order."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _allow(by, perm):
    if by is not None:
        require(by, perm)


def _locked(exam) -> Exam:
    row = Exam.objects.select_for_update(of=("self",)).select_related("policy").get(pk=exam.pk)
    if row.state == ExamState.CLOSED:
        raise Refusal(_("“%(exam)s”已经结束，不能再修改。") % {"exam": row})
    return row


def _refreshed(exam) -> Exam:
    exam.refresh_from_db()
    exam.__dict__.pop("rules", None)
    return exam


def _merged(old, new):
    if not isinstance(old, dict) or not isinstance(new, dict):
        return deepcopy(new)
    return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}


def _rounds(data):
    for row in data["rounds"]:
        yield {
            "key": row["key"],
            "title": row["title"],
            "mock": row["mock"],
            "download_on": as_date(row["download"]),
            "opens_on": as_date(row["opens"]),
            "closes_on": as_date(row["closes"]),
        }


def _milestones(data):
    for position, row in enumerate(data["milestones"]):
        yield {
            "key": row["key"],
            "position": position,
            "title": row["title"],
            "short": row.get("short", ""),
            "owner": row["owner"],
            "owed_by": row.get("owed_by") or OWED_BY[row["each"]],
            "each": row["each"],
            "opens_at": as_moment(row["opens"]) if "opens" in row else None,
            "due_at": as_moment(row["due"]),
            "check_name": row.get("check", ""),
            "after": row.get("after", ""),
            "papers": row.get("papers", []),
        }


def _remake(model, exam, wanted):
    """Rows follow the policy by key and keep their identity, because reports hang on them. One
    that vanished may only go while nothing hangs on it."""
    wanted = {row["key"]: row for row in wanted}
    gone = list(model.objects.filter(exam=exam).exclude(key__in=wanted))
    for relation in model._meta.related_objects:
        hanging = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__in": gone}
        )
        if gone and hanging.exists():
            raise Invalid(
                _("不能去掉“%(names)s”：已经有上报记录。")
                % {"names": "、".join(str(row) for row in gone)}
            )
    model.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for key, row in wanted.items():
        model.objects.update_or_create(exam=exam, key=key, defaults=row)
