"""Portraits: a JPEG goes into the paper byte for byte; anything else is turned into one first."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from reportlab.pdfbase import pdfutils

from .document import Raw

_SPACES = {1: "DeviceGray", 3: "DeviceRGB"}
_MOST_PIXELS = 25_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    width: int
    height: int
    space: str
    data: bytes

    def as_pdf(self):
        head = (
            f"<< /Type /XObject /Subtype /Image /Width {self.width} /Height {self.height}"
            f" /BitsPerComponent 8 /ColorSpace /{self.space}"
            f" /Filter /DCTDecode /Length {len(self.data)} >>\nstream\n"
        )
        return Raw(head.encode() + self.data + b"\nendstream\n")


def load(data):
    """The picture, or None where the bytes are not one: a paper is printed without it then."""
    picture = _jpeg(data)
    if picture is None:
        converted = _converted(data)
        picture = _jpeg(converted) if converted else None
    return picture


def _jpeg(data):
    if data[:2] != b"\xff\xd8":
        return None
    try:
        width, height, components, _ = pdfutils.readJPEGInfo(BytesIO(data))
    except Exception:  # noqa: BLE001 - reportlab raises anything from struct.error to TypeError
        return None
    if components not in _SPACES or not width or not height:
        return None
    name = "photo" + hashlib.blake2b(data, digest_size=12).hexdigest()
    return Picture(name, width, height, _SPACES[components], data)


def _converted(data):
    try:
        with Image.open(BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            out = BytesIO()
            image.convert("RGB").save(out, "JPEG", quality=90)
            return out.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
