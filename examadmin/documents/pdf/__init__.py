"""Papers: fonts that know every name, a sheet to draw on, tables, frames and codes."""

from .fonts import FontsMissing, check_fonts, missing_characters
from .sheet import (
    A4,
    A4_LANDSCAPE,
    A5_LANDSCAPE,
    BLACK,
    BODY,
    CENTRE,
    FAINT,
    GREY,
    LEFT,
    MM,
    PALE,
    RIGHT,
    SMALL,
    TITLE,
    Sheet,
    build_pdf,
)

__all__ = [
    "A4",
    "A4_LANDSCAPE",
    "A5_LANDSCAPE",
    "BLACK",
    "BODY",
    "CENTRE",
    "FAINT",
    "GREY",
    "LEFT",
    "MM",
    "PALE",
    "RIGHT",
    "SMALL",
    "TITLE",
    "FontsMissing",
    "Sheet",
    "build_pdf",
    "check_fonts",
    "missing_characters",
]
