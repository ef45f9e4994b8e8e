"""A school applies to be a site: start, save, submit."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from centers import answers as forms
from centers.models import SiteApplication
from centers.standard import MISSING, number
from centers.states import APPLICATION, EDITABLE
from centers.windows import require_window
from centers.wording import sentence, verdicts_of
from examadmin.audit.services import record
from examadmin.base.errors import Invalid, Refusal

WINDOW = "site_application"


@transaction.atomic
def start_application(*, exam, school, by, now) -> SiteApplication:
    """The school's application for this exam: begun now, or the one that is there."""
    found = SiteApplication.objects.filter(exam=exam, school=school).first()
    if found:
        return found
    require_window(exam, WINDOW, now, school=school)
    application, created = SiteApplication.objects.get_or_create(
        exam=exam,
        school=school,
        defaults={
            "created_at": now,
            "answers": forms.blank(max(1, exam.rules.rooms_needed(school.classes))),
        },
    )
    if created:
        record(by=by, now=now, action="centers.start_application", target=application,
               chain=school.chain)  # fmt: skip
    return application


@transaction.atomic
def save_application(
    *, application, answers, version, by, now,
    network_operator="", largest_class=0, exception_asked=False, exception_reason="",
) -> SiteApplication:  # fmt: skip
    """Keep what was filled in so far. `version` is the one the person was looking at: somebody
    else's newer answers are never overwritten."""
    require_window(application.exam, WINDOW, now, school=application.school)
    fields = {
        "answers": answers,
        "network_operator": network_operator.strip()[:40],
        "largest_class": largest_class,
        "exception_asked": exception_asked,
        "exception_reason": exception_reason.strip(),
    }
    before = SiteApplication.objects.select_for_update().get(pk=application.pk)
    if before.state not in EDITABLE:
        raise Refusal(
            _("“%(application)s”现在的状态是“%(state)s”，不能修改。")
            % {"application": application, "state": before.get_state_display()}
        )
    changed = {name: value for name, value in fields.items() if getattr(before, name) != value}
    if not changed:  # pressed twice, or saved a moment ago by the page itself
        application.version = before.version
        return application
    saved = SiteApplication.objects.filter(
        pk=application.pk, version=version, state__in=EDITABLE
    ).update(**fields, version=F("version") + 1)
    if not saved:
        raise Refusal(
            _("您打开页面之后，这份申报已由他人或在另一窗口保存过，本次修改未保存。请刷新后再改。")
        )
    differing = forms.differences(before.answers, answers)
    _drop_judgements(before, differing)
    record(
        by=by,
        now=now,
        action="centers.save_application",
        target=application,
        chain=application.school.chain,
        changes={
            "fields": sorted(changed.keys() - {"answers"}),
            "answers": sorted(f"{room}.{key}" for key, room in differing),
        },
    )
    application.refresh_from_db(fields=[*fields, "version", "state"])
    return application


def _drop_judgements(application, differing):
    """A judgement stands only for the answer that was judged."""
    if not differing:
        return
    reads = {i["key"]: i.get("reads", i["key"]) for i in application.exam.rules["standard"]}
    stale = [
        j.pk
        for j in application.judgements.all()
        if (reads.get(j.item, j.item), j.room) in differing
    ]
    application.judgements.filter(pk__in=stale).delete()


def precheck(application, rules) -> list[str]:
    """What must be filled in before the application can be submitted, all at once. An item that
    fails does not keep a school from submitting: whether it may be a site is the county's word."""
    found = [
        sentence(v) for v in verdicts_of(application, rules) if v.mandatory and v.result == MISSING
    ]
    if not application.network_operator:
        found.append(_("全考点：网络运营商未填写"))
    if application.exception_asked and not application.exception_reason:
        found.append(_("申请例外须写明理由"))
    for room in application.answers.get("rooms") or []:
        machines, spare = number(room.get("machines")), number(room.get("spare_machines"))
        if machines is not None and spare is not None and spare >= machines:
            found.append(
                _("第%(number)d考场：备用机不能多于或等于考生机数") % {"number": room["number"]}
            )
    return found


@transaction.atomic
def submit_application(*, application, version, by, now) -> SiteApplication:
    """Hand the application to the county."""
    require_window(application.exam, WINDOW, now, school=application.school)
    lock(application, version)
    findings = precheck(application, application.exam.rules)
    if findings:
        raise Invalid(
            _("还有%(n)d项没有填好，暂不能提交。") % {"n": len(findings)}, findings=findings
        )
    return APPLICATION.move(
        application, "submit", by=by, now=now, chain=application.school.chain, submitted_at=now
    )


def lock(application, version):
    """Read the application anew, alone, and make sure it is what the person has looked at."""
    row = SiteApplication.objects.select_for_update().get(pk=application.pk)
    if row.version != version:
        raise Refusal(_("您打开页面之后，这份申报的内容已经改变。请刷新页面查看后再办理。"))
    for name in ("state", "answers", "exception_asked", "largest_class", "network_operator"):
        setattr(application, name, getattr(row, name))
