from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from centers.models import County, Site
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.exams.models import Exam
from scheduling.documents.issuing import print_now, unprintable
from scheduling.documents.kinds import KINDS


class Command(BaseCommand):
    help = "制作一种打印件并写到文件，例如 --kind tickets --county 平定 --out 准考证.pdf"

    def add_arguments(self, parser):
        parser.add_argument("--exam", required=True, help="考试代码")
        parser.add_argument("--kind", required=True, choices=[str(k) for k in KINDS])
        parser.add_argument("--county", required=True, help="考区名称或代码")
        parser.add_argument("--site", help="考点（学校代码），默认整个考区")
        parser.add_argument("--order", default="", help="class 按班级，room 按考场")
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *, exam, kind, county, site, order, out, **options):
        chosen = Exam.objects.select_related("policy").filter(code=exam).first()
        if chosen is None:
            raise CommandError(f"没有代码为 {exam} 的考试")
        place = (
            County.objects.filter(name=county).first() or County.objects.filter(code=county).first()
        )
        if place is None:
            raise CommandError(f"没有考区 {county}")
        held = None
        if site:
            held = Site.objects.filter(exam=chosen, county=place, school__code=site).first()
            if held is None:
                raise CommandError(f"{place} 没有代码为 {site} 的考点")
        for candidate, characters in unprintable(chosen, place):
            self.stderr.write(f"字体缺字：{candidate} 的“{characters}”印不出来")
        try:
            paper = print_now(
                exam=chosen, county=place, kind=kind, site=held, order=order, by=None,
                now=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        out.write_bytes(paper.file.path.read_bytes())
        self.stdout.write(f"{out}\t{paper.pages} 页\t第{paper.version}版")
