"""Which paper, of what part, in which order; and how dates and places are said on all of them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from centers.models import County, Site
from examadmin.base import clock
from examadmin.documents.pdf.frame import Imprint
from examadmin.exams.models import Exam

from ..choices import PaperKind
from ..models import Seating

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A paper that is asked for. No site: the whole county. `candidate`: his paper alone."""

    exam: Exam
    county: County
    kind: PaperKind
    site: Site | None = None
    order: str = ""
    version: int = 1
    now: datetime
    candidate: int | None = None

    @property
    def place(self) -> str:
        return str(self.site or self.county)

    def imprint(self, title: str, order: str = "", **more) -> Imprint:
        return Imprint(
            title=title,
            version=_("第%(n)d版") % {"n": self.version},
            printed=_("%(moment)s制作") % {"moment": f"{clock.local(self.now):%Y-%m-%d %H:%M}"},
            order=_("打印顺序：%(order)s") % {"order": order} if order else "",
            **more,
        )

    def seatings(self):
        """The seats of this selection."""
        rows = Seating.objects.filter(
            arrangement__exam=self.exam,
            arrangement__county=self.county,
            candidate__withdrawn_at=None,
        )
        if self.site:
            rows = rows.filter(room_session__room__site=self.site)
        if self.candidate:
            rows = rows.filter(candidate=self.candidate)
        return rows

    def sites(self):
        if self.site:
            return [self.site]
        sites = Site.objects.filter(exam=self.exam, county=self.county)
        return list(sites.select_related("school", "county", "application"))


def day(value) -> str:
    """5月30日（星期四）"""
    return f"{value.month}月{value.day}日（星期{WEEKDAYS[value.weekday()]}）"


def long_day(value) -> str:
    return f"{value.year}年{day(value)}"


def hours(starts_at, ends_at) -> str:
    start, end = clock.local(starts_at), clock.local(ends_at)
    return f"{start.hour}:{start:%M}～{end.hour}:{end:%M}"


def room(number: int) -> str:
    return f"第{number}考场"


def session(ordinal: int) -> str:
    return f"第{ordinal}场"


def span(dates) -> str:
    """2024年5月30日～6月1日"""
    first, last = dates[0], dates[-1]
    text = f"{first.year}年{first.month}月{first.day}日"
    if last == first:
        return text
    year = "" if last.year == first.year else f"{last.year}年"
    return f"{text}～{year}{last.month}月{last.day}日"


def legal_basis(rules, paper: str) -> str:
    """The governing documents that are cited on a paper (Y-076)."""
    cited = [basis for basis in rules["legal_bases"] if paper in basis.get("cited_on", ())]
    return "；".join(
        f"《{basis['title']}》" + (f"（{basis['number']}）" if basis["number"] else "")
        for basis in cited
    )
