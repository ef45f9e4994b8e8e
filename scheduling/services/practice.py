"""A site says who has gone through a mock round (Y-047)."""

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.models import Candidate
from examadmin.audit.services import record
from examadmin.base.errors import Invalid, Refusal
from examadmin.exams.rules import ZONE

from ..choices import PracticeSource
from ..models import Practice, Seating
from ..queries.rounds import seats_at, staff_of
from .gate import authorise, require_reason


@transaction.atomic
def confirm_practice(
    *, round_, site, candidates=(), posts=(), source=PracticeSource.PERSON, by, now
) -> int:
    """These candidates and posts went through this mock; told twice is told once. Returns how
    many are new."""
    authorise(by, "confirm_practice", site)
    _require_mock(round_, now)
    _require_ours(round_, site, candidates, posts, now)
    known = Practice.objects.filter(round=round_)
    seen = set(known.filter(candidate__in=candidates).values_list("candidate_id", flat=True))
    held = set(known.filter(post__in=posts).values_list("post_id", flat=True))
    common = {"round": round_, "site": site, "source": source, "by": by, "at": now}
    rows = [Practice(candidate=one, **common) for one in candidates if one.pk not in seen]
    rows += [Practice(post=one, **common) for one in posts if one.pk not in held]
    Practice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    if rows:
        _tell("confirm_practice", round_, site, by, now, len(rows), source=source)
    return len(rows)


@transaction.atomic
def withdraw_practice(*, round_, site, candidates=(), posts=(), reason, by, now) -> int:
    """A confirmation was a mistake."""
    authorise(by, "confirm_practice", site)
    reason = require_reason(reason, _("请填写撤回的理由。"))
    rows = Practice.objects.filter(round=round_, site=site)
    count = 0
    for chosen in (rows.filter(candidate__in=candidates), rows.filter(post__in=posts)):
        count += chosen.delete()[0]
    if count:
        _tell("withdraw_practice", round_, site, by, now, count, reason=reason)
    return count


def of_groups(round_, site, ids) -> list[Candidate]:
    """The candidates of the room-sessions ("cell:12") and classes ("class:3:grade8:1") named."""
    wanted = set(ids)
    return [
        who
        for who, cell, _seat in seats_at(round_, site)
        if f"cell:{cell.pk}" in wanted
        or f"class:{who.school_id}:{who.category}:{who.class_no}" in wanted
    ]


def _require_mock(round_, now):
    if not round_.mock:
        raise Refusal(_("练习只登记模拟考试，与正式考试分开。"))
    if now.astimezone(ZONE).date() < round_.opens_on:
        raise Refusal(_("%(round)s还没有开始。") % {"round": round_})


def _require_ours(round_, site, candidates, posts, now):
    here = {who.pk for who, _cell, _seat in seats_at(round_, site)}
    if not {one.pk for one in candidates} <= here:  # perhaps seated after the copy was made
        today = Seating.objects.filter(room_session__room__site=site)
        here.update(today.values_list("candidate_id", flat=True))
    strange = [one for one in candidates if one.pk not in here]
    if strange:
        raise Invalid(
            _("%(candidate)s不在本考点考试，不能由本考点登记。") % {"candidate": strange[0]}
        )
    ours = {post.pk for post in staff_of(site, now)}
    if any(post.pk not in ours for post in posts):
        raise Invalid(_("所选人员现在不是本考点的工作人员。"))


def _tell(action, round_, site, by, now, count, reason="", **changes):
    record(
        by=by, now=now, action=f"scheduling.{action}", target=site, chain=site.school.chain,
        changes={"round": round_.key, "count": count, **changes}, reason=reason,
    )  # fmt: skip
