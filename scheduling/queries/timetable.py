"""When the sessions are: the frame of a site, a county's difference from the city, breaches."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as say

from examadmin.base import clock
from examadmin.exams.rules import ZONE, as_time

from ..choices import Level
from ..findings import Finding
from ..models import CountyTimetable, CutoffExtension, Session
from ..timetable import Day, Frame, Rule, Slot, check_day, frame_of, make_day

# What each broken rule of a timetable means, and how grave it is.
SENTENCES = {
    Rule.ORDER: (Level.BLOCK, say("%(site)s%(session)s的场次号与时间先后不一致。")),
    Rule.OVERLAP: (Level.BLOCK, say("%(site)s%(session)s与前一场时间重叠。")),
    Rule.GAP: (Level.NOTE, say("%(site)s%(session)s与前一场的间隔短于规定的%(gap)d分钟。")),
    Rule.BAND: (Level.BLOCK, say("%(site)s%(session)s（%(clock)s）不在规定的考试时段内。")),
    Rule.CUTOFF: (Level.BLOCK, say("%(site)s%(session)s（%(clock)s）晚于登录截止时间%(cutoff)s。")),
    Rule.CAP: (Level.BLOCK, say("%(site)s%(session)s超出该时段的场次上限。")),
}


def templates_of(exam) -> dict[int, CountyTimetable]:
    """The counties' own timetables, by county."""
    return {t.county_id: t for t in CountyTimetable.objects.filter(exam=exam)}


def frame_for(site, templates: dict[int, CountyTimetable] | None = None) -> Frame:
    """What the sessions of a site follow from: city, county, site, each over the one before."""
    templates = templates_of(site.exam) if templates is None else templates
    return frame_of(
        site.exam.rules,
        templates.get(site.county_id),
        first_start=site.first_start,
        gap=site.gap_minutes,
    )


def cutoff_of(site, day):
    """The moment after which nobody logs in at a site on a day, with the city's extension."""
    extension = (
        CutoffExtension.objects.filter(site=site, day=day)
        .order_by("-until")
        .values_list("until", flat=True)
        .first()
    )
    cutoff = datetime.combine(day, site.exam.rules.login_cutoff, tzinfo=ZONE)
    return max(cutoff, extension) if extension else cutoff


@dataclass(frozen=True)
class SettingDifference:
    """One setting that a county changed."""

    title: str
    city: str
    county: str


@dataclass(frozen=True)
class SessionDifference:
    """One ordinal of the day as the city and as the county has it; empty where there is none."""

    ordinal: int
    city: str
    county: str

    @property
    def differs(self):
        return self.city != self.county


@dataclass(frozen=True)
class Difference:
    settings: list[SettingDifference]
    sessions: list[SessionDifference]


def timetable_difference(exam, county) -> Difference:
    """Where a county's timetable differs from the city's (Y-022)."""
    template = CountyTimetable.objects.filter(exam=exam, county=county).first()
    city, own = frame_of(exam.rules), frame_of(exam.rules, template)
    settings = [SettingDifference(_("场次间隔（分钟）"), str(city.gap), str(own.gap))]
    for ours, theirs in zip(city.bands, own.bands, strict=True):
        settings += [
            SettingDifference(
                _("%(band)s时段") % {"band": ours.title},
                f"{ours.start:%H:%M}–{ours.end:%H:%M}",
                f"{theirs.start:%H:%M}–{theirs.end:%H:%M}",
            ),
            SettingDifference(
                _("%(band)s场次上限") % {"band": ours.title}, str(ours.cap), str(theirs.cap)
            ),
        ]
    days = [_clocks(make_day(frame)) for frame in (city, own)]
    sessions = [
        SessionDifference(ordinal, days[0].get(ordinal, ""), days[1].get(ordinal, ""))
        for ordinal in range(1, max(len(days[0]), len(days[1])) + 1)
    ]
    return Difference([s for s in settings if s.city != s.county], sessions)


def _clocks(day: Day) -> dict[int, str]:
    return {slot.ordinal: f"{slot.start:%H:%M}–{slot.end:%H:%M}" for slot in day.slots}


def slot_of(session) -> Slot:
    start, end = clock.local(session.starts_at), clock.local(session.ends_at)
    ends = end.time() if end.date() == start.date() else as_time("00:00")
    return Slot(session.ordinal, session.band, start.time(), ends)


def timetable_findings(sites, templates=None) -> list[Finding]:
    """Every rule that the stored sessions of these sites break: two queries for all of them."""
    sites = list(sites)
    if not sites:
        return []
    templates = templates_of(sites[0].exam) if templates is None else templates
    by_day = defaultdict(list)
    for session in Session.objects.filter(site__in=sites):
        by_day[session.site_id, session.day].append(session)
    found = []
    for site in sites:
        frame = frame_for(site, templates)
        wanted = make_day(frame).slots
        for day in sorted({day for owner, day in by_day if owner == site.pk}):
            sessions = {slot_of(s): s for s in by_day[site.pk, day]}
            if set(sessions) != set(wanted):
                names = {"site": site, "month": day.month, "day": day.day}
                text = _("%(site)s%(month)d月%(day)d日的场次与现行设置不一致，请重新生成。") % names
                level = Level.BEFORE_PUBLISH
                found.append(Finding(level, "timetable.stale", text, site=site.pk))
            for breach in check_day(list(sessions), frame):
                level, sentence = SENTENCES[breach.rule]
                session = sessions[breach.slot]
                text = _(sentence) % {
                    "site": site,
                    "session": session,
                    "clock": session.clock,
                    "gap": frame.gap,
                    "cutoff": f"{frame.cutoff:%H:%M}",
                }
                found.append(Finding(level, f"timetable.{breach.rule}", text, site=site.pk))
    return found
