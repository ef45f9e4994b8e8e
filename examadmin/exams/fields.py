"""Fields of a profile: they accept exactly what the program can work with, and every refusal is a
sentence. DRF's own fields turn "8" into 8; here nothing is turned, because the data is kept as
it was handed in.
"""

import re

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from .rules import as_date, as_moment, as_time

# NUL and lone surrogates cannot be stored in PostgreSQL; other control characters break papers.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
MESSAGES = {"required": _("缺少这一项"), "null": _("不能为空"), "blank": _("不能为空")}


class Plain(serializers.Field):
    default_error_messages = MESSAGES


class Whole(Plain):
    """A whole number within bounds."""

    default_error_messages = {
        "invalid": _("应为整数"),
        "least": _("必须至少为 {least}"),
        "most": _("不能超过 {most}"),
    }

    def __init__(self, least=0, most=1000, **kwargs):
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def to_internal_value(self, value):
        if type(value) is not int:
            self.fail("invalid")
        if value < self.least:
            self.fail("least", least=self.least)
        if value > self.most:
            self.fail("most", most=self.most)
        return value


class Text(Plain):
    """One line of text, or several when `lines` is set."""

    default_error_messages = {
        "invalid": _("应为文字"),
        "long": _("不能超过 {most} 个字"),
        "unprintable": _("含有不能显示或打印的字符"),
        "one_line": _("只能写一行"),
        "pattern": _("格式不对，应如：{example}"),
    }

    def __init__(self, most=200, blank=False, lines=False, pattern=None, example="", **kwargs):
        self.most, self.blank, self.lines = most, blank, lines
        self.pattern, self.example = pattern and re.compile(pattern), example
        super().__init__(**kwargs)

    def to_internal_value(self, value):
        if not isinstance(value, str):
            self.fail("invalid")
        if not value.strip() and not self.blank:
            self.fail("blank")
        if len(value) > self.most:
            self.fail("long", most=self.most)
        if UNPRINTABLE.search(value):
            self.fail("unprintable")
        if "\n" in value and not self.lines:
            self.fail("one_line")
        if value and self.pattern and not self.pattern.fullmatch(value):
            self.fail("pattern", example=self.example)
        return value


class Flag(Plain):
    default_error_messages = {"invalid": _("应为是或否")}

    def to_internal_value(self, value):
        if not isinstance(value, bool):
            self.fail("invalid")
        return value


class OneOf(Plain):
    """One of a few names; `options` gives what a page says for each."""

    default_error_messages = {"invalid": _("应为以下之一：{names}")}

    def __init__(self, options, **kwargs):
        self.options = dict(options)
        super().__init__(**kwargs)

    def to_internal_value(self, value):
        if not isinstance(value, str) or value not in self.options:
            self.fail("invalid", names=", ".join(self.options))
        return value


class Parsed(Plain):
    """A text that stands for a date or time; ISO, local, within a sensible century."""

    parse, shape, widget = None, None, ""

    def to_internal_value(self, value):
        if not isinstance(value, str) or not self.shape.fullmatch(value):
            self.fail("invalid")
        try:
            parsed = type(self).parse(value)
        except ValueError:
            self.fail("invalid")
        if not 2000 <= getattr(parsed, "year", 2000) < 2100:
            self.fail("invalid")
        return value


class Day(Parsed):
    default_error_messages = {"invalid": _("应为日期，如 2024-05-30")}
    parse, shape, widget = as_date, re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "date"


class TimeOfDay(Parsed):
    default_error_messages = {"invalid": _("应为时间，如 08:00")}
    parse, shape, widget = as_time, re.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2})?"), "time"


class Moment(Parsed):
    default_error_messages = {"invalid": _("应为日期和时间，如 2024-04-10T08:00")}
    parse, widget = as_moment, "datetime-local"
    shape = re.compile(f"{Day.shape.pattern}T{TimeOfDay.shape.pattern}")


class Asked(Plain):
    """What an item of the standard asks for: a number, a name, or several."""

    default_error_messages = {"invalid": _("应为数、文字或若干文字")}

    def to_internal_value(self, value):
        texts = value if isinstance(value, list) else [value]
        if type(value) in (int, float) and 0 <= value < 1_000_000:
            return value
        if not texts or not all(isinstance(t, str) and t.strip() for t in texts):
            self.fail("invalid")
        if any(UNPRINTABLE.search(t) or len(t) > 200 for t in texts):
            self.fail("invalid")
        return value


class Several(serializers.ListField):
    """A list of plain values."""

    default_error_messages = MESSAGES | {
        "not_a_list": _("应为一列值"),
        "empty": _("至少要有一个"),
        "max_length": _("不能超过 {max_length} 个"),
    }

    def __init__(self, child, least=0, **kwargs):
        super().__init__(child=child, allow_empty=not least, max_length=500, **kwargs)


class Rows(serializers.ListSerializer):
    default_error_messages = MESSAGES | {
        "not_a_list": _("应为若干行"),
        "empty": _("至少要有一行"),
        "max_length": _("不能超过 {max_length} 行"),
    }


class Part(serializers.Serializer):
    """A group of named values."""

    default_error_messages = MESSAGES | {"invalid": _("应为一组“名称 = 值”")}

    class Meta:
        list_serializer_class = Rows


def rows(part, label, least=0, **kwargs):
    """A field that holds several of a part."""
    return part(many=True, label=label, allow_empty=not least, max_length=500, **kwargs)
