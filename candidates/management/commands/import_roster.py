"""A roster from the command line, through the same services as the page."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from candidates.checks.findings import NOTE, level
from candidates.models import RosterImport
from candidates.sentences import sentence, title
from candidates.services import rosters
from candidates.services.answers import write_answer
from candidates.services.examining import counts_of, examine, finding_lines
from centers.models import County
from centers.scope import holds_city_wide
from examadmin.accounts.models import User
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.exams.models import Exam


class Command(BaseCommand):
    help = (
        "Checks a roster (--check: findings as CSV, status 1 where an error stands) or imports it."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--exam", required=True, metavar="CODE")
        parser.add_argument("--county", metavar="NAME", help="only schools of this county")
        parser.add_argument(
            "--as", dest="user", metavar="USER", help="who does it; else the system"
        )
        parser.add_argument("--check", action="store_true", help="only say what is wrong")
        parser.add_argument("--answer", type=Path, help="with --check: write the marked workbook")
        parser.add_argument(
            "--good-rows", action="store_true", help="import the rows without errors"
        )

    def handle(self, *, file, exam, county, user, check, answer, good_rows, **options):
        if not file.is_file():
            raise CommandError(_("没有这个文件：%(file)s") % {"file": file})
        exam = _one(Exam.objects.select_related("policy"), code=exam)
        county = _one(County.objects, name=county) if county else None
        by = _one(User.objects, username=user) if user else None
        county = _own_county(by, county)
        try:
            if check:
                self._check(file, exam, county, answer)
            else:
                self._import(file, exam, county, by, good_rows)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def _check(self, file, exam, county, answer):
        counties = [county.pk] if county else None
        found = examine(exam, file, name=file.name, counties=counties, now=clock.now())
        out = csv.writer(self.stdout, lineterminator="\n")
        out.writerow(["row", "level", "column", "finding"])
        worst = set()
        for row, code, field, params in found.findings:
            worst.add(level(code))
            shown = "ok" if level(code) == NOTE else level(code)
            column = found.read.table.headings.get(field) or title(field)
            out.writerow([row, shown, column, sentence(code, params)])
        if answer:
            with answer.open("wb") as target:
                lines = finding_lines(found.findings)
                write_answer(file, file.name, lines, counts_of(found), target)
        if "error" in worst:
            raise SystemExit(1)

    def _import(self, file, exam, county, by, good_rows):
        now = clock.now()
        with file.open("rb") as source:
            roster = rosters.keep_roster(
                exam=exam, source=source, name=file.name, by=by, now=now, county=county
            )
        rosters.check_roster(roster, now=now)
        if roster.error:
            raise CommandError(roster.error)
        try:
            rosters.begin_apply(roster=roster, by=by, now=now, good_rows_only=good_rows)
        except Refusal:
            rosters.discard_roster(roster=roster, by=by, now=now)  # nobody waits for it here
            raise
        rosters.apply_roster(roster, by=by, now=now)
        counts = RosterImport.objects.get(pk=roster.pk).counts
        self.stdout.write(
            _("新增%(new)d人，变更%(changed)d人，未变%(unchanged)d人，未导入%(bad)d行") % counts
        )


def _one(queryset, **where):
    try:
        return queryset.get(**where)
    except queryset.model.DoesNotExist:
        what = queryset.model._meta.verbose_name
        raise CommandError(
            _("没有这个%(what)s：%(value)s") % {"what": what, "value": ", ".join(where.values())}
        ) from None


def _own_county(by, county):
    """Somebody named may import only where the post reaches."""
    if by is None or (county is None and holds_city_wide(by, rosters.IMPORTER)):
        return county
    mine = County.objects.visible_to(by, rosters.IMPORTER)
    if county is None:
        county = mine.first()
    if county is None or not mine.filter(pk=county.pk).exists():
        raise CommandError(_("%(user)s没有在该考区导入名册的权限。") % {"user": by})
    return county
