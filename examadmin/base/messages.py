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
SAYING = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext"}
SKIPPED = {"tests", "migrations", ".venv", "var", "testing", "benchmarks"}
_IN_TEMPLATE = re.compile(
    r"""(?:_|gettext|ngettext)\((u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""", re.DOTALL
)


def said() -> dict[str, set[str]]:
    """Every sentence of the code and the files that say it."""
    found: dict[str, set[str]] = {}
    for path in _files():
        for sentence in _in_python(path) if path.suffix == ".py" else _in_template(path):
            found.setdefault(sentence, set()).add(str(path.relative_to(settings.BASE_DIR)))
    return found


def _files():
    for pattern in ("**/*.py", "templates/**/*.html", "templates/**/*.txt"):
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            if not SKIPPED & set(path.relative_to(settings.BASE_DIR).parts):
                yield path


def _in_python(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYING and node.args:
            argument = node.args[0]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def _in_template(path):
    for match in _IN_TEMPLATE.finditer(templatize(path.read_text("utf-8"), origin=path.name)):
        yield ast.literal_eval(match[1])


def catalog() -> polib.POFile:
    return polib.pofile(str(CATALOG)) if CATALOG.exists() else polib.POFile(wrapwidth=100)


def merge() -> polib.POFile:
    """Bring the catalogue up to date: new sentences come in empty, forgotten ones go."""
    old = {entry.msgid: entry.msgstr for entry in catalog()}
    new = polib.POFile(wrapwidth=100)
    new.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
    }
    for sentence in sorted(said()):
        new.append(polib.POEntry(msgid=sentence, msgstr=old.get(sentence, "")))
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(CATALOG))
    return new


def compile_catalog() -> None:
    """Write the binary form that Django reads."""
    if CATALOG.exists():
        catalog().save_as_mofile(str(CATALOG.with_suffix(".mo")))


def untranslated() -> list[str]:
    english = {entry.msgid: entry.msgstr for entry in catalog()}
    return sorted(sentence for sentence in said() if not english.get(sentence))


_PLACE = re.compile(r"%\((\w+)\)|%[sd]")


def misplaced() -> list[str]:
    """Sentences whose English has other placeholders than the Chinese."""
    return [
        entry.msgid
        for entry in catalog()
        if entry.msgstr
        and sorted(_PLACE.findall(entry.msgid)) != sorted(_PLACE.findall(entry.msgstr))
    ]
