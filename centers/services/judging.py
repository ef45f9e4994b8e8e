"""The county judges an application item by item and decides on it (严格审核)."""

from django.db import transaction
from django.utils.translation import gettext as _

from centers.choices import Result
from centers.models import ItemJudgement, Room, Site, SiteApplication
from centers.standard import EXCEPTION, Verdict, obstacles
from centers.states import APPLICATION
from centers.windows import require_window
from centers.wording import place, sentence, verdicts_of
from examadmin.audit.services import record
from examadmin.base.errors import Invalid, Refusal

from .applications import WINDOW, lock

JUDGED = (Result.PASS, Result.FAIL)


def judge_item(*, application, item, room=0, result, comment="", by, now) -> None:
    judge_items(application=application, found=[(item, room, result, comment)], by=by, now=now)


@transaction.atomic
def judge_items(*, application, found, by, now) -> int:
    """Write down what the county found: [(item, room, "pass" or "fail", comment)]. Returns how
    many judgements changed. A failing judgement says why."""
    require_window(application.exam, WINDOW, now, school=application.school)
    _must_be_waiting(application)
    titles = {(v.item, v.room): v for v in verdicts_of(application, application.exam.rules)}
    findings = [
        _("%(place)s：%(title)s判为不达标，须写明情况")
        % {"place": place(titles[item, room]), "title": titles[item, room].title}
        for item, room, result, comment in found
        if result == Result.FAIL and (item, room) in titles and not comment.strip()
    ]
    if any((item, room) not in titles or result not in JUDGED for item, room, result, _c in found):
        raise Invalid(_("审核的项目不在这份申报之中，请刷新页面。"))
    if findings:
        raise Invalid(_("判为不达标的项目须写明情况。"), findings=findings)
    known = {(j.item, j.room): j for j in application.judgements.all()}
    rows, changed = [], []
    for item, room, result, comment in found:
        before = known.get((item, room))
        if before and (before.result, before.comment) == (result, comment.strip()[:500]):
            continue
        rows.append(
            ItemJudgement(
                application=application, item=item, room=room, result=result,
                comment=comment.strip()[:500], by=by, at=now,
            )
        )  # fmt: skip
        changed.append({"item": item, "room": room, "result": str(result), "comment": comment})
    if changed:
        ItemJudgement.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["application", "item", "room"],
            update_fields=["result", "comment", "by", "at"],
        )
        record(by=by, now=now, action="centers.judge_items", target=application,
               chain=application.school.chain, changes={"judged": changed})  # fmt: skip
    return len(changed)


@transaction.atomic
def judge_the_rest(*, application, rooms=None, by, now) -> int:
    """Everything not yet judged that the answers themselves pass: found as stated.

    `rooms`: only these (0 is the site); None for all. What fails is left to be judged by hand.
    """
    judged = {(j.item, j.room) for j in application.judgements.all()}
    found = [
        (v.item, v.room, Result.PASS, "")
        for v in verdicts_of(application, application.exam.rules)
        if (v.item, v.room) not in judged and not v.blocks and (rooms is None or v.room in rooms)
    ]
    return judge_items(application=application, found=found, by=by, now=now)


def reasons_against(application, rules, verdicts: list[Verdict] | None = None) -> list[str]:
    """Why the application cannot be approved as it stands; empty when it can."""
    verdicts = verdicts_of(application, rules) if verdicts is None else verdicts
    judged = {(j.item, j.room): j for j in application.judgements.all()}
    against = [sentence(v) for v in obstacles(verdicts)]
    for v in verdicts:
        judgement = judged.get((v.item, v.room))
        if v.mandatory and judgement and judgement.result == Result.FAIL:
            against.append(
                _("%(place)s：%(title)s现场核查不达标（%(comment)s）")
                % {"place": place(v), "title": v.title, "comment": judgement.comment}
            )
    open_items = sum(1 for v in verdicts if v.mandatory and (v.item, v.room) not in judged)
    if open_items:
        against.append(_("还有%(n)d个必备项目没有审核") % {"n": open_items})
    return against


@transaction.atomic
def approve_application(
    *, application, version, by, now, comment="", grant_exception=False
) -> Site:
    """The school becomes a site with the rooms of its application. Refused while a mandatory
    item fails, is missing or not judged, or needs an exception that is not granted (不得设为考点)."""
    require_window(application.exam, WINDOW, now, school=application.school)
    lock(application, version)
    rules = application.exam.rules
    verdicts = verdicts_of(application, rules)
    against = reasons_against(application, rules, verdicts)
    excepted = [v for v in verdicts if v.result == EXCEPTION]
    if excepted and not grant_exception:
        against += [sentence(v) for v in excepted]
    if excepted and grant_exception and not comment.strip():
        against.append(_("同意例外须写明意见"))
    if against:
        raise Refusal(
            _("“%(school)s”不符合考场配置标准，不得设为考点。") % {"school": application.school},
            findings=against,
        )
    APPLICATION.move(
        application, "approve", by=by, now=now, chain=application.school.chain, comment=comment,
        judged_at=now, exception_granted=bool(excepted),
    )  # fmt: skip
    return _open_site(application, now)


def _open_site(application, now) -> Site:
    site_answers = application.answers.get("site") or {}
    bandwidth = site_answers.get("bandwidth")
    site, _created = Site.objects.update_or_create(
        exam=application.exam,
        school=application.school,
        defaults={
            "county": application.school.county,
            "application": application,
            "network_operator": application.network_operator,
            "bandwidth": f"{bandwidth}M" if bandwidth is not None else "",
            "approved_at": now,
        },
    )
    for room in application.answers["rooms"]:
        Room.objects.update_or_create(
            site=site,
            number=room["number"],
            defaults={
                "name": room.get("name", ""),
                "machines": room["machines"],
                "spare": room["spare_machines"],
            },
        )
    return site


@transaction.atomic
def return_application(*, application, version, by, now, comment) -> SiteApplication:
    """Back to the school, with what is to be mended."""
    return _decide(application, "return", version, by=by, now=now, comment=comment)


@transaction.atomic
def refuse_application(*, application, version, by, now, comment) -> SiteApplication:
    """The school cannot be a site; its pupils will sit elsewhere (借考)."""
    return _decide(application, "refuse", version, by=by, now=now, comment=comment)


@transaction.atomic
def reconsider_application(*, application, version, by, now, comment) -> SiteApplication:
    """A refused school may mend its application and hand it in again."""
    return _decide(application, "reconsider", version, by=by, now=now, comment=comment)


def _decide(application, verb, version, *, by, now, comment):
    require_window(application.exam, WINDOW, now, school=application.school)
    if not comment.strip():
        raise Invalid(_("请写明意见，学校要据此办理。"))
    lock(application, version)
    return APPLICATION.move(
        application, verb, by=by, now=now, chain=application.school.chain,
        comment=comment.strip(), judged_at=now,
    )  # fmt: skip


def _must_be_waiting(application):
    row = SiteApplication.objects.select_for_update().get(pk=application.pk)
    if row.state not in APPLICATION.by_verb["approve"].sources:
        raise Refusal(
            _("“%(application)s”现在的状态是“%(state)s”，不能审核。")
            % {"application": application, "state": row.get_state_display()}
        )
