"""The English catalogue: nothing that is said is missed, and all of it is said in English."""

import ast
import re

import polib
import pytest
from django.utils.translation import gettext, ngettext, override

from examadmin.base import messages

HAN = re.compile(r"[\u3400-\u9fff]+")
# Words that stand in workbooks in Chinese, whatever the language of the page.
OF_WORKBOOKS = {
    "考区", "行政区划代码", "学校代码", "学校名称", "初中教学班数", "八年级班级数", "所在县区",
    "农村初中", "数据包代码", "地址", "联系电话", "证件类型", "男", "女", "无", "汉族", "班",
}  # fmt: skip


# Extraction


@pytest.mark.parametrize(
    "text",
    [
        "from django.utils.translation import gettext as _\nx = _('好')",
        "from django.utils.translation import gettext_lazy as _lazy\nx = _lazy('好')",
        "from django.utils.translation import gettext_noop as say\nx = {'rule': say('好')}",
        "from django.utils.translation import gettext\nx = gettext(\n    '好'\n)",
        "from django.utils.translation import gettext as _\nx = f'{_(\"好\")}: 1'",
        "from django.utils import translation\nx = translation.gettext('好')",
    ],
)
def test_a_sentence_is_found_whatever_the_module_calls_the_function(text):
    assert list(messages.in_python(text)) == [("好", "")]


def test_a_sentence_written_in_several_pieces_is_one():
    text = "from django.utils.translation import gettext as _\nx = _(\n'上半句，'\n'下半句。')"
    assert list(messages.in_python(text)) == [("上半句，下半句。", "")]


def test_a_function_of_another_module_says_nothing():
    assert list(messages.in_python("from other import gettext as _\n_('好')")) == []


def test_a_counted_sentence_has_its_plural():
    text = "from django.utils.translation import ngettext\nngettext('一', '多', n)"
    assert list(messages.in_python(text)) == [("一", "多")]
    text = (
        "{% blocktranslate count n=x|length %}{{ n }}个{% plural %}{{ n }}些{% endblocktranslate %}"
    )
    assert list(messages.in_template(text)) == [("%(n)s个", "%(n)s些")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{% translate "好" %}', "好"),
        ("<p title=\"{% translate '好' %}\">", "好"),
        ('{% translate "好" as title %}{% empty title %}', "好"),
        ('{% empty _("好") hint %}', "好"),
        ("{% if a %}{% firstof b _('好') %}{% endif %}", "好"),
        ('{% include "a.html" with title=_("好") %}', "好"),
        ('{{ a|default:_("好") }}', "好"),
        ('{{ a|date:_("好") }}', "好"),
        ("{% blocktranslate with n=a.b|length %}有{{ n }}个{% endblocktranslate %}", "有%(n)s个"),
        ("{% blocktranslate trimmed %}\n  甲\n  乙\n{% endblocktranslate %}", "甲 乙"),
        ("{% blocktranslate with n=a asvar t %}满{{ n }}{% endblocktranslate %}", "满%(n)s"),
        ('{% translate "已选 %n 个" %}', "已选 %%n 个"),
        ("{% blocktranslate %}占{{ n }}%{% endblocktranslate %}", "占%(n)s%%"),
        ('{% translate "说“好”" %}', "说“好”"),
    ],
)
def test_a_sentence_of_a_template_is_found(text, sentence):
    assert list(messages.in_template("{% load i18n %}" + text)) == [(sentence, "")]


def test_a_default_within_the_head_of_a_block_is_found_too():
    text = '{% blocktranslate with u=a|default:_("全市") %}选择{{ u }}{% endblocktranslate %}'
    assert list(messages.in_template(text)) == [("全市", ""), ("选择%(u)s", "")]


def test_a_comment_says_nothing():
    assert list(messages.in_template('{# {% translate "好" %} #}')) == []
    text = '{% comment %}{% translate "好" %}{% endcomment %}'
    assert list(messages.in_template(text)) == []


def test_our_code_puts_no_sentence_together_before_translating_it():
    """What is put together at run time can be in no catalogue."""
    found = []
    for path in messages._files():
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    if name in {"_", *messages.SAYING} and isinstance(
                        node.args[0], ast.JoinedStr | ast.BinOp | ast.IfExp
                    ):
                        found.append(f"{path}:{node.lineno}")
                    assert "pgettext" not in name, f"{path}: the catalogue knows no contexts"
    assert found == []


def test_a_percent_sign_in_a_template_stands_in_translate_tags_only():
    """Elsewhere Django doubles it and leaves it doubled."""
    found = [
        f"{path}: {text}"
        for path in messages._files()
        if path.suffix != ".py"
        for text in re.findall(r"""_\((?:"[^"]*"|'[^']*')\)""", path.read_text("utf-8"))
        if "%" in text
    ]
    assert found == []


# Merging


@pytest.fixture
def small(tmp_path, settings, monkeypatch):
    """A project of two files, with a catalogue that is behind."""
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(messages, "CATALOG", tmp_path / "locale" / "en" / "django.po")
    (tmp_path / "a.py").write_text(
        "from django.utils.translation import gettext as _\n_('旧%(n)d')\n_('新')", "utf-8"
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text(
        "{% blocktranslate count n=x %}{{ n }}个{% plural %}{{ n }}个{% endblocktranslate %}",
        "utf-8",
    )
    messages.CATALOG.parent.mkdir(parents=True)
    old = polib.POFile()
    old.append(polib.POEntry(msgid="旧%(n)d", msgstr="old %(n)d"))
    old.append(polib.POEntry(msgid="忘", msgstr="forgotten"))
    old.save(str(messages.CATALOG))
    return messages.CATALOG


def test_merging_keeps_what_is_said_and_forgets_the_rest(small):
    messages.merge()
    assert {e.msgid: messages.english(e) for e in messages.catalog()} == {
        "旧%(n)d": ["old %(n)d"],
        "新": [""],
        "%(n)s个": ["", ""],
    }
    assert messages.untranslated() == ["%(n)s个", "新"]


def test_merging_again_keeps_both_forms_of_a_counted_sentence(small):
    book = messages.merge()
    book.find("%(n)s个").msgstr_plural = {0: "%(n)s thing", 1: "%(n)s things"}
    book.save(str(small))
    messages.merge()
    assert messages.english(messages.catalog().find("%(n)s个")) == ["%(n)s thing", "%(n)s things"]
    assert messages.untranslated() == ["新"]


@pytest.mark.parametrize("wrong", ["old", "old %(n)s", "old %(m)d", "old %(n)d %s", "old %(n)d%%"])
def test_a_changed_placeholder_is_found(small, wrong):
    book = messages.merge()
    assert messages.misplaced() == []
    book.find("旧%(n)d").msgstr = wrong
    book.save(str(small))
    assert messages.misplaced() == ["旧%(n)d"]


# Our catalogue


def test_every_sentence_has_its_english(sentences):
    done = {entry.msgid for entry in messages.catalog() if all(messages.english(entry))}
    assert sorted(sentences.keys() - done) == []


def test_no_english_is_kept_of_what_nobody_says(sentences):
    assert sorted({entry.msgid for entry in messages.catalog()} - sentences.keys()) == []


def test_english_has_the_placeholders_of_the_chinese():
    assert messages.misplaced() == []


def test_english_is_english():
    found = {
        entry.msgid: text
        for entry in messages.catalog()
        for text in messages.english(entry)
        if set(HAN.findall(text)) - OF_WORKBOOKS or re.search("[\u3000-\u303f\uff00-\uffef]", text)
    }
    assert found == {}


def test_the_compiled_catalogue_speaks():
    counted = ("%(n)s 个问题", "%(n)s 个问题")
    assert gettext("考点申报") == "考点申报"
    with override("en"):
        assert gettext("考点申报") == "Site applications"
        assert ngettext(*counted, 1) == "%(n)s problem"
        assert ngettext(*counted, 2) == "%(n)s problems"
