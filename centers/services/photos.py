"""Photographs as evidence: checked, made small, stripped of everything but the picture."""

import io
import warnings
from contextlib import suppress

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from centers.models import ApplicationPhoto
from centers.states import APPLICATION, EDITABLE
from centers.windows import require_window
from examadmin.audit.services import record
from examadmin.base.errors import Invalid, Refusal
from examadmin.documents.storage import keep

MAX_BYTES = 12 * 1024 * 1024
# A phone takes 12 to 48 million; decoding must not fill the memory (a PNG is unpacked in full).
MAX_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000}
LONGEST_SIDE = 2000
MAX_PHOTOS = 200


def clean_picture(source, name: str) -> bytes:
    """A JPEG of the picture alone: no EXIF, no place, no other data. Invalid with a sentence."""
    if source.size > MAX_BYTES:
        raise Invalid(
            _("“%(name)s”超过%(limit)d MB，请压缩后再上传。")
            % {"name": name, "limit": MAX_BYTES // 1024 // 1024}
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(source, formats=["JPEG", "PNG"])
            _refuse_giant(picture, name)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError,
            Image.DecompressionBombError):  # fmt: skip
        raise Invalid(_("“%(name)s”不是可用的JPEG或PNG照片。") % {"name": name}) from None
    with suppress(Exception):  # broken EXIF must not lose the picture: it only stays unturned
        picture = ImageOps.exif_transpose(picture)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture = picture.convert("RGBA")
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A"))
    flat.save(out, "JPEG", quality=85)
    return out.getvalue()


def _refuse_giant(picture, name):
    if picture.width * picture.height > MAX_PIXELS[picture.format]:
        raise Invalid(
            _("“%(name)s”的尺寸过大（%(width)d×%(height)d），请缩小后再上传。")
            % {"name": name, "width": picture.width, "height": picture.height}
        )


def keep_picture(upload, *, by, now):
    """Clean and store an uploaded photograph; returns the stored file."""
    stem = upload.name.rsplit(".", 1)[0][:80] or "photo"
    return keep(
        clean_picture(upload, upload.name), name=f"{stem}.jpg", content_type="image/jpeg",
        by=by, now=now,
    )  # fmt: skip


@transaction.atomic
def add_photo(*, application, upload, item="", room=0, by_county, by, now) -> ApplicationPhoto:
    """The school proves an item while it fills in the form, the county when it visits."""
    require_window(application.exam, "site_application", now, school=application.school)
    _must_be_open(application, by_county)
    known = {i["key"] for i in application.exam.rules["standard"]} | {""}
    if item not in known:
        raise Invalid(_("照片所证明的项目不存在，请刷新页面。"))
    if application.photos.count() >= MAX_PHOTOS:
        raise Refusal(_("照片已有%(n)d张，请先删除不需要的。") % {"n": MAX_PHOTOS})
    photo = ApplicationPhoto.objects.create(
        application=application, item=item, room=room, by_county=by_county,
        file=keep_picture(upload, by=by, now=now),
    )  # fmt: skip
    record(by=by, now=now, action="centers.add_photo", target=application,
           chain=application.school.chain,
           changes={"item": item, "room": room, "sha256": photo.file.sha256})  # fmt: skip
    return photo


@transaction.atomic
def remove_photo(*, photo, by_county, by, now) -> None:
    """Each side takes away only its own pictures, and only while it may still work on them."""
    application = photo.application
    require_window(application.exam, "site_application", now, school=application.school)
    _must_be_open(application, by_county)
    if photo.by_county != by_county:
        raise Refusal(_("这张照片由对方上传，不能删除。"))
    record(by=by, now=now, action="centers.remove_photo", target=application,
           chain=application.school.chain, changes={"sha256": photo.file.sha256})  # fmt: skip
    photo.delete()


def _must_be_open(application, by_county):
    application.refresh_from_db(fields=["state"])
    states = APPLICATION.by_verb["approve"].sources if by_county else EDITABLE
    if application.state not in states:
        raise Refusal(
            _("“%(application)s”现在的状态是“%(state)s”，不能增减照片。")
            % {"application": application, "state": application.get_state_display()}
        )
