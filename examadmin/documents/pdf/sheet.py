"""The paper that documents are drawn on.

Lengths are points, y is counted from the top of the page, as one reads. Whatever a person has
typed is drawn as it stands: there is no markup in these calls, so nothing in a name can act.
"""

import sys
from io import BytesIO

from . import fonts, lines, marks, photos
from .document import StreamedCanvas

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A4_LANDSCAPE = (297 * MM, 210 * MM)
A5_LANDSCAPE = (210 * MM, 148.5 * MM)
LEFT, CENTRE, RIGHT = 0.0, 0.5, 1.0
BLACK, GREY, PALE, FAINT = 0.0, 0.35, 0.6, 0.93
SMALL, BODY, TITLE = 9, 10.5, 18
_MIDDLE = 0.38  # from the baseline to the middle of a Chinese character
_CACHED_STRINGS = 20_000


class Sheet:
    def __init__(self, out, *, size=A4, title="", watermark=""):
        self.canvas = StreamedCanvas(out, size)
        self.canvas.setTitle(fonts.printable(title))
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self.watermark = watermark
        self.width, self.height = size
        self.page = 1
        self._strings = {}
        self._glyphs = ({}, {})
        self._stamps = {}
        self._bookmarks = 0
        self._inked = False

    # Pages

    def next_page(self, size=None):
        """Finish this page; the next may have another size."""
        self._ink()
        self.canvas.showPage()
        self.page += 1
        self._inked = False
        if size:
            self.canvas.setPageSize(size)
            self.width, self.height = size

    def close(self):
        self.canvas.finish()

    def _ink(self):
        """The list of operators of this page, with the watermark underneath everything."""
        if not self._inked:
            self._inked = True
            if self.watermark:
                self.stamp(("watermark", self.width, self.height), Sheet._draw_watermark)
        return self.canvas._code

    def _draw_watermark(self):
        angle = "0.866 0.5 -0.5 0.866"
        size = min(96, 0.8 * self.width / fonts.text_width(self.watermark, True))
        half = fonts.text_width(self.watermark, True) * size / 2
        for at in (0.3, 0.75) if self.height > self.width else (0.55,):
            x = self.width / 2 - half * 0.866
            y = self.height * (1 - at) - half * 0.5
            self._ink().append(f"q {angle} {x:.2f} {y:.2f} cm")
            self.text(0, self.height, self.watermark, size, bold=True, grey=0.9)
            self.canvas._code.append("Q")

    def stamp(self, key, draw, *, dx=0, dy=0):
        """Draw what is equal on many pages: kept once in the file, referred to after that."""
        name = self._stamps.get(key)
        if name is None:
            name = self._stamps[key] = f"stamp{len(self._stamps)}"
            inked, self._inked = self._inked, True
            self.canvas.beginForm(name)
            self.canvas._code.append("")  # an empty list would not be set aside for the page
            draw(self)
            self.canvas.endForm()
            self._inked = inked
        ink = self._ink()
        ink.append(f"q 1 0 0 1 {dx:.2f} {-dy:.2f} cm")
        self.canvas.doForm(name)
        ink.append("Q")

    # Text

    def _encode(self, text, bold):
        """(width at size 1, operators before and after the size), kept while the file is written."""
        known = self._strings.get((text, bold))
        if known is not None:
            return known
        if len(self._strings) >= _CACHED_STRINGS:
            self._strings.clear()
        glyphs = self._glyphs[bold]
        wide, parts, last = 0.0, [], None
        for char in fonts.printable(text):
            before, code, after, width = glyphs.get(char) or self._glyph(char, bold)
            wide += width
            if before is last:
                parts[-1][1].append(code)
            else:
                parts.append((before, [code], after))
                last = before
        known = self._strings[text, bold] = (
            wide,
            [(before, f" Tf <{''.join(codes)}> Tj{after}") for before, codes, after in parts],
        )
        return known

    def _glyph(self, char, bold):
        """(operators before the size, code, operators after, width) of a character."""
        face, drawn = fonts.glyph(char, bold)
        document = self.canvas._doc
        ((subset, code),) = face.font.splitString(drawn, document)
        name = face.font.getSubsetInternalName(subset, document)
        # The rare fonts have one weight: an outline makes them bold among bold ones.
        before, after = (
            (f"2 Tr 0.4 w {name} ", " 0 Tr") if bold and face.one_weight else (f"{name} ", "")
        )
        known = (sys.intern(before), code.hex(), after, fonts.char_width(char, bold))
        self._glyphs[bold][char] = known
        return known

    @staticmethod
    def text_width(text, size=BODY, bold=False):
        return fonts.text_width(text, bold) * size

    def text(self, x, y, text, size=BODY, *, bold=False, align=LEFT, grey=BLACK):
        """One line; y is its baseline. Returns its width."""
        if not text:
            return 0.0
        wide, parts = self._encode(text, bold)
        self._put(x - wide * size * align, y, parts, size, grey)
        return wide * size

    def _put(self, x, y, parts, size, grey):
        shown = " ".join([f"{before}{size}{after}" for before, after in parts])
        if grey:
            shown = f"{grey} g {shown} 0 g"
        self._ink().append(f"BT {x:.2f} {self.height - y:.2f} Td {shown} ET")

    def box(self, x, y, w, h, text, size=BODY, *, bold=False, align=CENTRE, grey=BLACK, pad=2.0):
        """Text in the middle of a box, made smaller or broken until all of it stands inside."""
        if not text:
            return
        room = w - 2 * pad
        x += pad + room * align
        wide, parts = self._encode(text, bold)
        if wide * size <= room and "\n" not in text:
            middle = y + h / 2 + size * _MIDDLE
            self._put(x - wide * size * align, middle, parts, size, grey)
            return
        size, rows = lines.fit(text, room, h - 2, size, bold)
        step = size * lines.LEADING
        y += (h - step * (len(rows) - 1)) / 2 + size * _MIDDLE
        for at, row in enumerate(rows):
            self.text(x, y + at * step, row, size, bold=bold, align=align, grey=grey)

    def paragraph(
        self, x, y, w, text, size=BODY, *, bold=False, leading=1.6, indent=0, align=LEFT, grey=BLACK
    ):
        """Lines from y downwards (y is the top); `indent` in characters. Returns the y below."""
        for part in str(text).split("\n"):
            for at, row in enumerate(lines.wrap(part, w / size, bold, float(indent))):
                start = x + (indent * size if at == 0 else 0) if align == LEFT else x + w * align
                middle = y + size * leading / 2 + size * _MIDDLE
                self.text(start, middle, row, size, bold=bold, align=align, grey=grey)
                y += size * leading
        return y

    def fill_box(self, x, y, w, h, text, size=BODY, *, bold=False, grey=BLACK, leading=1.5):
        """Running text from the top of a box, made smaller until all of it stands inside."""
        count = len(lines.wrap(text, w / size, bold))
        while size > 1 and count * size * leading > h:
            size = round(size - 0.25, 2)
            count = len(lines.wrap(text, w / size, bold))
        return self.paragraph(x, y, w, text, size, bold=bold, leading=leading, grey=grey)

    # Lines and boxes

    def line(self, x1, y1, x2, y2, *, width=0.5, grey=BLACK, dash=None):
        top = self.height
        on = f"[{dash}] 0 d " if dash else ""
        self._ink().append(
            f"q {on}{width} w {grey} G {x1:.2f} {top - y1:.2f} m {x2:.2f} {top - y2:.2f} l S Q"
        )

    def rect(self, x, y, w, h, *, width=0.5, grey=BLACK, fill=None, dash=None):
        area = f"{x:.2f} {self.height - y - h:.2f} {w:.2f} {h:.2f} re"
        if fill is not None:
            self._ink().append(f"q {fill} g {area} f Q")
        if width:
            on = f"[{dash}] 0 d " if dash else ""
            self._ink().append(f"q {on}{width} w {grey} G {area} S Q")

    def grid(self, xs, ys, *, width=0.5, grey=BLACK):
        """All lines between the given abscissae and ordinates."""
        top = self.height
        first, last = f"{xs[0]:.2f}", f"{xs[-1]:.2f}"
        high, low = f"{top - ys[0]:.2f}", f"{top - ys[-1]:.2f}"
        path = [f"{first} {top - y:.2f} m {last} {top - y:.2f} l" for y in ys]
        path += [f"{x:.2f} {high} m {x:.2f} {low} l" for x in xs]
        self._ink().append(f"q {width} w {grey} G {' '.join(path)} S Q")

    def cut_across(self, y):
        """A dashed line over the whole page, with scissors at its left end."""
        self.line(8 * MM, y, self.width, y, width=0.4, grey=PALE, dash="3 3")
        self.text(3 * MM, y + 3.5, "✂", 10, grey=PALE)

    def cut_down(self, x, y1=0, y2=None):
        self.line(x, y1, x, self.height if y2 is None else y2, width=0.4, grey=PALE, dash="3 3")

    # Pictures and codes

    def photo(self, x, y, w, h, data, *, missing="照片"):
        """A portrait, its JPEG bytes untouched, as large as fits; an empty box where none is."""
        picture = photos.load(data) if data else None
        if picture is None:
            self.rect(x, y, w, h, width=0.4, grey=PALE, dash="2 2")
            self.box(x, y, w, h, missing, SMALL, grey=PALE)
            return
        document = self.canvas._doc
        name = document.getXObjectName(picture.name)
        if name not in document.idToObject:
            document.addForm(picture.name, picture.as_pdf())
        scale = min(w / picture.width, h / picture.height)
        wide, high = picture.width * scale, picture.height * scale
        left, low = x + (w - wide) / 2, self.height - y - (h + high) / 2
        self._ink().append(f"q {wide:.2f} 0 0 {high:.2f} {left:.2f} {low:.2f} cm /{name} Do Q")
        self.canvas._formsinuse.append(picture.name)

    def code128(self, x, y, w, h, text):
        modules, bits = marks.code128_image(text)
        self._mask(x, y, w, h, modules, 1, bits)

    def qr(self, x, y, side, text):
        modules, bits = marks.qr_image(text)
        self._mask(x, y, side, side, modules, modules, bits)

    def _mask(self, x, y, w, h, columns, rows, bits):
        self._ink().append(
            f"q {w:.2f} 0 0 {h:.2f} {x:.2f} {self.height - y - h:.2f} cm\n"
            f"BI /W {columns} /H {rows} /IM true /D [1 0] /F /AHx ID {bits}>\nEI Q"
        )

    # Finding one's way

    def bookmark(self, title, level=0, *, key=None):
        """An entry of the reader's side bar that leads to this page; returns its key."""
        self._bookmarks += 1
        key = key or f"b{self._bookmarks}"
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(fonts.printable(title), key, level)
        return key

    def link(self, x, y, w, h, key):
        """Make an area lead to a bookmark, which may come later."""
        area = (x, self.height - y - h, x + w, self.height - y)
        self.canvas.linkAbsolute("", key, area, Border="[0 0 0]")


def build_pdf(pages, out=None, *, size=A4, title="", watermark=""):
    """Write one page for each drawing function; the bytes, or None where `out` is a file."""
    target = BytesIO() if out is None else out
    sheet = Sheet(target, size=size, title=title, watermark=watermark)
    for draw in pages:
        draw(sheet)
        sheet.next_page()
    sheet.close()
    return target.getvalue() if out is None else None
