"""The whole job before an exam, from a folder of files to printed papers, in one command."""

import csv
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from candidates.models import Candidate
from centers.models import SiteApplication
from examadmin.documents.tests.papers import pages, text
from examadmin.exams.models import Exam
from examadmin.portal.sample.roster import HEADER, Pupils
from scheduling.choices import ArrangementState
from scheduling.models import Arrangement, Seating

COUNTIES = [("6401", "140311", "郊区"), ("6402", "140321", "平定")]
SCHOOLS = [  # county, code, name, classes, pupils of grade 8, of grade 9
    (0, "640101", "郊区荫城中学校", 2, 41, 1),
    (0, "640102", "郊区河下镇中学校", 1, 23, 0),
    (1, "640201", "平定县石门口中学校", 2, 52, 0),
]
COLUMNS = ["考区", "行政区划代码", "学校代码", "学校名称", "八年级班级数", "八年级考生数",
           "九年级零报考人数"]  # fmt: skip
PAPERS = ["准考证-按班级-第1版.pdf", "考条-按考场-第1版.pdf", "签到表-第1版.pdf", "座位图-第1版.pdf",
          "考场名册-第1版.pdf", "门贴-第1版.pdf", "桌贴-第1版.pdf",
          "附件1考试场次时间安排表-第1版.pdf", "附件2考场配置标准-第1版.pdf",
          "附件3考点考试时间安排表-第1版.pdf", "附件3-第1版.xlsx", "考点合格证书-第1版.pdf",
          "考务秩序册-第1版.pdf"]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """Two counties, three schools, in files as districts hand them in."""
    folder = tmp_path / "in"
    folder.mkdir()
    with (folder / "schools.csv").open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for at, code, name, *numbers in SCHOOLS:
            _county, division, title = COUNTIES[at]
            out.writerow([title, division, code, name, *numbers])
    pupils = Pupils(year=2010)
    for at, (county, division, title) in enumerate(COUNTIES):
        rows = [(code, name, division, *n) for of, code, name, *n in SCHOOLS if of == at]
        save(folder / f"roster-{county}-{title}.xlsx", pupils.district(rows))
    return folder


def save(path, rows):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for row in rows:
        book.active.append(row)
    book.save(path)


def run(folder, out, **options):
    said, warned = StringIO(), StringIO()
    options = {"profile": "yangquan-2024", "code": "zh2024", "out": out} | options
    call_command("prepare_exam", folder, stdout=said, stderr=warned, **options)
    return said.getvalue(), warned.getvalue()


def test_a_folder_of_files_becomes_an_exam_with_every_paper_printed(
    transactional_db, folder, tmp_path
):
    said, warned = run(folder, tmp_path / "out")
    assert warned == ""
    exam = Exam.objects.get(code="zh2024")
    assert exam.state == "published" and exam.policy.number == 1
    assert Candidate.objects.filter(exam=exam).count() == 41 + 1 + 23 + 52
    assert Seating.objects.filter(arrangement__exam=exam).count() == 117
    assert {a.state for a in Arrangement.objects.filter(exam=exam)} == {ArrangementState.LOCKED}
    assert SiteApplication.objects.filter(exam=exam, state="approved").count() == 3
    for (code, _division, name), count in zip(COUNTIES, (65, 52), strict=True):
        made = tmp_path / "out" / f"{code}-{name}"
        assert {f.name for f in made.iterdir()} == {f"{name}-{paper}" for paper in PAPERS}
        tickets = (made / f"{name}-{PAPERS[0]}").read_bytes()
        assert text(tickets).count("考生须知") == count
        assert len(pages(tickets)) == -(-count // 2)
    lines = dict(line.split("\t")[:2] for line in said.splitlines())
    counts = {title.strip(): count.strip() for title, count in lines.items()}
    assert counts["学校"] == "3" and counts["名册导入"] == "117"
    assert counts["考场编排　郊区"] == "65" and counts["打印件　平定"].isdigit()
    assert said.splitlines()[-1].startswith("合计") and said.count(" s\n") == len(lines)


def test_rows_with_mistakes_stay_out_and_their_workbook_comes_back_marked(
    transactional_db, folder, tmp_path
):
    rows = list(Pupils(seed=9, year=2010).district([("640201", SCHOOLS[2][2], "140321", 1, 5, 0)]))
    rows[1][4] = "140321201001010011"  # a wrong check digit
    save(folder / "roster-6402-平定.xlsx", rows)
    out = tmp_path / "out"
    _said, warned = run(folder, out)
    answer = out / "roster-6402-平定-错误说明.xlsx"
    assert f"roster-6402-平定.xlsx：1 行有错误，没有导入，原因见 {answer}" in warned
    assert "错误说明" in [cell.value for cell in openpyxl.load_workbook(answer).active[1]]
    assert Candidate.objects.filter(school__code="640201").count() == 4


def test_a_roster_of_an_unknown_county_is_named_and_left_alone(transactional_db, folder, tmp_path):
    save(folder / "roster-with-mistakes.xlsx", [])
    _said, warned = run(folder, tmp_path / "out")
    assert "roster-with-mistakes.xlsx：文件名中没有考区代码或名称，未导入" in warned


def test_without_a_list_of_schools_nothing_is_begun(db, tmp_path):
    with pytest.raises(CommandError, match="没有 schools.csv"):
        run(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_refusal_ends_the_command_with_its_sentence_and_the_stages_done(
    transactional_db, folder, tmp_path
):
    run(folder, tmp_path / "out")
    with pytest.raises(CommandError, match="现在的状态是“已锁定”"):
        run(folder, tmp_path / "out")
