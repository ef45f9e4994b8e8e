"""The way of an exam as a picture: 设置 → 申报 → 名册 → 编排 → 审核 → 打印 → 考试."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from candidates.models import Candidate
from centers.choices import ApplicationState
from centers.models import County, Site, SiteApplication
from examadmin.base import clock
from examadmin.exams.choices import ExamState
from scheduling.choices import ArrangementState, PaperKind
from scheduling.models import Arrangement, Paper


@dataclass
class Station:
    title: str
    detail: str = ""
    state: str = "later"  # done, now or later
    url: str = ""


def way_of(user, exam, now) -> list[Station]:
    """Each station with how many of the person's counties are through; the first that is not
    complete is where the exam stands. One query."""
    counties = _counties(user, exam)
    today = clock.local(now).date()

    def share(test):
        return sum(map(test, counties)), len(counties)

    stations = [
        (_("设置"), (int(exam.state != ExamState.DRAFT), 1), ""),
        (_("申报"), share(lambda c: c.has_site and not c.waits), "applications"),
        (_("名册"), share(lambda c: c.has_roster), "candidates"),
        (_("编排"), share(lambda c: c.is_arranged), "arrangements"),
        (_("审核"), share(lambda c: c.is_locked), "arrangements"),
        (_("打印"), share(lambda c: c.has_tickets), "papers"),
        (_("考试"), (int(today > exam.last_day), 1), ""),
    ]
    way, reached = [], False
    for title, (done, of), page in stations:
        complete = of > 0 and done == of
        station = Station(title, url=_url(page, exam))
        if of > 1:
            station.detail = _("%(done)d / %(of)d 个考区") % {"done": done, "of": of}
        if not complete and not reached:
            station.state, reached = "now", True
        elif complete:
            station.state = "done"
        way.append(station)
    if reached and way[-1].state == "done":  # the days are over, the work is not
        way[-1].state = "later"
    way[0].detail = exam.get_state_display()
    way[-1].detail = _days(exam)
    return way


def _counties(user, exam):
    def there(queryset, **of_county):
        return Exists(queryset.filter(exam=exam, **of_county))

    county = OuterRef("pk")
    arrangements = Arrangement.objects.filter(county=county)
    return list(
        County.objects.visible_to(user, "centers.view_county").annotate(
            has_site=there(Site.objects, county=county),
            waits=there(
                SiteApplication.objects, school__county=county, state=ApplicationState.SUBMITTED
            ),
            has_roster=there(Candidate.objects, school__county=county),
            is_arranged=there(arrangements, arranged_at__isnull=False),
            is_locked=there(arrangements, state=ArrangementState.LOCKED),
            has_tickets=there(
                Paper.objects, county=county, kind=PaperKind.TICKETS, file__isnull=False
            ),
        )
    )


def _url(page, exam):
    try:
        return reverse(page, args=[exam.code]) if page else ""
    except NoReverseMatch:
        return ""


def _days(exam):
    first, last = exam.first_day, exam.last_day
    return _("%(from_month)d月%(from_day)d日–%(to_month)d月%(to_day)d日") % {
        "from_month": first.month,
        "from_day": first.day,
        "to_month": last.month,
        "to_day": last.day,
    }
