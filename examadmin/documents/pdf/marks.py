"""Code 128 and QR as drawing operators, computed once for equal content."""

from functools import lru_cache

import segno
from reportlab.graphics.barcode.code128 import Code128

QUIET_128 = 10  # modules of white that a scanner needs on either side
QUIET_QR = 4


@lru_cache(maxsize=4096)
def code128_image(text):
    """(modules, hex): the code as one row of bits for an image mask, quiet zones included."""
    if not text or not text.isascii():
        raise ValueError(f"一维码只能含英文字母、数字和符号：{text!r}")
    code = Code128(text)
    code.validate()
    code.encode()
    bars = "0" * QUIET_128
    for letter in code.decompose():
        width = ord(letter.lower()) - ord("a") + 1
        bars += ("1" if letter.isupper() else "0") * width
    return _as_mask([bars + "0" * QUIET_128])


@lru_cache(maxsize=512)
def qr_image(text):
    """(modules, hex): the QR symbol as rows of bits for an image mask, quiet zone included.

    The mask pattern is given: to try all eight takes three times as long, and any may be read.
    """
    symbol = segno.make(text, error="m", micro=False, mask=3, boost_error=False)
    side = len(symbol.matrix) + 2 * QUIET_QR
    white = ["0" * side] * QUIET_QR
    edge = "0" * QUIET_QR
    rows = [f"{edge}{row.hex()[1::2]}{edge}" for row in symbol.matrix]  # a module is a byte 0 or 1
    return _as_mask(white + rows + white)


def _as_mask(rows):
    width = len(rows[0])
    padded = -(-width // 8) * 8
    return width, "".join(f"{int(row.ljust(padded, '0'), 2):0{padded // 4}x}" for row in rows)
