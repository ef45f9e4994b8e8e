"""The sessions of a day, without a database: 附件1 to the minute, and the three limits (D-13)."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examadmin.exams import profiles
from examadmin.exams.rules import Band, Rules
from scheduling.timetable import (
    Frame,
    Limit,
    Rule,
    Slot,
    as_clock,
    check_day,
    frame_of,
    in_minutes,
    make_day,
)

RULES = Rules(profiles.load("yangquan-2024"))
CITY = frame_of(RULES)


def clocks(frame, band):
    return [f"{s.start:%H:%M}–{s.end:%H:%M}" for s in make_day(frame).slots if s.band == band]


@pytest.mark.clause("Y-019")
def test_the_morning_of_form_1_is_made_to_the_minute():
    assert clocks(CITY, "morning") == [
        "08:00–08:20",
        "08:30–08:50",
        "09:00–09:20",
        "09:30–09:50",
        "10:00–10:20",
        "10:30–10:50",
        "11:00–11:20",
        "11:30–11:50",
    ]


@pytest.mark.clause("Y-020")
def test_the_afternoon_of_form_1_ends_by_its_cap_and_not_by_its_band():
    assert clocks(CITY, "afternoon") == [
        "14:30–14:50",
        "15:00–15:20",
        "15:30–15:50",
        "16:00–16:20",
        "16:30–16:50",
        "17:00–17:20",
        "17:30–17:50",
    ]
    assert make_day(CITY).ended_by["afternoon"] == Limit.CAP
    without_cap = replace(CITY, bands=tuple(replace(b, cap=99) for b in CITY.bands))
    assert clocks(without_cap, "afternoon")[-1] == "18:00–18:20"


@pytest.mark.clause("Y-013")
def test_a_day_has_fifteen_sessions_numbered_through_and_three_days_have_forty_five():
    slots = make_day(CITY).slots
    assert [slot.ordinal for slot in slots] == list(range(1, 16))
    assert [slot.band for slot in slots] == ["morning"] * 8 + ["afternoon"] * 7
    assert len(slots) * len(RULES.dates) == 45


@pytest.mark.clause("Y-012")
def test_sessions_lie_in_the_two_bands_of_the_day():
    assert [(b.start, b.end) for b in CITY.bands] == [
        (time(8), time(12)),
        (time(14, 30), time(18, 30)),
    ]
    assert not check_day(make_day(CITY).slots, CITY)


def test_a_longer_gap_gives_fewer_sessions_and_says_which_limit_cut_them():
    day = make_day(replace(CITY, gap=30))
    assert len(day.slots) == 5 + 5
    assert day.ended_by == {"morning": Limit.END, "afternoon": Limit.END}


def test_a_shorter_gap_is_cut_at_the_cap():
    day = make_day(replace(CITY, gap=5))
    assert len(day.slots) == 8 + 7
    assert day.ended_by == {"morning": Limit.CAP, "afternoon": Limit.CAP}


def test_no_session_begins_after_the_log_in_cut_off():
    day = make_day(replace(CITY, cutoff=time(15, 0), gap=5))
    assert day.slots[-1].start == time(14, 55)
    assert day.ended_by["afternoon"] == Limit.CUTOFF


@pytest.mark.clause("Y-015")
def test_the_first_session_begins_at_eight_unless_the_site_says_otherwise():
    assert make_day(CITY).slots[0].start == time(8)
    assert make_day(replace(CITY, first_start=time(8, 40))).slots[0].start == time(8, 40)


def test_a_first_start_in_the_afternoon_leaves_the_morning_empty():
    slots = make_day(replace(CITY, first_start=time(15))).slots
    assert {slot.band for slot in slots} == {"afternoon"}
    assert (slots[0].ordinal, slots[0].start) == (1, time(15))


def slot(ordinal, start, end, band="morning"):
    return Slot(ordinal, band, time.fromisoformat(start), time.fromisoformat(end))


@pytest.mark.parametrize(
    ("slots", "rule"),
    [
        ([slot(1, "08:00", "08:20"), slot(2, "08:10", "08:30")], Rule.OVERLAP),
        ([slot(1, "08:00", "08:20"), slot(2, "08:29", "08:49")], Rule.GAP),
        ([slot(1, "08:30", "08:50"), slot(2, "08:00", "08:20")], Rule.ORDER),
        ([slot(1, "11:50", "12:10")], Rule.BAND),
        ([slot(1, "12:30", "12:50")], Rule.BAND),
        ([slot(1, "18:20", "18:40")], Rule.BAND),
        ([slot(1, "23:50", "00:10")], Rule.BAND),
    ],
)
def test_every_rule_of_a_given_timetable_is_told_by_name(slots, rule):
    assert [breach.rule for breach in check_day(slots, CITY)] == [rule]


def test_a_sixteenth_session_breaks_the_cap_of_its_band():
    extra = slot(16, "18:00", "18:20", "afternoon")
    breaches = check_day([*make_day(CITY).slots, extra], CITY)
    assert [(b.rule, b.slot.ordinal) for b in breaches] == [(Rule.CAP, 16)]


def test_a_session_after_the_cut_off_is_told_even_inside_the_band():
    frame = replace(CITY, cutoff=time(17))
    assert Rule.CUTOFF in {b.rule for b in check_day(make_day(CITY).slots, frame)}


@st.composite
def frames(draw):
    bands, earliest = [], 0
    for key in ("one", "two", "three")[: draw(st.integers(1, 3))]:
        start = draw(st.integers(earliest, max(earliest, min(earliest + 400, 1400))))
        end = draw(st.integers(start, min(start + 600, 1439)))
        bands.append(Band(key, key, as_clock(start), as_clock(end), draw(st.integers(0, 12))))
        earliest = end
    return Frame(
        tuple(bands),
        minutes=draw(st.integers(1, 180)),
        gap=draw(st.integers(0, 90)),
        cutoff=as_clock(draw(st.integers(0, 1439))),
        first_start=draw(st.none() | st.integers(0, 1439).map(as_clock)),
    )


@pytest.mark.clause("Y-014")
@given(frames())
def test_no_frame_gives_a_session_beyond_its_band_or_the_cut_off_nor_one_that_overlaps(frame):
    day = make_day(frame)
    assert not check_day(day.slots, frame)
    held = {band.key: 0 for band in frame.bands}
    for one in day.slots:
        held[one.band] += 1
        assert in_minutes(one.end) - in_minutes(one.start) == frame.minutes
        assert one.start <= frame.cutoff
        assert frame.first_start is None or one.start >= frame.first_start
    for band in frame.bands:
        assert held[band.key] <= band.cap


@given(frames())
def test_the_limit_that_is_named_really_forbids_one_more_session(frame):
    day = make_day(frame)
    for band in frame.bands:
        held = [s for s in day.slots if s.band == band.key]
        if day.ended_by[band.key] == Limit.CAP:
            assert len(held) == band.cap
        else:
            assert len(held) < band.cap
