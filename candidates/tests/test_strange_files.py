"""Whatever is handed in as a roster: a sentence, never a crash (X-01 to X-04)."""

import io
import zipfile

import openpyxl
import pytest

from candidates.choices import ImportState
from candidates.models import Candidate

from .kit import HEADINGS, row, workbook
from .test_rosters import handed_in

pytestmark = pytest.mark.django_db


def changed(content, **parts):
    """A workbook with parts replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


def good():
    return workbook([row(1)])


def sheet_with(before, after=""):
    with zipfile.ZipFile(io.BytesIO(good())) as book:
        text = book.read("xl/worksheets/sheet1.xml").decode()
    return changed(good(), **{"xl/worksheets/sheet1.xml": before + text + after})


def bomb():
    huge = b"<worksheet>" + b" " * 300_000_000 + b"</worksheet>"
    return changed(good(), **{"xl/worksheets/sheet1.xml": huge})


def headless():
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["通知", "各校"])
    book.save(out)
    return out.getvalue()


def without_a_column():
    fewer = {k: v for k, v in HEADINGS.items() if k != "id_number"}
    return workbook([row(1)], headings=fewer)


FILES = {
    "encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + b"\0" * 600
    + "EncryptedPackage".encode("utf-16-le")
    + b"\0" * 2000,
    "html": b"<html><body><table><tr><td>1</td></tr></table></body></html>",
    "empty": b"",
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "noise": bytes(range(256)) * 40,
    "half a workbook": good()[: len(good()) // 2],
    "macro": changed(good(), **{"xl/vbaProject.bin": b"\0"}),
    "entities": sheet_with('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'),
    "zip bomb": bomb(),
    "another zip": changed(b"PK\x05\x06" + b"\0" * 18, readme="hello"),
    "no header": headless(),
    "no identity column": without_a_column(),
    "text as a workbook": "姓名,性别\n李,男\n".encode(),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_roster_gets_its_sentence_x01_x02_x03(world, kind):
    before = Candidate.objects.count()
    roster = handed_in(world, FILES[kind])
    assert roster.state == ImportState.FAILED
    assert len(roster.error) > 10
    assert Candidate.objects.count() == before


def test_a_million_empty_rows_are_no_rows_x02(world):
    many = "".join(f'<row r="{n}"/>' for n in range(10, 1_000_000))
    with zipfile.ZipFile(io.BytesIO(good())) as book:
        text = book.read("xl/worksheets/sheet1.xml").decode()
    text = text.replace("</sheetData>", many + "</sheetData>")
    content = changed(good(), **{"xl/worksheets/sheet1.xml": text})
    assert handed_in(world, content).counts["rows"] == 1


def test_a_csv_as_excel_saves_it_in_china_is_read(world):
    headings = ",".join(HEADINGS.values())
    text = headings + "\r\n" + ",".join(str(v) for v in row(1, serial=1, class_no=1).values())
    from candidates.services import rosters

    roster = rosters.keep_roster(
        exam=world.exam, source=io.BytesIO(text.encode("gb18030")), name="名册.csv",
        by=world.officer_a, now=world.now, county=world.county_a,
    )  # fmt: skip
    assert rosters.check_roster(roster, now=world.now).counts["new"] == 1
