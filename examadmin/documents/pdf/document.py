"""A PDF that is written while it is drawn.

reportlab keeps every page, photograph and form in memory until the end. Here each is written out
as soon as its page is finished, so a county's tickets need no more memory than one page of them.
"""

import hashlib
import threading
import zlib

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

VERSION = (1, 4)
# Cutting the subset of a font moves a read position that all documents of the process share.
_fonts_lock = threading.Lock()


class _Written(pdfdoc.PDFObject):
    """Stands for an object that is in the file already."""


_WRITTEN = _Written()


class Page(pdfdoc.PDFObject):
    """A page as bytes: reportlab's own takes longer to write a page than we to draw it."""

    def __init__(self, page):
        self.page = page

    def format(self, document):
        page = self.page
        content = zlib.compress(page.stream.encode("ascii"))
        stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(content)
        contents = document.Reference(Raw(stream + content + b"\nendstream\n"))
        annotations = pdfdoc.PDFArray(page.Annots).format(document) if page.Annots else None
        return (
            b"<< /Type /Page /Parent %b /MediaBox [0 0 %.2f %.2f] /Contents %b %b/Resources %b >>"
            % (
                document.Reference(document.Pages).format(document),
                page.pagewidth,
                page.pageheight,
                contents.format(document),
                b"/Annots " + annotations + b" " if annotations else b"",
                _resources(document, page.XObjects),
            )
        )


class Raw(pdfdoc.PDFObject):
    """An object that is bytes already."""

    def __init__(self, data):
        self.data = data

    def format(self, document):
        return self.data


def _resources(document, xobjects):
    fonts = pdfdoc.PDFObjectReference(pdfdoc.BasicFonts).format(document)
    drawn = b" ".join(
        b"/%b %b" % (name.encode(), reference.format(document))
        for name, reference in (xobjects.dict if xobjects else {}).items()
    )
    return b"<< /Font %b /XObject << %b >> >>" % (fonts, drawn)


_FINISHED_WITH_THEIR_PAGE = (Page, Raw, pdfdoc.PDFFormXObject)


class _File:
    def __init__(self, out):
        self.out = out
        self.offset = 0
        self.digest = hashlib.blake2b(digest_size=16)

    def add(self, data):
        start = self.offset
        self.out.write(data)
        self.digest.update(data)
        self.offset += len(data)
        return start


class _Information(pdfdoc.PDFObject):
    """The document's properties; no date, for equal data must give equal bytes."""

    title = ""

    def digest(self, signature):
        pass

    def format(self, document):
        title = pdfdoc.PDFString(self.title).format(document)
        return b"<< /Title %b /Producer (examadmin) >>" % title


class StreamedDocument(pdfdoc.PDFDocument):
    def __init__(self, out):
        super().__init__(compression=1, invariant=1, pdfVersion=VERSION, lang="zh-CN")
        self.info = _Information()
        self.file = _File(out)
        self.file.add(b"%%PDF-%d.%d\n%%\xe4\xb8\xad\xe6\x96\x87\n" % VERSION)
        self.flushed = 0

    def addPage(self, page):
        name = self.thisPageName()
        self.Reference(Page(page), name)
        self.Pages.addPage(pdfdoc.PDFObjectReference(name))
        self.pageCounter += 1
        self.inObject = None
        self._flush()

    def _flush(self):
        # Writing a page registers its content as a new object: the counter moves meanwhile.
        while self.flushed < self.objectcounter:
            self.flushed += 1
            name = self.numberToId[self.flushed]
            if isinstance(self.idToObject[name], _FINISHED_WITH_THEIR_PAGE):
                self._write(name)

    def _write(self, name):
        data = pdfdoc.PDFIndirectObject(name, self.idToObject[name]).format(self)
        self.idToOffset[name] = self.file.add(data)
        self.idToObject[name] = _WRITTEN

    def format(self):
        number = 0
        while (number := number + 1) in self.numberToId:
            name = self.numberToId[number]
            if self.idToObject[name] is not _WRITTEN:
                self._write(name)
        xref = pdfdoc.PDFCrossReferenceTable()
        xref.addsection(0, [self.numberToId[n] for n in range(1, number)])
        identity = self.file.digest.hexdigest().encode()
        start = self.file.add(xref.format(self))
        trailer = pdfdoc.PDFTrailer(
            startxref=start,
            Size=number,
            Root=self.Reference(self.Catalog),
            Info=self.Reference(self.info),
            ID=b"[<%b> <%b>]" % (identity, identity),
        )
        self.file.add(trailer.format(self))


class StreamedCanvas(Canvas):
    def __init__(self, out, pagesize):
        super().__init__(None, pagesize=pagesize, pageCompression=1, invariant=1)
        self._doc = StreamedDocument(out)

    def _make_preamble(self):
        # The shipped one sets Helvetica on each page, a font that is then not embedded.
        self._preamble = ""

    def finish(self):
        with _fonts_lock:
            self._doc.GetPDFData(self)
