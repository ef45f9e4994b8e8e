"""The whole job before an exam, from a folder of files to printed papers, by the same services
that people press. For technicians, rehearsals and benchmarks."""

import csv
import time
from datetime import timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from candidates.choices import ImportState
from candidates.models import Candidate
from candidates.services import rosters
from centers.models import County, School, Site
from centers.services.places import import_schools
from centers.services.ready_made import apply_and_approve
from centers.standard import rooms_asked_for
from centers.windows import is_open, reopen_window
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.exams.models import Exam
from examadmin.exams.services import create_exam, publish_exam
from examadmin.jobs.services import inline
from scheduling.documents.issuing import print_county
from scheduling.models import Seating
from scheduling.services.arrange import arrange_county
from scheduling.services.review import lock_arrangement, pass_arrangement, submit_arrangement
from scheduling.services.settle import settle


class Command(BaseCommand):
    help = "从一个文件夹（schools.csv、roster-考区代码-*.xlsx）完成考前全部工作，直到打印件"

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--profile", required=True, help="考试方案，如 yangquan-2024")
        parser.add_argument("--out", type=Path, required=True, help="打印件放到这个文件夹")
        parser.add_argument("--code", help="考试代码，默认与方案相同")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, folder, profile, out, code, seed, **options):
        if not (folder / "schools.csv").is_file():
            raise CommandError(f"{folder} 中没有 schools.csv")
        out.mkdir(parents=True, exist_ok=True)
        self.rows, self.began = [], time.perf_counter()
        self.seed, self.folder, self.out = seed, folder, out
        try:
            with inline():
                self._run(code or profile, profile)
        except Refusal as refusal:
            self._table()
            told = "\n".join(f"  {finding}" for finding in refusal.findings[:50])
            raise CommandError(f"{refusal}\n{told}".rstrip()) from refusal
        self._table()

    def _run(self, code, profile):
        self.exam = self._stage("建立考试并发布规则", self._make_exam, code, profile)
        schools = self._stage("学校", self._import_schools)
        self._stage("重新开放已过期限", self._open_windows)
        self._stage("考点申报与审核", self._approve, schools)
        self._stage("名册导入", self._import_rosters)
        for verb, title in (
            (self._arrange, "考场编排"),
            (self._submit, "上报编排和附件3"),
            (self._review, "市级审核并锁定"),
            (self._print, "打印件"),
        ):
            for county in self._counties():
                self._stage(f"{title}　{county}", verb, county)

    def _stage(self, title, act, *arguments):
        began = time.perf_counter()
        result, count = act(*arguments)
        self.rows.append((title, count, time.perf_counter() - began))
        return result

    def _table(self):
        for title, count, seconds in self.rows:
            self.stdout.write(f"{title:<24}\t{count:>10}\t{seconds:8.2f} s")
        self.stdout.write(f"{'合计':<24}\t{'':>10}\t{time.perf_counter() - self.began:8.2f} s")

    def _make_exam(self, code, profile):
        now = clock.now()
        exam = Exam.objects.filter(code=code).first()
        if exam is None:
            title = f"{code}（命令建立）"
            exam = create_exam(code=code, title=title, profile=profile, by=None, now=now)
        if exam.policy_id is None:
            publish_exam(exam=exam, by=None, now=now)
        return Exam.objects.select_related("policy").get(pk=exam.pk), 1

    def _import_schools(self):
        with (self.folder / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        import_schools(rows=rows, by=None, now=clock.now())
        return rows, len(rows)

    def _open_windows(self):
        """The dates of a past exam are closed: the city opens them again, with the reason."""
        opened, now = 0, clock.now()
        until = now + timedelta(days=1)
        for county in County.objects.filter(schools__code__in=self._codes()).distinct():
            for window in self.exam.rules.windows:
                if not is_open(self.exam, window, now, county=county):
                    reopen_window(
                        exam=self.exam, window=window, county=county, until=until,
                        reason="prepare_exam 命令补办", by=None, now=now,
                    )  # fmt: skip
                    opened += 1
        return None, opened

    def _codes(self):
        with (self.folder / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
            return [row["学校代码"] for row in csv.DictReader(file)]

    def _approve(self, rows):
        schools = {s.code: s for s in School.objects.select_related("county")}
        for row in rows:
            classes, pupils = int(row["八年级班级数"]), int(row["八年级考生数"])
            rooms = rooms_asked_for(
                self.exam.rules,
                classes=classes,
                candidates=pupils + int(row["九年级零报考人数"]),
            )
            apply_and_approve(
                exam=self.exam, school=schools[row["学校代码"]], rooms=rooms, by_chief=None,
                by_officer=None, now=clock.now(), largest_class=-(-pupils // max(1, classes)),
            )  # fmt: skip
        return None, len(rows)

    def _import_rosters(self):
        counties = {c.code: c for c in self._counties()} | {c.name: c for c in self._counties()}
        for path in sorted(self.folder.glob("roster-*.xls*")):
            parts = path.stem.split("-")[1:]
            county = next((counties[part] for part in parts if part in counties), None)
            if county is None:
                self.stderr.write(f"{path.name}：文件名中没有考区代码或名称，未导入")
                continue
            self._import_roster(path, county)
        return None, Candidate.objects.filter(exam=self.exam).count()

    def _import_roster(self, path, county):
        now = clock.now()
        with path.open("rb") as source:
            roster = rosters.hand_in_roster(
                exam=self.exam, source=source, name=path.name, by=None, now=now, county=county
            )
        roster.refresh_from_db()
        if roster.counts.get("bad"):
            self._hand_back(path, roster)
        if roster.state == ImportState.CHECKED:
            rosters.start_apply(roster=roster, by=None, now=now, good_rows_only=True)
            roster.refresh_from_db()
        if roster.state != ImportState.APPLIED:
            raise Refusal(f"{path.name}：{roster.error or roster.get_state_display()}")

    def _hand_back(self, path, roster):
        """Rows with an error stay out, as on the page; their workbook goes back, marked."""
        name = f"{path.stem}-错误说明.xlsx"
        if roster.answer:
            (self.out / name).write_bytes(roster.answer.path.read_bytes())
        self.stderr.write(
            f"{path.name}：{roster.counts['bad']} 行有错误，没有导入，原因见 {self.out / name}"
        )

    def _counties(self):
        return County.objects.filter(sites__exam=self.exam).distinct()

    def _arrange(self, county):
        arrangement = arrange_county(
            exam=self.exam, county=county, seed=self.seed, by=None, now=clock.now()
        )
        return None, Seating.objects.filter(arrangement=arrangement).count()

    def _submit(self, county):
        now = clock.now()
        single = [c.key for c in self.exam.rules.categories.values() if c.settle_one_by_one]
        waiting = Candidate.objects.filter(
            exam=self.exam, school__county=county, category__in=single, withdrawn_at=None
        )
        if waiting:
            settle(candidates=list(waiting), by=None, now=now, note="prepare_exam")
        arrangement = self.exam.arrangements.get(county=county)
        if arrangement.is_open:
            submit_arrangement(arrangement=arrangement, by=None, now=now)
        return None, Site.objects.filter(exam=self.exam, county=county).count()

    def _review(self, county):
        now, arrangement = clock.now(), self.exam.arrangements.get(county=county)
        pass_arrangement(arrangement=arrangement, sha256=arrangement.sha256, by=None, now=now)
        arrangement.refresh_from_db()
        lock_arrangement(arrangement=arrangement, by=None, now=now)
        return None, Site.objects.filter(exam=self.exam, county=county).count()

    def _print(self, county):
        made = print_county(exam=self.exam, county=county, by=None, now=clock.now())
        folder = self.out / f"{county.code}-{county.name}"
        folder.mkdir(exist_ok=True)
        pages = 0
        for paper in made:
            (folder / paper.file.name).write_bytes(paper.file.path.read_bytes())
            pages += paper.pages
        return None, pages
