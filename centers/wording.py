"""What a verdict says to a person."""

from django.utils.translation import gettext as _

from centers.models import SiteApplication
from centers.standard import EXCEPTION, FAIL, MISSING, SchoolFacts, Verdict, judge


def verdicts_of(application: SiteApplication, rules) -> list[Verdict]:
    return judge(rules["standard"], application.answers, rules, facts_of(application))


def facts_of(application: SiteApplication) -> SchoolFacts:
    return SchoolFacts(
        classes=application.school.classes,
        largest_class=application.largest_class,
        rural=application.school.rural,
        exception=application.exception_asked,
    )


def place(verdict: Verdict) -> str:
    return _("第%(number)d考场") % {"number": verdict.room} if verdict.room else _("全考点")


def asked(verdict: Verdict) -> str:
    """不低于33台 / 不高于50台 / 具备 / 一项或多项名称."""
    value, unit = verdict.asked, verdict.unit
    if verdict.kind == "max":
        return _("不高于%(value)s%(unit)s") % {"value": value, "unit": unit}
    if verdict.kind in ("min", "ladder"):
        return _("不低于%(value)s%(unit)s") % {"value": value, "unit": unit}
    if verdict.kind == "choice":
        return _("%(options)s之一") % {"options": "、".join(value)}
    if verdict.kind == "all":
        return _("全部具备：%(options)s") % {"options": "、".join(value)}
    return _("具备")


def given(verdict: Verdict) -> str:
    value = verdict.given
    if value is None or value == []:
        return _("未填写")
    if isinstance(value, bool):
        return _("具备") if value else _("不具备")
    if isinstance(value, list):
        missing = [option for option in verdict.asked if option not in value]
        if missing:
            return _("缺少：%(options)s") % {"options": "、".join(missing)}
        return _("全部具备")
    return f"{value}{verdict.unit}"


def note(verdict: Verdict) -> str:
    """Why the exception for small rural schools does or does not carry the item."""
    if verdict.note == "not_rural":
        return _("本校未登记为农村初中，不能申请例外；登记有误请联系市级管理员更正。")
    if verdict.note == "class_unknown":
        return _("申请例外须填写最大班额。")
    if verdict.note == "largest_class" and verdict.result == FAIL:
        return _("申请例外也须保证每班一生一机（最大班额加备用机）。")
    if verdict.result == EXCEPTION:
        return _("按农村小规模学校例外办理，须县（区）同意。")
    return ""


def sentence(verdict: Verdict) -> str:
    """One line for a list of findings: where, what, asked, given."""
    words = {"place": place(verdict), "title": verdict.title, "asked": asked(verdict)}
    if verdict.result == MISSING and not verdict.note:
        return _("%(place)s：%(title)s未填写") % words
    told = _("%(place)s：%(title)s应%(asked)s，填报为%(given)s") % {
        **words,
        "given": given(verdict),
    }
    more = note(verdict)
    return f"{told}。{more}".rstrip("。") if more else told
