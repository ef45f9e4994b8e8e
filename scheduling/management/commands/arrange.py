from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from centers.models import County
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.exams.models import Exam
from scheduling.services.arrange import arrange_county


class Command(BaseCommand):
    help = "Arrange the candidates of an exam, county by county, through the service of the page."

    def add_arguments(self, parser):
        parser.add_argument("--exam", required=True, help="code of the exam")
        parser.add_argument("--county", help="name or code of one county; default: all with sites")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument(
            "--rebuild", action="store_true", help="deal everybody anew but the pinned"
        )

    def handle(self, *, exam, county, seed, rebuild, **options):
        code, exam = exam, Exam.objects.select_related("policy").filter(code=exam).first()
        if exam is None:
            raise CommandError(_("没有代码为“%(code)s”的考试。") % {"code": code})
        refused = 0
        for one in counties(exam, county):
            try:
                held = arrange_county(
                    exam=exam, county=one, seed=seed, by=None, now=clock.now(), rebuild=rebuild
                )
            except Refusal as refusal:
                refused += 1
                self.stderr.write(f"{one}: {refusal}")
                continue
            total = held.quality["total"]
            self.stdout.write(
                _(
                    "%(county)s：编排%(seated)d名，未编排%(unplaced)d名；"
                    "场次%(sessions)d（下限%(sessions_bound)d），"
                    "考场场次%(cells)d（下限%(cells_bound)d），"
                    "拆班%(splits)d（下限%(splits_bound)d）。"
                )
                % {"county": one, **total}
            )
        if refused:
            raise CommandError(_("有%(count)d个考区没有编排。") % {"count": refused})


def counties(exam, name):
    """The counties of an exam that have a site, or the one named."""
    found = County.objects.filter(sites__exam=exam).distinct()
    if not name:
        return list(found)
    one = found.filter(name=name).first() or found.filter(code=name).first()
    if one is None:
        raise CommandError(_("考试中没有考区“%(name)s”。") % {"name": name})
    return [one]
