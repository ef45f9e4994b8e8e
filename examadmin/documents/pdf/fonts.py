"""The chain of fonts that every paper is set in, and what to do with a character none of them has.

Noto Sans SC covers the 8,105 characters of the national list, DejaVu adds signs such as ☑. Names
need more: BabelStone Han and HanaMin are used where the machine has them. What is missing even
there is printed as 〓 and named by `missing_characters`, which is run when a name is imported.
"""

import os
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import ttfonts
from reportlab.pdfbase.ttfonts import TTFont

rl_config.useA85 = 0  # as shipped, every photograph is turned into text in Python: 5 times slower
rl_config.pdfComments = 0

PACKAGE = "pretix_fontpackfree"
FOLDER = "static/pretix_fontpackfree"
RARE = ("BabelStoneHan.ttf", "HanaMinA.ttf", "HanaMinB.ttf")
RARE_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
WIDE_SPACE = "\u3000"  # spaces out 姓　名 and must keep its width
GETA = "〓"  # the printers' sign for a type that is not in the case


class FontsMissing(RuntimeError):
    """No paper can be printed here; raised at start, not at print time."""


def check_fonts():
    """Refuse to start where the fonts of the papers are not installed."""
    for pattern in ("Noto-Sans-SC_*_regular.ttf", "Noto-Sans-SC_*_bold.ttf", "DejaVuSans-web*.ttf"):
        _packaged(pattern)


@cache
def _packaged(pattern):
    # File names carry the version of the font, so they are looked for, not spelt.
    try:
        folder = resources.files(PACKAGE) / FOLDER
        found = sorted(Path(str(folder)).glob(pattern))
    except ModuleNotFoundError:
        found = []
    if not found:
        raise FontsMissing(
            f"缺少打印所需的中文字体（{pattern}），无法生成任何文件。"
            "请安装依赖包 pretix-fontpack-free 后重新启动。"
        )
    return found[-1]


@cache
def _rare_files():
    folders = os.environ.get("EXAMADMIN_FONT_DIRS", "").split(os.pathsep)
    found = {}
    for folder in filter(None, [*folders, *RARE_FOLDERS]):
        for path in sorted(Path(folder).rglob("*.ttf")):
            if path.name in RARE:
                found.setdefault(path.name, path)
    return [found[name] for name in RARE if name in found]


class Face:
    """One font file: what it can draw."""

    def __init__(self, path, *, only=None, one_weight=False):
        self.font = TTFont(path.stem, str(path), shapable=False, asciiReadable=1)
        self.one_weight = one_weight  # bold has to be made of it
        self.characters = frozenset(
            char
            for char in map(chr, self.font.face.charToGlyph)
            if (char.isprintable() or char == WIDE_SPACE) and (only is None or only(char))
        )


def _reads_plainly(char):
    # DejaVu has Arabic and Hebrew, but letters that must be joined or run to the left come out
    # wrong without a shaping engine: better listed as missing than printed wrong.
    return unicodedata.bidirectional(char) not in ("R", "AL", "AN")


def _is_han(char):
    return char >= "⺀"


@cache
def _noto(bold):
    return Face(_packaged(f"Noto-Sans-SC_*_{'bold' if bold else 'regular'}.ttf"))


@cache
def _dejavu(bold):
    weight = "DejaVuSans-Bold-web*.ttf" if bold else "DejaVuSans-web*.ttf"
    return Face(_packaged(weight), only=_reads_plainly)


@cache
def _rare():
    return [Face(path, only=_is_han, one_weight=True) for path in _rare_files()]


def _chain(bold):
    # A generator: the rare fonts cost 0.4 s and 150 MB and are opened for the first rare character.
    yield _noto(bold)
    yield _dejavu(bold)
    yield from _rare()


@lru_cache(maxsize=16384)
def _face_for(char, bold):
    return next((face for face in _chain(bold) if char in face.characters), None)


def _invisible(char):
    """Characters that are not ink: controls, direction marks, variation selectors."""
    return unicodedata.category(char) in ("Cc", "Cf") or (
        "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    )


def printable(text):
    """The text on one line: white space is a space, what is not ink is left out."""
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text if char.isspace() or not _invisible(char))


def _shown(char):
    if char.isspace():
        return char if char == WIDE_SPACE else " "
    return GETA if "\ud800" <= char <= "\udfff" else char


def missing_characters(text):
    """The characters of a name that the papers cannot print, each once, in order."""
    if _noto(False).characters.issuperset(text):
        return []
    return [
        char
        for char in dict.fromkeys(text)
        if not char.isspace() and not _invisible(char) and _face_for(char, False) is None
    ]


def glyph(char, bold=False):
    """(face, character): the first font of the chain that has it, else the sign for a missing one."""
    face = _face_for(char, bold)
    return (face, char) if face else (_noto(bold), GETA)


@lru_cache(maxsize=16384)
def char_width(char, bold=False):
    """Width at size 1."""
    face, char = glyph(char, bold)
    return face.font.stringWidth(char, 1)


@lru_cache(maxsize=65536)
def text_width(text, bold=False):
    """Width of a line at size 1."""
    return sum(char_width(char, bold) for char in printable(text))


def to_unicode_cmap(name, subset):
    """What a reader copies for each code of a subset.

    reportlab 5.1 writes a code point above U+FFFF as five digits, so a copied 𬭎 is another
    character; the format asks for UTF-16 and for blocks of at most 100 entries.
    """
    pairs = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


ttfonts.makeToUnicodeCMap = to_unicode_cmap
