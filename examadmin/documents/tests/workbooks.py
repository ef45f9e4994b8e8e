"""Workbooks for tests: good ones, hostile ones, and old ones made record by record."""

import io
import zipfile
from struct import pack

import openpyxl

TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BOOK = b"""<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"""
RELS = b"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>"""
ROOT = b"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
SHEET = b"""<?xml version="1.0"?><worksheet
 xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>"""


def inline(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def raw(rows=b"", **parts):
    """A workbook from its XML; `parts` replaces or adds parts (`__` for /)."""
    members = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELS,
        "xl/worksheets/sheet1.xml": SHEET % rows,
    }
    members |= {name.replace("__", "/"): data for name, data in parts.items()}
    return zipped(members)


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def book(rows, change=None):
    """A workbook as openpyxl writes it; `change(book, sheet)` may alter it."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    if change:
        change(made, sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def compound(**streams):
    """An old container file (as .xls is) with one sector of table, directory, then the streams."""
    sector, used, body, entries = 512, 2, b"", []
    table = [0xFFFFFFFD, 0xFFFFFFFE]
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")  # shorter ones would belong into a stream of small blocks
        count = -(-len(data) // sector)
        table += [*range(used + 1, used + count), 0xFFFFFFFE]
        entries.append(_entry(name, 2, used, len(data)))
        body += data.ljust(count * sector, b"\0")
        used += count
    directory = b"".join([_entry("Root Entry", 5, 0xFFFFFFFE, 0), *entries]).ljust(sector, b"\0")
    table += [0xFFFFFFFF] * (128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return head + pack("<128I", *table) + directory + body


def _entry(name, sort, start, size):
    encoded = name.encode("utf-16-le")
    entry = encoded.ljust(64, b"\0") + pack("<HBB", len(encoded) + 2, sort, 1)
    links = (0xFFFFFFFF, 1 if sort == 5 else 0xFFFFFFFF, 0xFFFFFFFF)
    return (entry + pack("<III", *links) + bytes(36) + pack("<II", start, size)).ljust(128, b"\0")


def xls(cells=(), *, before=b"", hidden_rows=(), sheet="名单", kind=0):
    """An old workbook. Cells are (row, column, value); a value of "=" is a formula, "#" an error."""

    def record(sort, body):
        return pack("<HH", sort, len(body)) + body

    start = record(0x0809, pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + before
    title = pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    bound = len(start) + 4 + 6 + len(title) + 4
    stream = start + record(0x85, pack("<IBB", bound, 0, kind) + title) + record(0x0A, b"")
    stream += record(0x0809, pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    for row in hidden_rows:
        stream += record(0x208, pack("<HHHHHHHH", row, 0, 9, 255, 0, 0, 0x20, 0))
    for row, column, value in cells:
        place = pack("<HHH", row, column, 0)
        if value == "=":
            body = place + pack("<d", 3.0) + pack("<HIH", 0, 0, 3) + b"\x1e\x03\x00"
            stream += record(0x06, body)
        elif value == "#":
            stream += record(0x205, place + b"\x2a\x01")
        elif isinstance(value, float):
            stream += record(0x203, place + pack("<d", value))
        else:
            text = value.encode("utf-16-le")
            text = pack("<HB", len(text) // 2, 1) + text
            stream += record(0x204, place + text)
    return compound(Workbook=stream + record(0x0A, b""))
