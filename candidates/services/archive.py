"""An archive of photographs, looked through without unpacking a single file to disk."""

import re
import stat
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from examadmin.base.errors import Invalid

MB = 1 << 20
MOST_FILES = 60_000
MOST_BYTES = 4_000 * MB  # unpacked
MOST_RATIO = 100  # pictures hardly pack at all
SUFFIXES = (".jpg", ".jpeg", ".png")
IGNORED = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_IDENTITY = re.compile(r"([0-9]{4})[0-9]{10}([0-9]{3}[0-9Xx])")
_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True)
class Picture:
    """A file of the archive: its name as shown, and the stem by which a candidate is found."""

    name: str
    stem: str
    info: zipfile.ZipInfo

    @property
    def is_picture(self):
        return self.name.lower().endswith(SUFFIXES)


class Archive:
    """Refuses with a sentence what is no honest zip."""

    def __init__(self, file):
        try:
            # Names without the UTF-8 mark come from Chinese Windows.
            self.zip = zipfile.ZipFile(file, metadata_encoding="gb18030")
            members = self.zip.infolist()
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError) as error:
            raise Invalid(
                _("这不是可读的zip压缩包，或文件不完整。请重新压缩后上传（不支持rar和7z）。")
            ) from error
        _check(members)
        self.pictures = [
            Picture(_shown(member.filename), _stem(member.filename), member)
            for member in members
            if not member.is_dir() and not IGNORED.search(member.filename)
        ]

    def read(self, picture: Picture, most: int) -> bytes | None:
        """The bytes, one more than `most` if there are more; None where they cannot be read."""
        try:
            with self.zip.open(picture.info) as file:
                return file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
            return None  # RuntimeError: also a way of packing that is not known here

    def close(self):
        self.zip.close()


def _check(members):
    if len(members) > MOST_FILES:
        raise Invalid(
            _("压缩包里有%(n)d个文件，超过上限%(limit)d个。请分成几个压缩包。")
            % {"n": len(members), "limit": MOST_FILES}
        )
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_BYTES or (unpacked > 50 * MB and unpacked > MOST_RATIO * max(packed, 1)):
        raise Invalid(_("压缩包解开后过大，疑似异常文件，没有打开。"))
    end = -1
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end:
            raise Invalid(_("压缩包内部结构异常，疑似恶意文件，没有打开。"))
        end = member.header_offset + member.compress_size
    for member in members:
        name = member.filename.replace("\\", "/")
        if member.flag_bits & 1:
            raise Invalid(_("压缩包设有密码，无法读取。请取消密码后重新压缩。"))
        if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
            raise Invalid(
                _("压缩包里有不安全的路径“%(name)s”，没有打开。") % {"name": _shown(name)}
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Invalid(_("压缩包里有链接“%(name)s”，没有打开。") % {"name": _shown(name)})


def _shown(name):
    """A name that can stand on a page: composed, without what is invisible, not endless, and
    without a whole identity number."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    name = _IDENTITY.sub(r"\1●●●●●●●●●●\2", name)
    return "".join(c if c.isprintable() else "□" for c in name)[-120:]


def _stem(name):
    path = PurePosixPath(name.replace("\\", "/"))
    return unicodedata.normalize("NFKC", path.stem).strip().upper()
