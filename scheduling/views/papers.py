"""Papers: made by a job, kept as versions, fetched again later."""

import io

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from centers.models import County, Site
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.documents.storage import hand_out
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require

from ..choices import PaperKind
from ..documents.blank import BLANKS, draw_blank
from ..documents.issuing import may_print, order_paper, unprintable
from ..documents.kinds import KINDS
from ..models import Paper
from ..queries.papers import shelves

VIEW, PRINT = "scheduling.view_paper", "scheduling.print_paper"
ORDER_TITLES = {
    "class": gettext_lazy("按学校、班级、报名号（发给班级）"),
    "room": gettext_lazy("按考点、考场、场次、座位（发给考场）"),
}
PURPOSES = {
    PaperKind.TICKETS: gettext_lazy("一页两张，裁开后发给考生本人，附照片，不含密码。"),
    PaperKind.SLIPS: gettext_lazy("裁成小纸条，考前由考点发给考生，不含密码。"),
    PaperKind.SIGN_IN: gettext_lazy("每考场每场一张，考生入场时签字。"),
    PaperKind.SEAT_CHART: gettext_lazy("每考场每场一张，附照片，供监考员核对。"),
    PaperKind.ROOM_ROSTER: gettext_lazy("每考场每场一张，核对后张贴。"),
    PaperKind.DOOR_LABELS: gettext_lazy("每考场一张，贴在考场门口，列出各场人数和报名号。"),
    PaperKind.DESK_LABELS: gettext_lazy("每台机器一张，裁开后贴在桌上，备用机另注明。"),
    PaperKind.FORM1: gettext_lazy("各场次的起止时间。"),
    PaperKind.FORM2: gettext_lazy("逐项审核的结论和意见。"),
    PaperKind.FORM3: gettext_lazy("由编排数据自动填写，负责人签字后上报。"),
    PaperKind.FORM3_XLSX: gettext_lazy("同一张表的电子表格。"),
    PaperKind.CERTIFICATE: gettext_lazy("发给通过审核的学校。"),
    PaperKind.ORDER_BOOK: gettext_lazy(
        "封面、目录、组织机构、考点、时间、人数、电话、职责一册编成。"
    ),
}


@in_exam
@require_safe
def papers(request):
    user, exam = request.user, request.exam
    require(user, VIEW)
    counties = list(County.objects.filter(sites__exam=exam).visible_to(user, VIEW).distinct())
    if not counties:
        return render(request, "scheduling/papers.html", {"counties": counties})
    county, site, sites = _place(request, counties, request.GET)
    shown = shelves(user, exam, county, site, KINDS)
    for shelf in shown:
        shelf.purpose = PURPOSES[shelf.kind]
        shelf.choices = [(key, ORDER_TITLES[key]) for key in shelf.orders if key in ORDER_TITLES]
        shelf.blank = shelf.kind in BLANKS
        if len(shelf.choices) > 1:
            for one in shelf.papers:
                one.ordered = ORDER_TITLES.get(one.order)
    context = {
        "counties": counties,
        "county": county,
        "sites": sites,
        "site": site,
        "shelves": shown,
        "may_print": may_print(user, county, site),
        "unprintable": unprintable(exam, county, user),
    }
    return render(request, "scheduling/papers.html", context)


def _place(request, counties, asked):
    """The county and site asked for, within the person's reach; a person of one site gets it."""
    user = request.user
    county = counties[0]
    if asked.get("county"):
        county = next((c for c in counties if c.code == asked["county"]), None)
        if county is None:
            raise Http404
    sites = Site.objects.filter(exam=request.exam, county=county).visible_to(user, VIEW)
    sites = list(sites.select_related("school", "county").distinct())
    site = None
    if asked.get("site"):
        site = next((s for s in sites if s.school.code == asked["site"]), None)
        if site is None:
            raise Http404
    elif not may_print(user, county) and len(sites) == 1:
        site = sites[0]
    return county, site, sites


@in_exam
@require_POST
def papers_make(request):
    """Order one kind, or all kinds that can be made now (`kind=all`)."""
    user, exam = request.user, request.exam
    require(user, PRINT)
    counties = list(County.objects.filter(sites__exam=exam).visible_to(user, VIEW).distinct())
    if not counties:
        raise Http404
    county, site, _sites = _place(request, counties, request.POST)
    asked = request.POST.get("kind", "")
    names = {"exam": exam, "county": county, "site": site, "by": user, "now": clock.now()}
    if asked == "all":
        ordered = 0
        for shelf in shelves(user, exam, county, site, KINDS):
            if not shelf.locked_out and not shelf.making:
                order_paper(kind=shelf.kind, **names)
                ordered += 1
        messages.success(request, _("已开始制作%(n)d种打印件。") % {"n": ordered})
    else:
        paper = order_paper(kind=asked, order=request.POST.get("order", ""), **names)
        messages.success(request, _("已开始制作“%(paper)s”。") % {"paper": paper})
    where = f"?county={county.code}" + (f"&site={site.school.code}" if site else "")
    return redirect(f"{request.path.removesuffix('make/')}{where}#{asked}")


@in_exam
@require_safe
def paper(request, paper):
    """The file of a version, old or new."""
    row = fetch(request.user, Paper.objects.select_related("file"), VIEW, pk=paper,
                exam=request.exam)  # fmt: skip
    if row.file is None:
        raise Refusal(_("这份打印件还没有做好。"))
    return hand_out(row.file, inline="inline" in request.GET)


@in_exam
@require_safe
def paper_blank(request, form):
    """A form empty, to be filled by hand."""
    require(request.user, VIEW)
    counties = County.objects.filter(sites__exam=request.exam)
    if form not in BLANKS or not counties.visible_to(request.user, VIEW).exists():
        raise Http404
    out = io.BytesIO()
    draw_blank(request.exam, form, out)
    out.seek(0)
    name = f"{request.exam.rules.form(form)}-空白.pdf"
    return FileResponse(out, as_attachment=True, filename=name, content_type="application/pdf")
