"""Photographs as evidence."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from centers.services.photos import add_photo, clean_picture, remove_photo
from examadmin.base.errors import Invalid, Refusal


def test_a_photograph_loses_everything_but_the_picture(picture):
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif.get_ifd(0x8825)[1] = "N"
    upload = picture("JPEG", exif=exif)
    assert b"secret place" in upload.read()
    upload.seek(0)
    assert b"secret place" not in clean_picture(upload, "a.jpg")
    assert b"Exif" not in clean_picture(upload, "a.jpg")


def test_a_turned_photograph_is_stored_upright(picture):
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(stored(clean_picture(picture("JPEG", (60, 40), exif=exif), "a"))) as clean:
        assert clean.size == (40, 60)


def stored(data):
    return SimpleUploadedFile("clean.jpg", data)


def test_a_large_photograph_is_made_small(picture):
    with Image.open(stored(clean_picture(picture("PNG", (4000, 1000)), "a"))) as clean:
        assert (clean.format, clean.size) == ("JPEG", (2000, 500))


def test_a_giant_picture_in_a_tiny_file_is_refused_before_it_is_unpacked():
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    png = (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )
    with pytest.raises(Invalid):
        clean_picture(SimpleUploadedFile("giant.png", png), "giant.png")


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"\xff\xd8\xff\xe0 broken", b"GIF89a" + b"\0" * 40]
)
def test_what_is_no_photograph_gets_a_sentence(content):
    with pytest.raises(Invalid, match="不是可用的JPEG或PNG照片"):
        clean_picture(SimpleUploadedFile("x.jpg", content), "x.jpg")


def test_a_cut_off_photograph_is_refused(picture):
    whole = picture("JPEG", (600, 400)).read()
    with pytest.raises(Invalid):
        clean_picture(SimpleUploadedFile("x.jpg", whole[: len(whole) // 3]), "x.jpg")


@pytest.mark.clause("Y-025")
def test_the_county_adds_photographs_of_its_visit_to_an_item(world, waiting, picture):
    photo = add_photo(
        application=waiting, upload=picture(), item="ups_watts", room=1, by_county=True,
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    assert (photo.item, photo.room, photo.by_county) == ("ups_watts", 1, True)
    assert photo.file.created_by == world.officer_a


def test_each_side_adds_and_removes_only_its_own_and_only_in_its_turn(world, waiting, picture):
    common = {"by": world.clerk_a3, "now": world.now}
    with pytest.raises(Refusal):
        add_photo(application=waiting, upload=picture(), by_county=False, **common)
    photo = add_photo(application=waiting, upload=picture(), by_county=True, **common)
    waiting.state = "returned"
    waiting.save()
    with pytest.raises(Refusal, match="对方"):
        remove_photo(photo=photo, by_county=False, **common)
