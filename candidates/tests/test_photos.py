"""Photographs: one judged, an archive gone through (X-010 to X-012, U-21, U-22)."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from candidates.checks.photo import PhotoRules, judge
from candidates.choices import ImportState
from candidates.models import Candidate, PhotoImport
from candidates.queries import photo_findings_of
from candidates.services import photos
from examadmin.documents.storage import keep

RULES = PhotoRules(("JPEG", "PNG"), 5, 295, 413, 10, 5)


def picture(width=295, height=413, kind="JPEG", mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, (width, height), 200 if mode in "LP" else (200, 30, 30)).save(
        out, kind, **options
    )
    return out.getvalue()


def codes(data, rules=RULES):
    return [code for code, _ in judge(data, rules)[1]]


def opened(data, rules=RULES):
    return Image.open(io.BytesIO(judge(data, rules)[0]))


@pytest.mark.clause("X-011")
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (picture(), []),
        (picture(kind="PNG"), []),
        (picture(mode="L"), []),
        (picture(280, 392), []),
        (picture(590, 826), ["photo_large"]),
        (picture(200, 280), ["photo_small"]),
        (picture(413, 295), ["photo_ratio"]),
        (picture(kind="GIF", mode="P"), ["photo_format"]),
        (b"<html>", ["photo_broken"]),
        (b"", ["photo_broken"]),
        (picture()[:300], ["photo_broken"]),
        (picture() + b"\0" * (5 << 20), ["photo_too_big"]),
    ],
)
def test_a_photograph_is_judged_for_format_size_and_shape(data, why):
    assert codes(data) == why


@pytest.mark.clause("X-011")
def test_a_red_ground_is_asked_for_where_the_profile_says_so():
    red = PhotoRules(("JPEG", "PNG"), 5, 295, 413, 10, 5, background="red")
    blue = io.BytesIO()
    Image.new("RGB", (295, 413), (60, 120, 220)).save(blue, "JPEG")
    assert codes(picture(), red) == []
    assert codes(blue.getvalue(), red) == ["photo_background"]
    assert codes(blue.getvalue()) == []


def test_what_is_kept_carries_no_exif_and_stands_upright_u21():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif.get_ifd(0x8825)[1] = "N"
    data = picture(413, 295, exif=exif.tobytes())
    kept = opened(data)
    assert kept.size == (295, 413)
    assert not kept.getexif()
    assert opened(picture(1180, 1652)).size == (295, 413)


def test_ten_megabytes_of_pixels_in_a_small_file_are_not_unpacked_u21():
    def chunk(kind, data):
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 10**6))
    )
    assert codes(bomb) == ["photo_pixels"]


# Archives


def archive(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, data in files:
            zipped.writestr(name, data)
    return out.getvalue()


def handed_in(world, content, *, by=None, county="a"):
    by = by or world.officer_a
    file = keep(content, name="照片.zip", content_type="application/zip", by=by, now=world.now)
    found = PhotoImport.objects.create(
        exam=world.exam, county=county and getattr(world, f"county_{county}"), file=file,
        created_by=by, created_at=world.now,
    )  # fmt: skip
    return photos.import_photos(found, now=world.now)


def found_in(handed):
    return {row["file"]: row["code"] for row in photo_findings_of(handed).rows}


@pytest.mark.django_db
@pytest.mark.clause("X-010", "X-012")
def test_every_file_of_an_archive_is_told_whether_it_found_its_candidate_u22(world):
    number = Candidate.objects.get(registration_no="236301010001").id_number
    done = handed_in(
        world,
        archive(
            [
                (f"{number}.jpg", picture()),
                ("一班/236301010002.JPG", picture()),
                ("236301010003.jpeg", picture()),
                ("236301010004.PNG", picture(kind="PNG")),
                ("考生1005 236301010005.jpg", picture()),
                ("236301019999.jpg", picture()),
                ("236302010001.jpg", picture()),
                ("236301010006.jpg", picture(100, 140)),
                ("236301010007.jpg", picture()),
                ("another/236301010007.png", picture(kind="PNG")),
                ("说明.txt", b"hello"),
                ("__MACOSX/._236301010008.jpg", b"x"),
            ]
        ),
    )
    assert done.state == ImportState.APPLIED
    shown = found_in(done)
    assert shown.pop(f"{number[:4]}●●●●●●●●●●{number[-4:]}.jpg") == "photo_new"
    assert shown == {
        "一班/236301010002.JPG": "photo_new",
        "236301010003.jpeg": "photo_new",
        "236301010004.PNG": "photo_new",
        "考生1005 236301010005.jpg": "photo_new",
        "236301019999.jpg": "photo_unmatched",
        "236302010001.jpg": "photo_unmatched",
        "236301010006.jpg": "photo_small",
        "236301010007.jpg": "photo_twice",
        "another/236301010007.png": "photo_twice",
        "说明.txt": "photo_no_picture",
    }
    counts = done.counts
    assert (counts["new"], counts["unmatched"], counts["refused"]) == (5, 2, 3)
    assert Candidate.objects.exclude(photo=None).count() == 5
    with Image.open(Candidate.objects.get(registration_no="236301010004").photo.path) as kept:
        assert (kept.format, kept.size) == ("JPEG", (295, 413))


@pytest.mark.django_db
def test_photographs_may_be_replaced_and_the_count_is_told(world):
    handed_in(world, archive([("236301010001.jpg", picture())]))
    same = handed_in(world, archive([("236301010001.jpg", picture())]))
    assert (same.counts["new"], same.counts["replaced"], same.counts["same"]) == (0, 0, 1)
    other = handed_in(world, archive([("236301010001.jpg", picture(mode="L"))]))
    assert (other.counts["new"], other.counts["replaced"]) == (0, 1)


@pytest.mark.django_db
def test_names_from_chinese_windows_are_read_u07(world):
    data = bytearray(archive([("AAAA236301010001.jpg", picture())]))
    data = bytes(data).replace(b"AAAA", "一班".encode("gbk"))
    assert found_in(handed_in(world, data)) == {"一班236301010001.jpg": "photo_new"}


def linked():
    info = zipfile.ZipInfo("236301010001.jpg")
    info.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr(info, "/etc/passwd")
    return out.getvalue()


def encrypted():
    data = bytearray(archive([("236301010001.jpg", picture())]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("236301010001.jpg", b"\0" * (60 << 20))
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Rar!\x1a\x07\x00", "zip压缩包"),
        (b"", "zip压缩包"),
        (archive([("../../etc/cron.d/x.jpg", b"x")]), "不安全的路径"),
        (archive([("/abs.jpg", b"x")]), "不安全的路径"),
        (archive([("C:\\x.jpg", b"x")]), "不安全的路径"),
        (linked(), "链接"),
        (encrypted(), "密码"),
        (bomb(), "过大"),
    ],
)
def test_a_dangerous_archive_gets_its_sentence_and_changes_nothing_u01_u02_u03_u04(
    world, content, why
):
    done = handed_in(world, content)
    assert done.state == ImportState.FAILED
    assert why in done.error
    assert not Candidate.objects.exclude(photo=None).exists()


@pytest.mark.django_db
def test_a_county_officer_reaches_only_candidates_of_the_own_county(world):
    done = handed_in(world, archive([("236302010001.jpg", picture())]))
    assert done.counts["unmatched"] == 1
    city = handed_in(
        world, archive([("236302010001.jpg", picture())]), by=world.city_reviewer, county=None
    )
    assert city.counts["new"] == 1
