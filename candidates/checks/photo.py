"""One photograph: is it what the exam asks for, and made ready to be kept (X-011, X-012).

What is kept is always drawn anew from the pixels: no EXIF, no place, no second file inside.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
MB = 1 << 20


@dataclass(frozen=True)
class PhotoRules:
    formats: tuple[str, ...]
    max_megabytes: int
    width: int
    height: int
    size_tolerance_percent: int
    ratio_tolerance_percent: int
    background: str = ""


def judge(data: bytes, rules: PhotoRules):
    """(JPEG bytes or None, [(finding code, params)]). Never raises, whatever the bytes are."""
    if len(data) > rules.max_megabytes * MB:
        return None, [("photo_too_big", {"limit": rules.max_megabytes})]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _judge(data, rules)
    except Image.DecompressionBombError:
        return None, [("photo_pixels", {"limit": MOST_PIXELS // 10_000})]
    except Exception:  # a decoder may fail in any way on bytes that somebody made
        return None, [("photo_broken", {})]


def _judge(data, rules):
    image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF"))
    if image.format not in rules.formats:
        return None, [("photo_format", {"format": image.format, "asked": "、".join(rules.formats)})]
    if image.width * image.height > MOST_PIXELS:
        return None, [("photo_pixels", {"limit": MOST_PIXELS // 10_000})]
    size = _turned_size(image)
    image.draft("RGB", (rules.width, rules.height))  # a large JPEG is read at a fraction
    image = ImageOps.exif_transpose(image)
    found = _shape(size, rules)
    if any(code in ("photo_small", "photo_ratio") for code, _ in found):
        return None, found
    image = _plain(image)
    image.thumbnail((rules.width, rules.height), Image.Resampling.LANCZOS)
    if rules.background == "red" and not _is_red(image):
        found.append(("photo_background", {}))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue(), found


def _turned_size(image):
    """Width and height as the photographer saw them."""
    width, height = image.size
    turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return (height, width) if turned else (width, height)


def _shape(size, rules):
    width, height = size
    params = {
        "width": width,
        "height": height,
        "asked_width": rules.width,
        "asked_height": rules.height,
    }
    asked = rules.width / rules.height
    if abs(width / height - asked) > asked * rules.ratio_tolerance_percent / 100:
        return [("photo_ratio", params)]
    least = 1 - rules.size_tolerance_percent / 100
    if width < rules.width * least or height < rules.height * least:
        return [("photo_small", params)]
    most = 1 + rules.size_tolerance_percent / 100
    if width > rules.width * most or height > rules.height * most:
        return [("photo_large", params)]
    return []


def _plain(image):
    """Only the colours; what was transparent becomes white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


def _is_red(image):
    """The two upper corners, where nobody's head is."""
    part = max(4, image.width // 10)
    for left in (0, image.width - part):
        corner = image.crop((left, 0, left + part, part)).resize((1, 1), Image.Resampling.BOX)
        red, green, blue = corner.getpixel((0, 0))
        if red < 110 or red < 1.5 * max(green, blue):
            return False
    return True
