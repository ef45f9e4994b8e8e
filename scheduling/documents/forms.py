"""附件1, 附件2, 附件3 and the certificate of a site."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from centers.models import ItemJudgement
from centers.wording import asked, given, note, verdicts_of
from examadmin.base import clock
from examadmin.documents.pdf import A4_LANDSCAPE, build_pdf

from ..papers import form1, form2, form3, site_certificate
from ..queries.form3 import form3 as form3_data
from ..queries.timetable import frame_for, templates_of
from ..timetable import frame_of, make_day
from .selection import Selection, legal_basis, span


def form1_pages(selection: Selection) -> list[form1.Form1]:
    """The exam's timetable, and one more page for every site that differs from it."""
    exam = selection.exam
    usual = frame_of(exam.rules)
    pages = [_form1(selection, usual, exam.rules.form("form1"))]
    templates = templates_of(exam)
    for site in selection.sites():
        site.exam = exam
        frame = frame_for(site, templates)
        if make_day(frame).slots != make_day(usual).slots:
            pages.append(_form1(selection, frame, f"{exam.rules.form('form1')}　{site.school}"))
    return pages


def _form1(selection, frame, title):
    rules = selection.exam.rules
    bands = {}
    for slot in make_day(frame).slots:
        bands.setdefault(slot.band, []).append(
            form1.SessionTime(slot.ordinal, _clock(slot.start), _clock(slot.end))
        )
    titles = {band.key: band.title for band in rules.bands}
    return form1.Form1(
        imprint=selection.imprint(title),
        annex=_("附件1"),
        dates=span(rules.dates).replace("～", "～\n"),
        bands=[form1.Band(titles[key], times) for key, times in bands.items()],
        remarks=rules["sessions"]["remarks"] + _cited(rules, "form1"),
    )


def _cited(rules, paper) -> list[str]:
    basis = legal_basis(rules, paper)
    return [_("依据：%(basis)s") % {"basis": basis}] if basis else []


def _clock(moment) -> str:
    return f"{moment.hour}:{moment:%M}"


def draw_form1(selection: Selection, out):
    pages = [partial(form1.draw, data=page) for page in form1_pages(selection)]
    build_pdf(pages, out, title=selection.exam.rules.form("form1"))


def draw_form2(selection: Selection, out):
    """The judged standard of every site of the selection, one after another."""
    papers = [_form2(selection, site.application) for site in selection.sites()]
    build_pdf([_pages_of(paper) for paper in papers], out, title=selection.exam.rules.form("form2"))


def _pages_of(paper):
    return lambda sheet: form2.draw(sheet, paper)


WORDS = {
    "pass": "达标",
    "fail": "不达标",
    "warning": "提示",
    "missing": "未填写",
    "exception": "例外",
}


def _form2(selection, application):
    found = {(j.item, j.room): j for j in ItemJudgement.objects.filter(application=application)}
    parts = {}
    for verdict in verdicts_of(application, selection.exam.rules):
        judged = found.get((verdict.item, verdict.room))
        title = _("第%(n)d考场") % {"n": verdict.room} if verdict.room else _("考点")
        parts.setdefault(title, []).append(
            form2.JudgedItem(
                verdict.title, asked(verdict), given(verdict), WORDS.get(verdict.result, ""),
                (judged and judged.comment) or note(verdict),
            )
        )  # fmt: skip
    return form2.Form2(
        imprint=selection.imprint(selection.exam.rules.form("form2")),
        annex=_("附件2"),
        subject=application.school.name,
        parts=[form2.JudgedPart(title, items) for title, items in parts.items()],
        conclusion=str(application.get_state_display()),
    )


def form3_paper(selection: Selection) -> form3.Form3:
    exam, county = selection.exam, selection.county
    rows = [
        form3.Form3Row(
            code=row.school_code, site=row.school_name, candidates=row.candidates,
            rooms=row.rooms, machines=row.machines, sessions=str(row.sessions),
            carrier=row.network_operator, bandwidth=row.bandwidth, remark=row.remark,
        )
        for row in form3_data(exam, county).rows
    ]  # fmt: skip
    first = min(band.start for band in exam.rules.bands)
    title = exam.rules.form("form3").replace("县（区）", county.name, 1)
    return form3.Form3(
        imprint=selection.imprint(title),
        annex=_("附件3"),
        rows=rows,
        filled_on=_date(selection.now),
        remark_heading=f"备注(如无说明正常{first.hour}点开考)",
        basis=legal_basis(exam.rules, "form3"),
    )


def _date(moment: datetime) -> str:
    on = clock.local(moment)
    return f"{on.year}年{on.month}月{on.day}日"


def draw_form3(selection: Selection, out):
    form3.build(form3_paper(selection), out)


def draw_form3_xlsx(selection: Selection, out):
    form3.build_xlsx(form3_paper(selection), out)


def draw_certificate(selection: Selection, out):
    pages = [
        partial(site_certificate.draw, data=_certificate(selection, site))
        for site in selection.sites()
    ]
    title = selection.exam.rules.form("certificate")
    build_pdf(pages, out, size=A4_LANDSCAPE, title=title)


def _certificate(selection, site):
    rules = selection.exam.rules
    rooms = [room for room in site.rooms.all() if room.in_use]
    names = {
        "site": site.school.name,
        "exam": rules["profile"]["exam_title"],
        "standard": rules.form("form2"),
    }
    paragraphs = [text.format(**names) for text in rules["certificate"]["paragraphs"]]
    paragraphs += _cited(rules, "certificate")
    return site_certificate.SiteCertificate(
        imprint=selection.imprint(
            rules.form("certificate"), mark=f"EA1:{selection.exam.code}:site:{site.school.code}"
        ),
        number=f"{selection.exam.code}-{site.school.code}",
        site=site.school.name,
        paragraphs=paragraphs,
        facts=[
            (_("考点代码"), site.school.code),
            (_("考场数"), str(len(rooms))),
            (_("考试机数"), str(sum(room.machines for room in rooms))),
            (_("其中备用"), str(sum(room.spare for room in rooms))),
        ],
        issuer=f"{site.county.name}教育（科）局",
        issued_on=_date(site.approved_at),
    )
