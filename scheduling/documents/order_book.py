"""The county's order book: its contents are a list in the exam's rules, most of them made from
the data (Y-103)."""

from collections import Counter
from functools import partial

from django.db.models import Count
from django.utils.translation import gettext as _

from centers.models import Appointment, Hosting
from examadmin.accounts.choices import Role
from examadmin.base import clock
from examadmin.documents.pdf import A4_LANDSCAPE

from ..models import RoomSession, Seating
from ..papers import form1, form3, order_book
from ..papers.order_book import Form, Listing, Section, Text
from ..queries.form3 import form3 as form3_data
from .forms import form1_pages, form3_paper
from .selection import Selection, day, hours, legal_basis, room, session, span


def draw_order_book(selection: Selection, out):
    rules = selection.exam.rules
    sections = []
    for entry in rules["order_book"]:
        maker = MAKERS.get(entry.get("from", ""))
        blocks = maker(selection) if maker else [Text(entry.get("text", ""))]
        if blocks:
            sections.append(Section(entry["title"], blocks))
    on = clock.local(selection.now)
    book = order_book.OrderBook(
        imprint=selection.imprint(rules.form("order_book"), exam=rules["profile"]["exam_title"]),
        county=f"{selection.county}考区",
        sections=sections,
        issuer=f"{selection.county}教育（科）局",
        issued_on=f"{on.year}年{on.month}月",
    )
    order_book.build(book, out)


def _organisation(selection):
    profile = selection.exam.rules["profile"]
    people = _posts(selection, {Role.COUNTY_OFFICER, Role.INSPECTOR})
    return [
        Text(
            _(
                "考试实行市、县（区）、考点三级管理。%(organiser)s统一组织，%(reviewer)s负责编排审核、"
                "密码核发和成绩公布，%(county)s教育（科）局负责本考区的组织实施。"
            )
            % {**profile, "county": selection.county}
        ),
        Text(
            _("考试日期：%(dates)s。考试科目：%(subject)s。")
            % {"dates": span(selection.exam.rules.dates), "subject": profile["subject"]}
        ),
        Listing(
            [(_("职务"), 22), (_("姓名"), 14), (_("电话"), 20)],
            [(p.get_role_display(), p.user.name, p.user.phone) for p in people],
            caption=_("考区组织机构"),
        ),
    ]


def _posts(selection, roles):
    found = Appointment.objects.filter(role__in=roles, county=selection.county)
    return found.in_force(selection.now).select_related("user").order_by("role", "user__name")


def _sites(selection):
    rows, total = [], Counter()
    for at, row in enumerate(form3_data(selection.exam, selection.county).rows, 1):
        rows.append((at, row.school_code, row.school_name, row.rooms, row.machines, row.candidates))
        total += Counter(rooms=row.rooms, machines=row.machines, candidates=row.candidates)
    sums = (total["rooms"], total["machines"], total["candidates"])
    rows.append((_("合计"), "", "", *sums))
    heads = [(_("序号"), 6), (_("考点代码"), 12), (_("考点"), 34, 0), (_("考场数"), 10),
             (_("考试机数"), 10), (_("考生人数"), 10)]  # fmt: skip
    return [Listing(heads, rows, total=True)]


def _form1(selection):
    return [Form(partial(form1.draw, data=page)) for page in form1_pages(selection)]


def _form3(selection):
    return [Form(partial(form3.draw, data=form3_paper(selection)), A4_LANDSCAPE)]


def _counts(selection):
    """A table a site: sessions down, rooms across, candidates in the cells."""
    counted = (
        RoomSession.objects.filter(
            room__site__exam=selection.exam,
            room__site__county=selection.county,
            seatings__isnull=False,
        )
        .values_list(
            "room__site__school__name",
            "session__day",
            "session__ordinal",
            "session__starts_at",
            "session__ends_at",
            "room__number",
        )
        .annotate(Count("seatings"))
        .order_by("room__site__school__code", "session__starts_at", "room__number")
    )
    sites: dict[str, dict] = {}
    for site, on, ordinal, starts, ends, number, people in counted:
        line = sites.setdefault(site, {}).setdefault((on, ordinal, starts, ends), {})
        line[number] = people
    blocks = []
    for site, lines in sites.items():
        numbers = sorted({number for line in lines.values() for number in line})
        heads = [(_("日期"), 20), (_("场次"), 9), (_("时间"), 16)]
        heads += [(room(number), 10) for number in numbers] + [(_("合计"), 9)]
        rows = [
            (day(on), session(ordinal), hours(starts, ends), *(line.get(n, "") for n in numbers),
             sum(line.values()))
            for (on, ordinal, starts, ends), line in lines.items()
        ]  # fmt: skip
        columns = [sum(line.get(n, 0) for line in lines.values()) for n in numbers]
        rows.append((_("合计"), "", "", *columns, sum(columns)))
        blocks.append(Listing(heads, rows, caption=site, total=True))
    return blocks


def _hosting(selection):
    here = Hosting.objects.filter(exam=selection.exam, host__county=selection.county)
    rows = []
    for hosting in here.select_related("guest", "host__school"):
        people = Seating.objects.filter(
            candidate__school=hosting.guest, room_session__room__site=hosting.host
        ).count()
        rows.append((hosting.guest.name, hosting.host.school.name, people, hosting.reason))
    if not rows:
        return [Text(_("本考区没有借考。"))]
    heads = [(_("考生所在学校"), 30, 0), (_("借考考点"), 30, 0), (_("人数"), 8), (_("说明"), 24, 0)]
    return [Listing(heads, rows)]


def _milestones(selection):
    rows = [
        (m.key, m.title, f"{clock.local(m.due_at):%m-%d %H:%M}", m.owner)
        for m in selection.exam.milestones.all()
    ]
    heads = [(_("序号"), 7), (_("工作项目"), 44, 0), (_("期限"), 15), (_("负责人"), 28, 0)]
    return [Listing(heads, rows)]


def _phones(selection):
    schools = [site.school_id for site in selection.sites()]
    posts = (
        Appointment.objects.in_force(selection.now)
        .filter(role__in=(Role.SITE_CHIEF, Role.SITE_TECHNICIAN), school__in=schools)
        .select_related("user", "school")
        .order_by("school__code", "role")
    )
    rows = [(p.school.name, p.get_role_display(), p.user.name, p.user.phone) for p in posts]
    rows = [
        (str(selection.county), p.get_role_display(), p.user.name, p.user.phone)
        for p in _posts(selection, {Role.COUNTY_OFFICER, Role.INSPECTOR})
    ] + rows
    heads = [(_("单位"), 34, 0), (_("职务"), 20), (_("姓名"), 16), (_("电话"), 22)]
    return [Listing(heads, rows)]


def _duties(selection):
    blocks = []
    for document in selection.exam.rules["duty_documents"]:
        blocks.append(Text(f"《{document['title']}》", indent=0))
        blocks.append(Text(document["text"].strip(), indent=2))
    return blocks


def _candidate_rules(selection):
    rules = selection.exam.rules["ticket"]["rules"]
    return [Text("\n".join(f"{n}. {rule}" for n, rule in enumerate(rules, 1)), indent=2)]


def _legal_bases(selection):
    basis = legal_basis(selection.exam.rules, "order_book")
    return [Text(basis.replace("；", "\n"), indent=2)]


MAKERS = {
    "organisation": _organisation,
    "sites": _sites,
    "form1": _form1,
    "form3": _form3,
    "counts": _counts,
    "hosting": _hosting,
    "milestones": _milestones,
    "phones": _phones,
    "duties": _duties,
    "candidate_rules": _candidate_rules,
    "legal_bases": _legal_bases,
}
