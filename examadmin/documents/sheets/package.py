"""The zip that an xlsx is: judged before anything in it is unpacked, then looked up by part."""

import posixpath
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse

from . import limits
from .problems import SheetProblem
from .scan import column_index

_END = b"PK\x05\x06"
_PROLOG = 64 * 1024
_MEDIA = ("xl/media/", "docprops/thumbnail")
_AREAS = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref\s*=\s*[\"']([^\"']*)")
_CORNER = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MANY = re.compile(r"xl/(worksheets/[^/]+\.xml|sharedstrings\.xml)")


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: its place in it (the parser's index) and its part."""

    name: str
    index: int
    visible: bool
    part: zipfile.ZipInfo | None = None


class Package:
    """An xlsx that has passed the gate."""

    def __init__(self, file):
        self.zip = _open(file)
        self.parts = _by_name(self.zip)
        self._refuse_other_kinds()
        self._refuse_bombs(file)
        self._refuse_declarations()

    @property
    def unpacked(self):
        """Bytes that the parser will see."""
        return sum(info.file_size for name, info in self.parts.items() if _MANY.fullmatch(name))

    def sheets(self) -> list[Sheet]:
        """In the order of the workbook."""
        workbook = self._tree(self._main_part())
        targets = self._targets(self._main_part())
        found = []
        for index, node in enumerate(_named(workbook, "sheet")):
            attributes = {key.rpartition("}")[2]: value for key, value in node.items()}
            kind, part = targets.get(attributes.get("id"), ("", None))
            if kind == "worksheet" and part:
                visible = attributes.get("state", "visible") == "visible"
                found.append(Sheet(attributes.get("name", ""), index, visible, part))
        return found

    def is_light(self) -> bool:
        """Whether a library that holds every cell, merged and linked ones too, may open it."""
        if self.unpacked > limits.KEPT_BYTES:
            return False
        cells = 0
        for sheet in self.sheets():
            with self.open(sheet.part) as stream:
                for area in _AREAS.findall(stream.read()):
                    cells += _cells(area.decode())
        return cells <= limits.KEPT_AREAS

    def _main_part(self):
        for kind, part in self._targets("").values():
            if kind == "officeDocument" and part:
                return part.filename.replace("\\", "/").lstrip("/").lower()
        raise SheetProblem("damaged")

    def _targets(self, source):
        """Relations of a part: id -> (kind, part)."""
        folder, name = posixpath.split(source)
        tree = self._tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for node in _named(tree, "Relationship"):
            target = node.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = node.get("Type", "").rpartition("/")[2]
            found[node.get("Id")] = (kind, self.parts.get(path.lower()))
        return found

    def _tree(self, name):
        if name not in self.parts:
            raise SheetProblem("damaged")
        with self.open(self.parts[name]) as stream:
            return parse(stream, forbid_dtd=True)

    def _refuse_other_kinds(self):
        names = self.parts.keys()
        if "mimetype" in names and "content.xml" in names:
            raise SheetProblem("ods")
        if "xl/workbook.bin" in names:
            raise SheetProblem("xlsb")
        if "[content_types].xml" not in names or not any(n.startswith("xl/") for n in names):
            raise SheetProblem("other")
        if any(n.endswith("vbaproject.bin") or n.startswith("xl/macrosheets/") for n in names):
            raise SheetProblem("macro")

    def _refuse_bombs(self, file):
        total = 0
        for name, info in self.parts.items():
            total += info.file_size
            if info.file_size > limits.PART_BYTES and not (
                _MANY.fullmatch(name) or name.startswith(_MEDIA)
            ):
                raise SheetProblem("bomb")
            if (
                info.file_size > limits.RATIO_FROM_BYTES
                and info.file_size > limits.RATIO * info.compress_size
            ):
                raise SheetProblem("bomb")
        if total > limits.UNPACKED_BYTES:
            raise SheetProblem("bomb")
        _refuse_overlaps(file, list(self.parts.values()), self.zip.start_dir)

    def _refuse_declarations(self):
        """A document type can only stand before the first element."""
        for name, info in self.parts.items():
            if not name.endswith((".xml", ".rels", ".vml")):
                continue
            head = self.head(info, _PROLOG).replace(b"\0", b"").upper()
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise SheetProblem("dtd")

    def head(self, info, size):
        with self.open(info) as stream:
            return stream.read(size)

    @contextmanager
    def open(self, info):
        """The unpacked stream of a part; what goes wrong while it is read is a SheetProblem."""
        try:
            with self.zip.open(info) as stream:
                yield stream
        except SheetProblem:
            raise
        except DefusedXmlException as error:
            raise SheetProblem("dtd") from error
        except Exception as error:  # whatever bytes can do to zlib, expat and codecs
            raise SheetProblem("damaged") from error


def _open(file):
    """Look at the end record first: a directory of a million members is a bomb by itself."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise SheetProblem("damaged")
    members = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if members > limits.MEMBERS or directory > limits.DIRECTORY_BYTES:
        raise SheetProblem("bomb")
    try:
        return zipfile.ZipFile(file)
    except Exception as error:  # BadZipFile, and whatever else bytes can do to struct and codecs
        raise SheetProblem("damaged") from error


def _by_name(archive):
    parts = {}
    for info in archive.infolist():
        name = info.filename.replace("\\", "/").lstrip("/").lower()
        if name.endswith("/"):
            continue
        if name in parts:
            raise SheetProblem("damaged")
        if info.flag_bits & 1:
            raise SheetProblem("encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SheetProblem("damaged")
        parts[name] = info
    return parts


def _refuse_overlaps(file, infos, end):
    """Members that share bytes unpack to far more than their sizes say."""
    infos.sort(key=lambda info: info.header_offset)
    if infos[0].header_offset < 0:
        raise SheetProblem("damaged")
    for info, following in zip(infos, [*infos[1:], None], strict=True):
        file.seek(info.header_offset)
        header = file.read(30)
        if header[:4] != b"PK\x03\x04":
            raise SheetProblem("damaged")
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        if info.header_offset + 30 + names + info.compress_size > (
            following.header_offset if following else end
        ):
            raise SheetProblem("bomb")


def _cells(area):
    """A1:B3 -> 6."""
    corners = _CORNER.findall(area)
    if len(corners) != 2:
        return 1
    (left, top), (right, bottom) = corners
    return (abs(column_index(right) - column_index(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _named(tree, name):
    return [node for node in tree.iter() if node.tag.rpartition("}")[2] == name]
