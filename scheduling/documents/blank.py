"""附件1, 附件2, 附件3 empty, to be filled by hand where there is no computer (Y-152)."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from centers.standard import SITE, SchoolFacts, judge
from centers.wording import asked
from examadmin.documents.pdf.frame import Imprint
from examadmin.exams.models import Exam

from ..papers import form1, form2, form3


def draw_blank(exam: Exam, form: str, out) -> None:
    with override(settings.LANGUAGE_CODE):  # the office's forms, whatever the page's language
        BLANKS[form](exam.rules, Imprint(title=exam.rules.form(form)), out)


def _form1(rules, imprint, out):
    planned, bands = rules.sessions_of_a_day(), []
    for band in rules.bands:
        ordinals = [ordinal for ordinal, its, _start, _end in planned if its == band]
        times = [form1.SessionTime(ordinal, "", "") for ordinal in ordinals]
        bands.append(form1.Band(band.title, times))
    remarks = rules["sessions"]["remarks"]
    data = form1.Form1(imprint=imprint, annex=_("附件1"), dates="", bands=bands, remarks=remarks)
    form1.build(data, out)


def _form2(rules, imprint, out):
    """Every item of the standard, those for large and those for small schools alike."""
    for_all = [
        {k: v for k, v in item.items() if not k.startswith("terminals_")}
        for item in rules["standard"]
    ]
    computed = {i["key"] for i in for_all if i["kind"] == "min" and isinstance(i["asked"], str)}
    parts = {_("考点"): [], _("第＿＿考场"): []}
    of_site, of_room = parts.values()
    where = {i["key"]: of_site if i["scope"] == SITE else of_room for i in for_all}
    for verdict in judge(for_all, {"rooms": [{"number": 1}]}, rules, SchoolFacts()):
        wanted = "" if verdict.item in computed else asked(verdict)  # its title says the rule
        where[verdict.item].append(form2.JudgedItem(verdict.title, wanted, "", ""))
    data = form2.Form2(
        imprint=imprint,
        annex=_("附件2"),
        subject=_("学校：＿＿＿＿＿＿＿＿＿＿＿＿"),
        parts=[form2.JudgedPart(title, items) for title, items in parts.items()],
        conclusion="　",
    )
    form2.build(data, out)


def _form3(rules, imprint, out):
    form3.build(form3.Form3(imprint=imprint, annex=_("附件3"), rows=[]), out)


BLANKS = {"form1": _form1, "form2": _form2, "form3": _form3}
