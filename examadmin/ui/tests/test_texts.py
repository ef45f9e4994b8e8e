"""Everything that a person reads can be translated: no Chinese outside the translation calls."""

import ast
import re

from . import files

CHINESE = re.compile(r"[\u3400-\u9fff]")
# Chinese that is matter, not speech: each line with its reason.
MATTER = (
    "templates/portal/500.html",  # stands when even the language is broken; says both
    "templates/centers/application_edit.html",  # names of network operators
    "examadmin/settings",  # the name of the language; what technicians read at the start
    "examadmin/clauses.py",  # a command's table
    "examadmin/documents/pdf/",  # papers of the office are Chinese by law
    "examadmin/documents/sheets/rebuild.py",  # the heading of the answer column in the workbook
    "examadmin/audit/",  # stored once, read in every language; sentences of verify_audit
    "examadmin/exams/calendars.py",  # recognises texts of the profile
    "examadmin/exams/cross_checks",
    "examadmin/exams/schema.py",
    "centers/tables.py",  # headings of workbooks
    "centers/services/places.py",
    "centers/services/ready_made.py",  # answers that a command makes up
    "candidates/checks/",  # recognises what stands in workbooks
    "candidates/services/reading.py",
    "candidates/services/corrections.py",
    "candidates/documents/",
    "candidates/pinyin.py",
    "scheduling/papers/",  # papers of the office are Chinese by law
    "scheduling/documents/",
    "scheduling/services/move_file.py",  # headings of workbooks
    "scheduling/views/papers.py",  # names of files
)
CELLS = {"男", "女", "无"}  # words of a workbook's cells


def spoken(template: str) -> str:
    """What a template says by itself, without what it has translated."""
    for translated in (
        r"{% comment %}.*?{% endcomment %}|{#.*?#}",
        r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}",
        r"{% trans(?:late)? .*?%}",
        r"""_\((?:"[^"]*"|'[^']*')\)""",
    ):
        template = re.sub(translated, "", template, flags=re.DOTALL)
    return template


def unwrapped(tree) -> list:
    """(line, text) of string constants with Chinese that are neither documentation nor wrapped."""
    nodes = list(ast.walk(tree))
    wrappers = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    quiet = {n.value for n in nodes if isinstance(n, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", None))
            if called in wrappers:
                quiet.update(part for argument in node.args for part in ast.walk(argument))
    return [
        (node.lineno, node.value)
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and node.value not in CELLS
        and node not in quiet
    ]


def _speech(paths):
    return [path for path in paths if not files.name(path).startswith(MATTER)]


def test_templates_say_nothing_untranslated():
    found = {}
    for path in _speech(files.templates()):
        lines = spoken(path.read_text("utf-8")).splitlines()
        if said := [line.strip() for line in lines if CHINESE.search(line)]:
            found[files.name(path)] = said
    assert found == {}


def test_modules_say_nothing_untranslated():
    found = {}
    for path in _speech(files.modules()):
        if said := unwrapped(ast.parse(path.read_text("utf-8"))):
            found[files.name(path)] = said
    assert found == {}


def test_the_scan_sees_what_it_should():
    assert unwrapped(ast.parse('x = "中"\ny = f"中{x}"')) == [(1, "中"), (2, "中")]
    wrapped = 'from django.utils.translation import gettext as _\nx = _("中%(n)d") % {"n": 1}'
    assert unwrapped(ast.parse(f'"""说明"""\n{wrapped}')) == []
    assert CHINESE.search(spoken('<p title="标题">{% translate "好" %}</p>'))
    assert CHINESE.search(spoken('{% empty "没有" %}'))
    assert not CHINESE.search(spoken('{% empty _("没有") %}{# 注 #}'))
