"""The rules of an exam, typed: plain Python over the profile's data, without Django.

Data comes from TOML or JSON, so dates and times may be objects or ISO texts; here they are
always objects. Times of day are local (Asia/Shanghai).
"""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def as_date(value) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def as_time(value) -> time:
    return value if isinstance(value, time) else time.fromisoformat(value)


def as_moment(value) -> datetime:
    """An aware moment; a value without offset is local time."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Band:
    """A half-day: first start, last end, and the most sessions it may hold (K-03)."""

    key: str
    title: str
    start: time
    end: time
    cap: int


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of candidate with its own full mark and log-in address."""

    key: str
    title: str
    synonyms: tuple[str, ...]
    full_mark: int
    counts_for_admission: bool
    login_url: str
    settle_one_by_one: bool
    expected_remark: str


@dataclass(frozen=True, slots=True)
class Window:
    """When an act is open to counties and schools; outside it the server refuses."""

    key: str
    title: str
    opens: datetime
    closes: datetime


class Rules:
    """Read access to a policy. `data` is the whole of it; properties give the parts a type."""

    def __init__(self, data: dict):
        self.data = data

    def __getitem__(self, part):
        return self.data[part]

    @cached_property
    def dates(self) -> tuple[date, ...]:
        return tuple(sorted(as_date(d) for d in self.data["calendar"]["dates"]))

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        return tuple(
            Band(b["key"], b["title"], as_time(b["start"]), as_time(b["end"]), b["cap"])
            for b in self.data["sessions"]["bands"]
        )

    @property
    def session_minutes(self) -> int:
        return self.data["sessions"]["minutes"]

    @property
    def gap_minutes(self) -> int:
        return self.data["sessions"]["gap_minutes"]

    @property
    def login_cutoff(self) -> time:
        return as_time(self.data["sessions"]["login_cutoff"])

    def sessions_of_a_day(self) -> list[tuple[int, Band, time, time]]:
        """(ordinal, band, start, end) as the exam plans them, every band filled to its cap (附件1).

        A site's own timetable, with its own start and gap, is scheduling's."""
        day, planned = date(2000, 1, 1), []
        length = timedelta(minutes=self.session_minutes)
        for band in self.bands:
            for number in range(band.cap):
                shift = number * (length + timedelta(minutes=self.gap_minutes))
                start = datetime.combine(day, band.start) + shift
                end = start + length
                planned.append((len(planned) + 1, band, start.time(), end.time()))
        return planned

    @cached_property
    def categories(self) -> dict[str, Category]:
        fields = Category.__slots__
        return {
            c["key"]: Category(**{k: tuple(c[k]) if k == "synonyms" else c[k] for k in fields})
            for c in self.data["categories"]
        }

    @cached_property
    def windows(self) -> dict[str, Window]:
        return {
            w["key"]: Window(w["key"], w["title"], as_moment(w["opens"]), as_moment(w["closes"]))
            for w in self.data["windows"]
        }

    def spare(self, machines: int) -> int:
        """How many of a room's machines must stand by (K-06: 33 machines, floor, 3 spare)."""
        capacity = self.data["capacity"]
        share = machines * capacity["spare_percent"] / 100
        rounded = math.ceil(share) if capacity["spare_rounding"] == "ceil" else math.floor(share)
        return max(capacity["spare_minimum"], rounded)

    def rooms_needed(self, classes: int) -> int:
        """The least number of rooms of a school with so many classes."""
        return math.ceil(classes / self.data["capacity"]["classes_per_room"])

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and worked weekends, without the public holidays."""
        calendar = self.data["calendar"]
        if day in {as_date(d) for d in calendar["holidays"]}:
            return False
        return day.weekday() < 5 or day in {as_date(d) for d in calendar["working_weekends"]}

    def working_day(self, day: date, count: int) -> date:
        """The working day `count` working days after (or, negative, before) `day`."""
        step = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def form(self, key: str, **names) -> str:
        """The exact title or wording of a form (K-29)."""
        return self.data["forms"][key].format(**names)
