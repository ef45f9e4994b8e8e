"""Import of a made roster: our whole import beside its limit.

Limit: parse the workbook with calamine and bulk-copy the same rows into the same table, without a
single check. Ours: keep the file, check every row, compare with the table, plan, seal, write,
audit. On the database that DATABASE_URL names, in a test database of its own.
"""

import os
import random
import resource
import statistics
import tempfile
import time
import zipfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

SIZES = {"city": (12_820, 40, 3), "province": (400_000, 1_800, 1)}  # rows, schools, repetitions
HEADINGS = (
    "序号 中考报名号 姓名 性别 身份证号 民族 学校代码 学校名称 年级 班级 学籍号 监护人电话 备注"
)
FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "子涵梓萱宇轩欣怡浩然诗琪俊杰雨泽佳思博文天瑞晨曦若嘉"
RARE = ["阿依古丽·买买提江", "吴䶮", "张㛃", "李𬭎"]


def run(size: str) -> dict:
    """Seconds (wall) and ratio; peak memory of this process and of the parser's."""
    rows, schools, repetitions = SIZES[size]
    with tempfile.TemporaryDirectory() as folder, _database(Path(folder)) as exam:
        path = Path(folder) / "roster.xlsx"
        codes = _make_schools(schools)
        write_workbook(path, made_rows(rows, codes))
        ours, limits = [], []
        for turn in range(repetitions):
            ours.append(_measured(_import, exam, path))
            if turn == 0:
                memory = _memory()
                again = _measured(_import, exam, path)
            _empty()
            limits.append(_measured(_limit, exam, path))
            _empty()
    whole, limit = _median(ours), _median(limits)
    return {
        "rows": rows,
        "limit: parse + bulk copy, s": limit["wall"],
        "whole import, s": whole["wall"],
        "  of it check, s": whole["check"],
        "ratio (goal 1.5)": whole["wall"] / limit["wall"],
        "limit, processor s": limit["processor"],
        "whole import, processor s": whole["processor"],
        "ratio of processor time": whole["processor"] / limit["processor"],
        "the same file again, s": again["wall"],
        **memory,
    }


def _measured(work, exam, path):
    """Wall and processor seconds; the parser's process is counted, a database server is not."""
    before, began = os.times(), time.perf_counter()
    told = work(exam, path) or {}
    wall, after = time.perf_counter() - began, os.times()
    return {"wall": wall, "processor": sum(after[:4]) - sum(before[:4]), **told}


def _median(runs):
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


@contextmanager
def _database(folder):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "examadmin.settings")
    import django
    from django.conf import settings

    settings.MEDIA_ROOT = folder / "files"
    django.setup()
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(folder / "bench.sqlite3")
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        from examadmin.exams import profiles
        from examadmin.exams.models import Exam

        yield Exam.objects.create(
            code="bench",
            title="bench",
            profile="yangquan-2024",
            draft=profiles.load("yangquan-2024"),
            first_day=date(2024, 5, 30),
            last_day=date(2024, 6, 1),
            created_at=_now(),
        )
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _now():
    from examadmin.base import clock

    return clock.now()


def _make_schools(count):
    from centers.models import County, School

    counties = County.objects.bulk_create(
        County(code=f"{63 + n}01", name=f"第{n}区") for n in range(max(1, count // 40))
    )
    schools = School.objects.bulk_create(
        School(code=f"{630000 + n}", name=f"第{n}中学校", county=counties[n % len(counties)])
        for n in range(count)
    )
    return [(school.code, school.name) for school in schools]


def made_rows(count, schools):
    """Rows as a county would hand them in; always the same for the same count."""
    from candidates.checks.identity import CHECK, WEIGHTS

    chance = random.Random(count)
    per_school = -(-count // len(schools))
    for n in range(count):
        code, name = schools[n // per_school]
        serial = n % per_school + 1
        male = n % 2
        # Every number once: 365 days × 500 serials in each of several places.
        place, day, pair = n // 182_500, n % 365, n // 365 % 500
        born = time.strftime("%Y%m%d", time.gmtime((14_610 + day) * 86_400))
        number = f"{140302 + place}{born}{pair * 2 + male:03d}"
        total = sum(int(d) * w for d, w in zip(number, WEIGHTS, strict=True))
        identity = number + CHECK[total % 11]
        person = (
            RARE[n // 500 % len(RARE)]
            if n % 500 == 0
            else chance.choice(FAMILY) + "".join(chance.choices(GIVEN, k=1 + n % 2))
        )
        yield (
            float(n + 1), f"23{code}{serial:04d}", person, "女男"[male], identity,
            "汉族" if n % 40 else "回族", code, name, "八年级", float(serial // 45 + 1),
            f"G{identity}", f"13{chance.randrange(10**9):09d}", "",
        )  # fmt: skip


def write_workbook(path, rows):
    """A plain .xlsx, written by hand because every library takes a minute for a province."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        )
        relations = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        )
        book.writestr(
            "_rels/.rels",
            f'{relations}<Relationship Id="r1" Type="{link}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{relations}<Relationship Id="r1" Type="{link}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{link}"><sheets>'
            '<sheet name="考生名册" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for number, values in enumerate(_all(rows), 1):
                sheet.write(_row(number, values).encode())
            sheet.write(b"</sheetData></worksheet>")


def _all(rows):
    yield HEADINGS.split()
    yield from rows


def _row(number, values):
    cells = "".join(
        f'<c r="{chr(65 + at)}{number}"><v>{value:.0f}</v></c>'
        if isinstance(value, float)
        else f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        for at, value in enumerate(values)
        if value != ""
    )
    return f'<row r="{number}">{cells}</row>'


def _import(exam, path):
    from candidates.services import rosters

    began = time.perf_counter()
    with path.open("rb") as source:
        roster = rosters.keep_roster(
            exam=exam, source=source, name="roster.xlsx", by=None, now=_now(), county=None
        )
    rosters.check_roster(roster, now=_now())
    checked = time.perf_counter()
    if roster.counts.get("bad") != 0:
        raise RuntimeError(f"{roster.error} {roster.counts}")
    rosters.begin_apply(roster=roster, by=None, now=_now())
    rosters.apply_roster(roster, by=None, now=_now())
    return {"check": checked - began}


def _limit(exam, path):
    from django.db import connection, transaction
    from python_calamine import CalamineWorkbook

    from candidates.models import Candidate
    from candidates.services.plan import ONCE, WRITTEN
    from candidates.services.writing import insert_rows
    from centers.models import School

    schools = dict(School.objects.values_list("code", "pk"))
    moment = connection.ops.adapt_datetimefield_value(_now())
    sealed, short, empty = b"\0" * 46, b"\0" * 39, "0" * 32
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()
    next(rows)
    with transaction.atomic():
        insert_rows(
            Candidate,
            ONCE + WRITTEN,
            (
                (exam.pk, schools[r[6]], r[1], None, moment, r[2], r[2], r[2], "M", "resident",
                 sealed, r[4], r[4][-4:], None, r[5], "grade8", int(r[9]), r[10], short, r[12], empty)
                for r in rows
            ),
        )  # fmt: skip


def _empty():
    from django.db import connection

    from candidates.models import Candidate, RosterImport

    for model in (Candidate, RosterImport):
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"TRUNCATE {table} CASCADE"
                if connection.vendor == "postgresql"
                else f"DELETE FROM {table}"
            )


def _memory():
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parser = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"peak memory, MB": own, "peak memory of the parser, MB": parser}
