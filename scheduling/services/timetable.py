"""Make and change the sessions of sites."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from centers.models import Room
from centers.services.sites import set_site_times
from examadmin.audit.services import record
from examadmin.base.errors import Invalid, Refusal
from examadmin.exams.rules import ZONE, as_time

from ..findings import forbidding
from ..models import Arrangement, CountyTimetable, RoomSession, Seating, Session
from ..queries.timetable import frame_for, templates_of, timetable_findings
from ..timetable import Frame, frame_of, make_day
from .gate import authorise, hold_of, next_version, require_open, require_reason

AWAY = timedelta(days=36_500)  # where sessions wait while their times change places


@transaction.atomic
def make_sessions(site) -> list[Session]:
    """The sessions of a site by policy, county and site, with a room-session for every room.

    Safe to call again: what fits stays. Under review or locked nothing changes.
    """
    arrangement = Arrangement.objects.filter(exam=site.exam, county=site.county).first()
    if arrangement is None or arrangement.is_open:
        lay_sessions([site])
    return list(site.sessions.all())


def lay_sessions(sites) -> set[int]:
    """The same for many sites of one exam in few queries; returns the sessions that moved.

    For callers that hold the arrangement and know it to be open.
    """
    sites = list(sites)
    if not sites:
        return set()
    templates = templates_of(sites[0].exam)
    frames = {site: frame_for(site, templates) for site in sites}
    moved = _lay(frames, sites[0].exam.rules.dates)
    _open_rooms(sites)
    return moved


@transaction.atomic
def adjust_timetable(*, site, first_start: time | None, gap_minutes: int | None, by, now, reason):
    """Give a site its own first session and gap (Y-014, Y-015); None is the county's or city's.

    The sessions are computed anew, and every check runs again. Refused where a session with
    candidates in it would no longer be held.
    """
    authorise(by, "adjust_timetable", site)
    arrangement = hold_of(exam=site.exam, county=site.county)
    require_open(arrangement, by=by, now=now, school=site.school)
    site.exam = arrangement.exam
    reason = require_reason(reason, _("请填写调整场次时间的理由。"))
    set_site_times(
        site=site,
        first_start=first_start,
        gap_minutes=gap_minutes,
        by=by,
        now=now,
        reason=reason,
    )
    return _apply(arrangement, [site])


@transaction.atomic
def set_county_timetable(
    *, exam, county, gap_minutes, bands, by, now, reason=""
) -> CountyTimetable:
    """Change the county's copy of the city's timetable (Y-022); every site of it follows.

    bands: [{"key", "start", "end", "cap"}] for those that differ; inside the city's bands.
    """
    arrangement = hold_of(exam=exam, county=county)
    authorise(by, "arrange", arrangement)
    require_open(arrangement, by=by, now=now)
    template, _made = CountyTimetable.objects.get_or_create(exam=exam, county=county)
    template.gap_minutes, template.bands = gap_minutes, [_plain(band) for band in bands]
    _require_inside(exam.rules, template.bands)
    _require_sane(frame_of(exam.rules, template), exam.rules)
    template.save()
    _apply(arrangement, county.sites.filter(exam=exam).select_related("school", "county"))
    record(
        by=by,
        now=now,
        action="scheduling.set_county_timetable",
        target=template,
        chain=f"county:{county.code}",
        changes={"gap_minutes": gap_minutes, "bands": template.bands},
        reason=reason,
    )
    return template


def check_site_times(site, *, first_start, gap_minutes) -> None:
    """Refuse times that no timetable of the site could be made of, or that come too late; for
    whoever changes them (centers.hooks)."""
    arrangement = Arrangement.objects.filter(exam=site.exam, county=site.county).first()
    if arrangement is not None and not arrangement.is_open:
        raise Refusal(
            _("%(arrangement)s现在的状态是“%(state)s”，考点的场次时间不能改动。")
            % {"arrangement": arrangement, "state": arrangement.get_state_display()}
        )
    template = templates_of(site.exam).get(site.county_id)
    rules = site.exam.rules
    _require_sane(frame_of(rules, template, first_start=first_start, gap=gap_minutes), rules)


def _plain(band: dict) -> dict:
    start, end = as_time(band["start"]), as_time(band["end"])
    return {
        "key": band["key"],
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
        "cap": band["cap"],
    }


def _apply(arrangement, sites) -> set[int]:
    """Lay the sessions, run the checks, count the change for whoever sits in what moved."""
    sites = list(sites)
    for site in sites:
        site.exam = arrangement.exam
    moved = lay_sessions(sites)
    bad = forbidding(timetable_findings(sites))
    if bad:
        raise Refusal(_("按此设置排出的场次不符合规定，没有改动。"), findings=bad)
    seated = Seating.objects.filter(room_session__session__in=moved)
    next_version(arrangement, list(seated.values_list("pk", flat=True)))
    return moved


def _require_inside(rules, bands) -> None:
    known = {band.key: band for band in rules.bands}
    for band in bands:
        city = known.get(band["key"])
        if city is None:
            raise Invalid(_("没有名为“%(key)s”的时段。") % {"key": band["key"]})
        start, end = as_time(band["start"]), as_time(band["end"])
        if not (city.start <= start < end <= city.end) or not (1 <= band["cap"] <= city.cap):
            raise Refusal(
                _("%(band)s时段须在全市规定的%(start)s–%(end)s之内，不超过%(cap)d场。")
                % {
                    "band": city.title,
                    "start": f"{city.start:%H:%M}",
                    "end": f"{city.end:%H:%M}",
                    "cap": city.cap,
                }
            )


def _require_sane(frame: Frame, rules) -> None:
    """What no computed day would show: a start outside the bands, no time to come in."""
    entry = rules["sessions"]["entry_before_minutes"]
    if frame.gap < entry:
        raise Refusal(
            _("场次间隔%(gap)d分钟太短：考生考前%(entry)d分钟入场，间隔不能少于%(entry)d分钟。")
            % {"gap": frame.gap, "entry": entry}
        )
    start = frame.first_start
    if start is None:
        return
    if not any(band.start <= start < band.end for band in frame.bands):
        raise Refusal(
            _("首场开始时间%(start)s不在规定的考试时段内：%(bands)s。")
            % {
                "start": f"{start:%H:%M}",
                "bands": "、".join(f"{b.title}{b.start:%H:%M}–{b.end:%H:%M}" for b in frame.bands),
            }
        )


def _lay(frames: dict, dates) -> set[int]:
    """Make the stored sessions of these sites equal to their frames; returns those that moved."""
    stored = defaultdict(dict)
    rows = Session.objects.filter(site__in=frames).annotate(seated=Count("room_sessions__seatings"))
    for session in rows:
        stored[session.site_id][session.day, session.ordinal] = session
    made, moved, gone = [], [], []
    for site, frame in frames.items():
        slots = make_day(frame).slots
        wanted = {(day, slot.ordinal): slot for day in dates for slot in slots}
        for (day, ordinal), slot in wanted.items():
            times = {
                "band": slot.band,
                "starts_at": datetime.combine(day, slot.start, tzinfo=ZONE),
                "ends_at": datetime.combine(day, slot.end, tzinfo=ZONE),
            }
            session = stored[site.pk].pop((day, ordinal), None)
            if session is None:
                made.append(Session(site=site, day=day, ordinal=ordinal, **times))
            elif any(getattr(session, name) != value for name, value in times.items()):
                for name, value in times.items():
                    setattr(session, name, value)
                moved.append(session)
        gone += stored[site.pk].values()
    _require_empty(gone)
    Session.objects.filter(pk__in=[s.pk for s in gone]).delete()
    # Two steps: a session must not meet the old time of its neighbour on the way.
    Session.objects.filter(pk__in=[s.pk for s in moved]).update(
        starts_at=F("starts_at") + AWAY, ends_at=F("ends_at") + AWAY
    )
    Session.objects.bulk_update(moved, ["band", "starts_at", "ends_at"], batch_size=200)
    Session.objects.bulk_create(made, batch_size=500)
    return {session.pk for session in moved}


def _require_empty(gone) -> None:
    seated = [session for session in gone if session.seated]
    if not seated:
        return
    raise Refusal(
        _("有%(count)d名考生已编排在将要取消的场次，请先把他们移到其他场次。")
        % {"count": sum(session.seated for session in seated)},
        findings=[
            _("%(session)s原有%(count)d名考生。") % {"session": s, "count": s.seated}
            for s in seated
        ],
    )


def _open_rooms(sites) -> None:
    """A room-session for every room in use in every session."""
    rooms, sessions = defaultdict(list), defaultdict(list)
    for room, site in Room.objects.filter(site__in=sites, in_use=True).values_list("id", "site_id"):
        rooms[site].append(room)
    for session, site in Session.objects.filter(site__in=sites).values_list("id", "site_id"):
        sessions[site].append(session)
    there = set(
        RoomSession.objects.filter(session__site__in=sites).values_list("session_id", "room_id")
    )
    RoomSession.objects.bulk_create(
        [
            RoomSession(session_id=session, room_id=room)
            for site in rooms
            for session in sessions[site]
            for room in rooms[site]
            if (session, room) not in there
        ],
        batch_size=1000,
    )
