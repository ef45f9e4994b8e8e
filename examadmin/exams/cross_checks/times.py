"""Bands, dates, windows, rounds and the work plan."""

from django.utils.translation import gettext as _

from examadmin.accounts.choices import TIER_OF, Tier

from .. import checks
from ..choices import Each
from ..rules import Rules, as_date, as_moment, as_time
from .kit import ERROR, WARNING, reads

TIERS = list(Tier)
# Windows that the program asks for by name.
WINDOWS = ("site_application", "arrangement")


def _minutes(value):
    clock = as_time(value)
    return clock.hour * 60 + clock.minute


def _clock(minutes):
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@reads("sessions")
def bands_hold_their_sessions(data):
    """K-03: the end of the band, the most sessions and the log-in cut-off are three numbers."""
    sessions = data["sessions"]
    length, gap = sessions["minutes"], sessions["gap_minutes"]
    cutoff = _minutes(sessions["login_cutoff"])
    before = None
    for index, band in enumerate(sessions["bands"]):
        where = f"sessions.bands[{index}]"
        start, end, cap = _minutes(band["start"]), _minutes(band["end"]), band["cap"]
        last = start + (cap - 1) * (length + gap)
        if end <= start:
            yield ERROR, f"{where}.end", _("应晚于本时段的开始")
            continue
        if last + length > end:
            yield (
                ERROR,
                f"{where}.cap",
                _("容不下%(cap)d场：最后一场要到%(last)s才结束，本时段%(end)s结束")
                % {"cap": cap, "last": _clock(last + length), "end": _clock(end)},
            )
        elif last + length + gap > end:
            yield WARNING, f"{where}.cap", _("最后一场结束后不足一个场次间隔")
        if last > cutoff:
            yield (
                ERROR,
                "sessions.login_cutoff",
                _("早于“%(band)s”最后一场的开始%(last)s")
                % {"band": band["title"], "last": _clock(last)},
            )
        if before is not None and start < before:
            yield ERROR, f"{where}.start", _("与前一时段重叠，各时段应按时间先后排列")
        before = end


@reads("calendar")
def dates_are_in_order(data):
    dates = data["calendar"]["dates"]
    if sorted(set(dates)) != dates:
        yield ERROR, "calendar.dates", _("应按先后排列，不能重复")
    rules = Rules(data)
    for day in rules.dates:
        if day.isoformat() in data["calendar"]["holidays"]:
            yield WARNING, "calendar.dates", _("%(day)s是节假日") % {"day": day}
    for index, text in enumerate(data["calendar"]["working_weekends"]):
        if as_date(text).weekday() < 5:
            yield (
                WARNING,
                f"calendar.working_weekends[{index}]",
                _("%(day)s不是周末") % {"day": text},
            )
    years = {text[:4] for text in data["calendar"]["holidays"]}
    missing = sorted({str(day.year) for day in rules.dates} - years)
    if missing:
        yield (
            WARNING,
            "calendar.holidays",
            _("没有%(years)s年的节假日，工作日将只按周末推算") % {"years": "、".join(missing)},
        )


@reads("windows", "calendar")
def windows_close_before_the_exam(data):
    first = Rules(data).dates[0]
    known = {window["key"] for window in data["windows"]}
    for key in WINDOWS:
        if key not in known:
            yield ERROR, "windows", _("缺少“%(key)s”") % {"key": key}
    for index, window in enumerate(data["windows"]):
        where = f"windows[{index}].closes"
        if as_moment(window["opens"]) >= as_moment(window["closes"]):
            yield ERROR, where, _("应晚于开始")
        if as_moment(window["closes"]).date() >= first:
            yield ERROR, where, _("应在考试首日%(day)s之前") % {"day": first}


@reads("rounds", "calendar")
def rounds_follow_each_other(data):
    """Y-040 to Y-043: the mock rounds one after another, the formal one last and on the dates."""
    rounds, dates = data["rounds"], Rules(data).dates
    if sum(not r["mock"] for r in rounds) != 1:
        yield ERROR, "rounds", _("应当有且只有一个正式考试轮次")
    before = None
    for index, one in enumerate(rounds):
        where = f"rounds[{index}]"
        download, opens, closes = (as_date(one[k]) for k in ("download", "opens", "closes"))
        if closes < opens:
            yield ERROR, f"{where}.closes", _("不能早于开始")
        if download > opens:
            yield ERROR, f"{where}.download", _("不能晚于开始")
        if before and opens <= before:
            yield ERROR, f"{where}.opens", _("应在前一轮结束之后")
        before = closes
        if not one["mock"] and (opens, closes) != (dates[0], dates[-1]):
            yield (
                ERROR,
                f"{where}.opens",
                _("正式考试应为考试日期%(first)s至%(last)s")
                % {"first": dates[0], "last": dates[-1]},
            )
        if one["mock"] and closes >= dates[0]:
            yield ERROR, f"{where}.closes", _("模拟考试应在考试首日之前结束")


@reads("milestones")
def milestones_have_a_sound_order(data):
    """K-08: a step that is due no later than the one before it leaves its owner no time."""
    by_key = {m["key"]: m for m in data["milestones"]}
    for index, one in enumerate(data["milestones"]):
        where = f"milestones[{index}]"
        due = as_moment(one["due"])
        if "opens" in one and as_moment(one["opens"]) >= due:
            yield ERROR, f"{where}.due", _("应晚于开始")
        if one.get("check") and one["check"] not in checks.known():
            yield (
                WARNING,
                f"{where}.check",
                _("没有名为“%(name)s”的自动检查，此项须由负责人确认") % {"name": one["check"]},
            )
        if TIERS.index(TIER_OF.get(one.get("owed_by"), Tier.CITY)) > TIERS.index(one["each"]):
            yield ERROR, f"{where}.owed_by", _("办理人的层级低于本项的范围")
        if one.get("papers") and one["each"] != Each.CITY:
            yield ERROR, f"{where}.papers", _("只有全市一项的工作可以留存材料")
        if "after" not in one:
            continue
        before = by_key.get(one["after"])
        if before is None:
            yield ERROR, f"{where}.after", _("没有第%(key)s项") % {"key": one["after"]}
        elif _in_a_circle(one, by_key):
            yield ERROR, f"{where}.after", _("前后关系绕成了圈")
        elif due <= as_moment(before["due"]):
            yield (
                WARNING,
                f"{where}.due",
                _("第%(key)s项的期限不晚于它所等待的第%(before)s项（%(due)s），负责人没有办理时间")
                % {
                    "key": one["key"],
                    "before": before["key"],
                    "due": as_moment(before["due"]).strftime("%Y-%m-%d %H:%M"),
                },
            )


def _in_a_circle(one, by_key):
    seen = set()
    while one and "after" in one and one["key"] not in seen:
        seen.add(one["key"])
        one = by_key.get(one["after"])
    return bool(one) and one["key"] in seen


@reads("milestones", "calendar")
def working_days_before_the_exam_are_kept(data):
    """Y-051: tickets in the candidates' hands two working days before the exam."""
    rules = Rules(data)
    for index, one in enumerate(data["milestones"]):
        days = one.get("due_working_days_before_exam")
        if not days:
            continue
        latest = rules.working_day(rules.dates[0], -days)
        if as_moment(one["due"]).date() > latest:
            yield (
                ERROR,
                f"milestones[{index}].due",
                _("最迟应在考前%(days)d个工作日，即%(latest)s") % {"days": days, "latest": latest},
            )
