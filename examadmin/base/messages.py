"""The English texts: which sentences the code says, which of them have an English one.

Sentences are written in Chinese where they are said; locale/en holds the English. Extraction is
plain Python, so that neither a user nor a developer needs the gettext tools.
"""

import ast
import re
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

CATALOG = Path(settings.BASE_DIR) / "locale/en/LC_MESSAGES/django.po"
HEADER = {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
SAYING = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
SKIPPED = {"tests", "migrations", ".venv", "var", "testing", "benchmarks"}
_TEXT = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(rf"\b(?:_|gettext|ngettext)\({_TEXT}(?:, {_TEXT})?", re.DOTALL)
_PLACE = re.compile(r"%(?:\(\w+\))?[-#0+]*\d*(?:\.\d+)?[sdf%]|{\w+}")


def said() -> dict[str, str]:
    """Every sentence of the code with its plural, which is empty where nothing is counted."""
    found: dict[str, str] = {}
    for path in _files():
        text = path.read_text("utf-8")
        for sentence, plural in in_python(text) if path.suffix == ".py" else in_template(text):
            found[sentence] = plural or found.get(sentence, "")
    return found


def _files():
    for pattern in ("**/*.py", "templates/**/*.html", "templates/**/*.txt"):
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            if not SKIPPED & set(path.relative_to(settings.BASE_DIR).parts):
                yield path


def in_python(text: str):
    """(sentence, plural) of every translating call, whatever name the module gave the function."""
    nodes = list(ast.walk(ast.parse(text)))
    names = {
        alias.asname or alias.name: alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in nodes:
        if isinstance(node, ast.Call):
            called = names.get(getattr(node.func, "id", ""), getattr(node.func, "attr", ""))
            if called in SAYING and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value, node.args[1].value if "ngettext" in called else ""


def in_template(text: str):
    for match in _IN_TEMPLATE.finditer(templatize(text)):
        yield ast.literal_eval(match[1]), ast.literal_eval(match[2]) if match[2] else ""


def catalog() -> polib.POFile:
    return polib.pofile(str(CATALOG)) if CATALOG.exists() else polib.POFile(wrapwidth=100)


def english(entry: polib.POEntry) -> list[str]:
    """The English of a sentence; of a counted one, for one and for many."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def merge() -> polib.POFile:
    """Bring the catalogue up to date: new sentences come in empty, forgotten ones go."""
    old = {entry.msgid: english(entry) for entry in catalog()}
    new = polib.POFile(wrapwidth=100)
    new.metadata = HEADER
    for sentence, plural in sorted(said().items()):
        texts = old.get(sentence, [""])
        entry = polib.POEntry(msgid=sentence)
        if plural:
            entry.msgid_plural, entry.msgstr_plural = plural, {0: texts[0], 1: texts[-1]}
        else:
            entry.msgstr = texts[-1]
        new.append(entry)
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(CATALOG))
    return new


def compile_catalog() -> None:
    """Write the binary form that Django reads, unless it is there and no older."""
    binary = CATALOG.with_suffix(".mo")
    written = binary.stat().st_mtime if binary.exists() else 0
    if CATALOG.exists() and written < CATALOG.stat().st_mtime:
        catalog().save_as_mofile(str(binary))


def untranslated() -> list[str]:
    done = {entry.msgid for entry in catalog() if all(english(entry))}
    return sorted(said().keys() - done)


def misplaced() -> list[str]:
    """Sentences whose English has other placeholders than the Chinese."""
    return [
        entry.msgid
        for entry in catalog()
        for text in english(entry)
        if text and sorted(_PLACE.findall(entry.msgid)) != sorted(_PLACE.findall(text))
    ]
