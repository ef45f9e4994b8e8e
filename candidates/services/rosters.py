"""A roster from the hand-in to the table: check, apply, let go, undo."""

import json

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from candidates import states
from candidates.choices import ImportState
from candidates.models import Candidate, RosterImport
from examadmin.audit.services import record
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.documents.storage import keep
from examadmin.jobs import services as jobs

from . import plan, stash
from .examining import change_lines, counts_of, examine, finding_lines

IMPORTER = "candidates.import_roster"


def keep_roster(*, exam, source, name, by, now, county=None) -> RosterImport:
    """Keep a handed-in file. `county`: whose schools it may hold; None: the whole city's."""
    file = keep(source, name=name, content_type="application/octet-stream", by=by, now=now)
    return RosterImport.objects.create(
        exam=exam, county=county, file=file, created_by=by, created_at=now
    )


def hand_in_roster(*, exam, source, name, by, now, county=None) -> RosterImport:
    """Keep a file and start its check."""
    with transaction.atomic():
        roster = keep_roster(exam=exam, source=source, name=name, by=by, now=now, county=county)
        roster.job = jobs.start(
            "candidates.check_roster",
            title=_("检查名册“%(file)s”") % {"file": name},
            by=by,
            now=now,
            roster=roster.pk,
        )
        roster.save(update_fields=["job"])
    return roster


def check_roster(roster: RosterImport, progress=None, *, now) -> RosterImport:
    """The first run. What cannot be read at all ends as FAILED with its sentence."""
    if roster.state != ImportState.CHECKING:
        return roster
    try:
        _require_right(roster)
        counties = [roster.county_id] if roster.county_id else None
        found = examine(
            roster.exam,
            roster.file.path,
            name=roster.file.name,
            counties=counties,
            now=now,
            progress=progress,
        )
    except Refusal as refusal:
        return _fail(roster, str(refusal), now)
    if progress:
        progress.stage(_("保存检查结果"))
    by = roster.created_by
    named = {"by": by, "now": now}
    fields = {
        "counts": counts_of(found),
        "findings": _keep_lines("findings", finding_lines(found.findings), **named),
        "differences": _keep_lines("differences", change_lines(found), **named),
        "plan": stash.put_away(plan.make_plan(found.checked, found.compared), name="plan", **named),
    }
    with transaction.atomic():
        return states.IMPORT.move(roster, "found", by=by, now=now, chain=roster.chain, **fields)


def _require_right(roster):
    """Asked again when the work runs: a post may have ended since it was queued."""
    if roster.created_by and not roster.created_by.has_perm(IMPORTER, roster):
        raise Forbidden(_("提交人已没有导入名册的权限，名册没有处理。"))


def _fail(roster, sentence, now):
    with transaction.atomic():
        return states.IMPORT.move(
            roster,
            "fail",
            by=roster.created_by,
            now=now,
            chain=roster.chain,
            comment=sentence,
            error=sentence,
        )


def _keep_lines(name, lines, *, by, now):
    """JSON, one value a line; nothing is kept where there is nothing to say."""
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    if not text:
        return None
    return keep(text.encode(), name=name, content_type="application/x-ndjson", by=by, now=now)


def begin_apply(*, roster, by, now, good_rows_only=False) -> None:
    """A person decides that the plan is carried out. Of two who press at once, one succeeds."""
    if roster.counts.get("bad") and not good_rows_only:
        raise Refusal(
            _("还有%(n)d行有错误。请改正后重新上传，或选择“只导入正确的行”。")
            % {"n": roster.counts["bad"]}
        )
    with transaction.atomic():
        states.IMPORT.move(
            roster, "apply", by=by, now=now, chain=roster.chain,
            changes={"good_rows_only": good_rows_only, "sha256": roster.file.sha256},
        )  # fmt: skip


def start_apply(*, roster, by, now, good_rows_only=False):
    """The second run as a job."""
    if roster.state == ImportState.APPLYING and (roster.job is None or roster.job.is_over):
        _release(roster, None, by, now)  # the work that should have applied it is gone
    with transaction.atomic():
        begin_apply(roster=roster, by=by, now=now, good_rows_only=good_rows_only)
        roster.job = jobs.start(
            "candidates.apply_roster",
            title=_("导入名册“%(file)s”") % {"file": roster.file.name},
            by=by,
            now=now,
            roster=roster.pk,
            by_id=by.pk if by else None,
        )
        roster.save(update_fields=["job"])
    return roster.job


def apply_roster(roster: RosterImport, progress=None, *, by, now) -> RosterImport:
    """Write the plan in one transaction. Running it twice does it once."""
    if roster.state != ImportState.APPLYING:
        return roster
    counts = roster.counts
    if progress:
        progress.stage(_("写入考生"), counts["new"] + counts["changed"])
    try:
        with transaction.atomic():
            done, before = plan.carry_out(
                stash.take_out(roster.plan), roster, now=now, progress=progress
            )
            used, undo = roster.plan, None
            if before:
                undo = stash.put_away([before], name="undo", by=by, now=now)
            states.IMPORT.move(
                roster, "done", by=by, now=now, chain=roster.chain, changes=done,
                applied_at=now, plan=None, undo=undo, error="",
            )  # fmt: skip
    except Exception as error:
        _release(roster, error, by, now)
        raise
    stash.throw_away(used)
    return roster


def _release(roster, error, by, now):
    """Nothing was written: the import waits again, with the reason where there is one."""
    sentence = str(error) if isinstance(error, Refusal) else ""
    roster.refresh_from_db()
    with transaction.atomic():
        states.IMPORT.move(
            roster, "release", by=by, now=now, chain=roster.chain, comment=sentence, error=sentence
        )


def discard_roster(*, roster, by, now) -> None:
    """Let a checked roster go without importing it."""
    used = roster.plan
    with transaction.atomic():
        states.IMPORT.move(roster, "discard", by=by, now=now, chain=roster.chain, plan=None)
    stash.throw_away(used)


def undo_roster(*, roster, by, now, reason) -> dict:
    """Take an import back while nobody has used what it brought."""
    if not reason.strip():
        raise Invalid(_("撤销导入须写明理由。"))
    brought = Candidate.objects.filter(source=roster)
    with transaction.atomic():
        if roster.undo:
            plan.put_back(stash.take_out(roster.undo))
        _require_unused(brought)
        try:
            deleted = brought.delete()[1].get("candidates.Candidate", 0)
        except ProtectedError as error:
            raise _used() from error
        changes = {"deleted": deleted, "restored": roster.counts.get("changed", 0)}
        states.IMPORT.move(
            roster, "undo", by=by, now=now, chain=roster.chain, comment=reason, changes=changes
        )
    return changes


def record_fetch(*, roster, by, now) -> None:
    """The handed-in file holds identity numbers: who fetches it is on record."""
    with transaction.atomic():
        record(by=by, now=now, action="candidates.fetch_roster", target=roster, chain=roster.chain)


def _require_unused(candidates):
    """Whatever points at a candidate (a seat, a notice, a score …) keeps the import standing."""
    for relation in Candidate._meta.related_objects:
        if relation.related_model.objects.filter(
            **{f"{relation.field.name}__in": candidates}
        ).exists():
            raise _used()
    if candidates.filter(photo__isnull=False).exists():
        raise _used()


def _used():
    return Refusal(
        _("这次导入的考生已有照片、座位或其他记录，不能整批撤销。请逐个更正或登记退出。")
    )
