"""How tests look at a paper: its text as a reader would copy it, and where it stands."""

from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

RARE = "𬭎㛃䶮𫖯"
LONG = "阿依古丽·买买提江" * 6 + "阿依古丽·买"  # 60 characters


def pages(data):
    """The text of each page, without white space."""
    document = pypdfium2.PdfDocument(data)
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def text(data):
    return "".join(pages(data))


def picture(data, page=0, scale=2):
    return pypdfium2.PdfDocument(data)[page].render(scale=scale).to_pil()


def bookmarks(data):
    document = pypdfium2.PdfDocument(data)
    return [(entry.level, entry.get_title()) for entry in document.get_toc()]


def bookmark_pages(data):
    """{title: number of the page it leads to}"""
    document = pypdfium2.PdfDocument(data)
    return {entry.get_title(): entry.get_dest().get_index() + 1 for entry in document.get_toc()}


def fonts_not_embedded(data):
    """Names of fonts that a reader's machine would have to supply."""
    from pypdf import PdfReader

    missing = set()
    for page in PdfReader(BytesIO(data), strict=True).pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            if "/FontFile2" not in font["/FontDescriptor"].get_object():
                missing.add(font["/BaseFont"])
    return missing


def character_boxes(data, page=0):
    """(character, left, top, right, bottom) of every character, top counted from above."""
    page = pypdfium2.PdfDocument(data)[page]
    height, textpage = page.get_height(), page.get_textpage()
    found = []
    for at in range(textpage.count_chars()):
        left, low, right, high = textpage.get_charbox(at)
        code = pdfium.FPDFText_GetUnicode(textpage.raw, at)
        found.append((chr(code), left, height - high, right, height - low))
    return found


def portrait(seed=0):
    out = BytesIO()
    Image.new("RGB", (295, 413), (seed % 256, 120, 90)).save(out, "JPEG")
    return out.getvalue()
