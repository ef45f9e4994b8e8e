"""The sessions of a day, made from bands: plain Python, no database.

A band is filled from its start, one session after another, until one of three limits is reached
(K-03): the most sessions it may hold, its end, or the moment after which nobody logs in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum

from examadmin.exams.rules import Band, Rules, as_time


class Limit(StrEnum):
    """What ended a band."""

    CAP = "cap"
    END = "end"
    CUTOFF = "cutoff"


class Rule(StrEnum):
    """What is wrong with a session of a given timetable."""

    ORDER = "order"  # ordinals do not follow the time
    OVERLAP = "overlap"  # begins before the one before it has ended
    GAP = "gap"  # shorter than the frame's gap
    BAND = "band"  # not wholly inside a band
    CUTOFF = "cutoff"  # begins after the log-in cut-off
    CAP = "cap"  # more sessions than its band may hold


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that a day's sessions follow from. `first_start` delays the first of the day."""

    bands: tuple[Band, ...]
    minutes: int
    gap: int
    cutoff: time
    first_start: time | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One session of a day, as on 附件1."""

    ordinal: int
    band: str
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Day:
    """The sessions of a day; `ended_by` tells for each band which limit cut it."""

    slots: tuple[Slot, ...]
    ended_by: dict[str, Limit]


@dataclass(frozen=True, slots=True)
class Breach:
    """A session of a timetable that breaks a rule."""

    rule: Rule
    slot: Slot


def frame_of(rules: Rules, county=None, *, first_start=None, gap=None) -> Frame:
    """The city's frame, with the changes of a county's copy and of a site laid over it.

    `county` has `gap_minutes` and `bands` like `CountyTimetable`.
    """
    bands, minutes = rules.bands, rules.gap_minutes
    if county is not None:
        changed = {band["key"]: band for band in county.bands}
        bands = tuple(_changed(band, changed.get(band.key)) for band in bands)
        minutes = minutes if county.gap_minutes is None else county.gap_minutes
    minutes = minutes if gap is None else gap
    return Frame(bands, rules.session_minutes, minutes, rules.login_cutoff, first_start)


def _changed(band: Band, change: dict | None) -> Band:
    if change is None:
        return band
    start, end = as_time(change["start"]), as_time(change["end"])
    return replace(band, start=start, end=end, cap=change["cap"])


def make_day(frame: Frame) -> Day:
    """The sessions of one day, numbered through all bands."""
    if frame.minutes < 1 or frame.gap < 0:
        raise ValueError("a session lasts at least a minute and a gap is not negative")
    slots: list[Slot] = []
    ended_by: dict[str, Limit] = {}
    start = in_minutes(frame.first_start) if frame.first_start else 0
    for band in sorted(frame.bands, key=lambda band: band.start):
        start, held = max(start, in_minutes(band.start)), 0
        while (limit := _limit(frame, band, start, held)) is None:
            end = start + frame.minutes
            slots.append(Slot(len(slots) + 1, band.key, as_clock(start), as_clock(end)))
            start = end + frame.gap
            held += 1
        ended_by[band.key] = limit
    return Day(tuple(slots), ended_by)


def _limit(frame: Frame, band: Band, start: int, held: int) -> Limit | None:
    """What forbids the next session of a band, if anything does."""
    if held >= band.cap:
        return Limit.CAP
    if start + frame.minutes > in_minutes(band.end):
        return Limit.END
    if start > in_minutes(frame.cutoff):
        return Limit.CUTOFF
    return None


def check_day(slots: Sequence[Slot], frame: Frame) -> list[Breach]:
    """Every rule that given sessions of one day break, in order of time (D-13)."""
    breaches = []
    held = dict.fromkeys((band.key for band in frame.bands), 0)
    ordered = sorted(slots, key=lambda slot: (slot.start, slot.ordinal))
    before = None
    for slot in ordered:
        if before is not None:
            pause = in_minutes(slot.start) - in_minutes(before.end)
            if slot.ordinal <= before.ordinal:
                breaches.append(Breach(Rule.ORDER, slot))
            if pause < 0:
                breaches.append(Breach(Rule.OVERLAP, slot))
            elif pause < frame.gap:
                breaches.append(Breach(Rule.GAP, slot))
        before = slot
        band = band_of(slot, frame.bands)
        if band is None:
            breaches.append(Breach(Rule.BAND, slot))
            continue
        held[band.key] += 1
        if held[band.key] > band.cap:
            breaches.append(Breach(Rule.CAP, slot))
        if slot.start > frame.cutoff:
            breaches.append(Breach(Rule.CUTOFF, slot))
    return breaches


def band_of(slot: Slot, bands: Sequence[Band]) -> Band | None:
    """The band that holds the whole session. One that crosses midnight lies in none."""
    for band in bands:
        if band.start <= slot.start < slot.end <= band.end:
            return band
    return None


def in_minutes(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute


def as_clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
