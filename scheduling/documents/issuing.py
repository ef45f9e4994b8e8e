"""Issue papers: every print is kept as a version, made by a job, fetched again later."""

import tempfile
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from pypdf import PdfReader

from candidates.models import Candidate
from centers.scope import holds_city_wide, places
from examadmin.accounts.choices import Tier
from examadmin.audit.services import record
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.documents.pdf import missing_characters
from examadmin.documents.storage import keep
from examadmin.jobs import services as jobs

from ..choices import ArrangementState, PaperKind
from ..models import Arrangement, Paper
from . import draw
from .kinds import KINDS
from .selection import Selection

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def order_paper(*, exam, county, kind, site=None, order="", by, now) -> Paper:
    """Give out the next version of a paper and start the job that makes it.

    Pressed again while the same paper is still being made, that one is given back.
    """
    with transaction.atomic():  # nobody sees an ordered paper that has no job yet
        paper = _new_paper(
            exam=exam, county=county, kind=kind, site=site, order=order, by=by, now=now
        )
        if paper.job is None:
            paper.job = jobs.start(
                "scheduling.paper",
                title=_("制作%(paper)s") % {"paper": paper},
                by=by, now=now, key=f"paper-{paper.pk}", paper=paper.pk,
            )  # fmt: skip
            paper.save(update_fields=["job"])
    paper.refresh_from_db()
    return paper


def may_print(user, county, site=None) -> bool:
    """County papers are the county's to print; a site prints its own. Asked by tier, because a
    site's people may see their county without acting for it."""
    right = "scheduling.print_paper"
    return (
        holds_city_wide(user, right)
        or county.pk in places(user, right, Tier.COUNTY)
        or (site is not None and site.school_id in places(user, right, Tier.SITE))
    )


def _new_paper(*, exam, county, kind, site, order, by, now) -> Paper:
    if by is not None and not may_print(by, county, site):
        raise Forbidden(_("您的职务不能制作%(place)s的打印件。") % {"place": site or county})
    if kind not in KINDS:
        raise Invalid(_("没有这种打印件：%(kind)s。") % {"kind": kind})
    recipe = KINDS[kind]
    order = order or recipe.orders[0]
    if order not in recipe.orders:
        raise Invalid(_("这种打印件不能按此顺序打印。"))
    if site and not recipe.of_site:
        raise Invalid(_("这种打印件按考区制作，不能只做一个考点。"))
    arrangement = Arrangement.objects.filter(exam=exam, county=county).first()
    if recipe.needs_lock and (not arrangement or arrangement.state != ArrangementState.LOCKED):
        raise Refusal(
            _("%(county)s的考场编排还没有锁定，现在不能制作“%(kind)s”：座位还可能变动。")
            % {"county": county, "kind": PaperKind(kind).label}
        )
    scope = str(site.school.code if site else county.code)
    same = Paper.objects.filter(exam=exam, county=county, kind=kind, scope=scope, order=order)
    with transaction.atomic():
        waiting = same.filter(file=None, job__state__in=("queued", "running")).first()
        if waiting:
            return waiting
        latest = same.aggregate(latest=Max("version"))["latest"] or 0
        try:
            with transaction.atomic():
                return Paper.objects.create(
                    exam=exam, county=county, site=site, kind=kind, scope=scope, order=order,
                    version=latest + 1, made_by=by, made_at=now,
                    arrangement_version=arrangement.version if arrangement else 0,
                )  # fmt: skip
        except IntegrityError:
            return same.get(version=latest + 1)


def make_paper(paper: Paper, *, by, now, progress=None) -> Paper:
    """Draw the paper and keep it. Safe to run twice: a finished paper stays as it is."""
    if paper.file_id:
        return paper
    if progress:
        progress.stage(_("排版"))
    recipe = KINDS[paper.kind]
    selection = Selection(
        exam=paper.exam, county=paper.county, kind=paper.kind, site=paper.site,
        order=paper.order, version=paper.version, now=now,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"paper.{recipe.extension}"
        with path.open("w+b") as out:
            draw(selection, out)
        pages = len(PdfReader(path).pages) if recipe.extension == "pdf" else 0
        if progress:
            progress.stage(_("保存"))
        with transaction.atomic():
            file = keep(
                path, name=file_name(paper), content_type=CONTENT_TYPES[recipe.extension],
                by=by, now=now,
            )  # fmt: skip
            if not Paper.objects.filter(pk=paper.pk, file=None).update(file=file, pages=pages):
                return Paper.objects.get(pk=paper.pk)
            record(
                by=by, now=now, action="scheduling.print_paper", target=paper,
                chain=f"county:{paper.county.code}",
                changes={"kind": paper.kind, "scope": paper.scope, "version": paper.version,
                         "pages": pages, "arrangement_version": paper.arrangement_version},
            )  # fmt: skip
    paper.refresh_from_db()
    return paper


def file_name(paper: Paper) -> str:
    """城区-阳泉市实验中学-准考证-第2版.pdf: made of our own data only."""
    place = f"{paper.county.name}-{paper.site.school.name}" if paper.site else paper.county.name
    kind = str(PaperKind(paper.kind).label).replace(" ", "").replace("（Excel）", "")
    order = {"class": "-按班级", "room": "-按考场"}.get(paper.order, "")
    order = order if len(KINDS[paper.kind].orders) > 1 else ""
    return f"{place}-{kind}{order}-第{paper.version}版.{KINDS[paper.kind].extension}"


def print_now(*, exam, county, kind, site=None, order="", by, now) -> Paper:
    """Make a paper here and now, for commands."""
    paper = _new_paper(exam=exam, county=county, kind=kind, site=site, order=order, by=by, now=now)
    return make_paper(paper, by=by, now=now)


def print_county(*, exam, county, by, now) -> list[Paper]:
    """Every paper of a county, each in its first order."""
    return [print_now(exam=exam, county=county, kind=kind, by=by, now=now) for kind in KINDS]


def unprintable(exam, county, seen_by=None) -> list[tuple[Candidate, str]]:
    """Candidates (whom this person may see) whose names no installed font can print, with the
    characters: shown before printing, so that nobody finds a gap on a ticket. Asked by every view
    of the page: it looks at each character once, not at each name."""
    people = Candidate.objects.filter(exam=exam, school__county=county, withdrawn_at=None)
    names = set(people.values_list("name", flat=True).order_by())
    bad = set(missing_characters("".join(sorted(set().union(*names)))))
    if not bad:
        return []
    found = people.filter(name__in=[name for name in names if not bad.isdisjoint(name)])
    if seen_by:
        found = found.visible_to(seen_by, "candidates.view_candidate").distinct()
    return [
        (one, "".join(c for c in one.name if c in bad)) for one in found.select_related("school")
    ]
