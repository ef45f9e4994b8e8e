import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from examadmin.exams.models import Exam
from scheduling.choices import Level
from scheduling.models import Arrangement
from scheduling.queries.verdict import verdict

from .arrange import counties


class Command(BaseCommand):
    help = "Judge the stored arrangement independently. Exit status 1 where a rule is broken."

    def add_arguments(self, parser):
        parser.add_argument("--exam", required=True, help="code of the exam")
        parser.add_argument("--county", help="name or code of one county")
        parser.add_argument(
            "--remarks", action="store_true", help="say what is lawful but not good"
        )

    def handle(self, *, exam, county, remarks, **options):
        found = Exam.objects.select_related("policy").filter(code=exam).first()
        if found is None:
            raise CommandError(_("没有代码为“%(code)s”的考试。") % {"code": exam})
        broken = 0
        for one in counties(found, county):
            arrangement = Arrangement.objects.filter(exam=found, county=one).first()
            if arrangement is None:
                arrangement = Arrangement(exam=found, county=one)
            arrangement.exam = found
            findings = verdict(arrangement, remarks=remarks)
            grave = [f for f in findings if f.level != Level.NOTE]
            broken += len(grave)
            for finding in findings:
                self.stdout.write(f"{one} {finding}")
            if not grave:
                count = arrangement.seatings.count() if arrangement.pk else 0
                self.stdout.write(
                    _("%(county)s：核查%(count)d个座位，没有违反规则。")
                    % {"county": one, "count": count}
                )
        if broken:
            sys.exit(1)
