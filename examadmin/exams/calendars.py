"""Move the whole calendar of a profile to another first day, keeping days apart and wall times."""

from copy import deepcopy
from datetime import date, datetime, timedelta

from .rules import Rules, as_date, as_moment


def moved(data: dict, first_day: date) -> dict:
    """A copy of sound data whose exam begins on another day.

    Public holidays do not move with an exam, so they stay; what is due some working days before
    the exam is counted anew from them. In another year, titles that name the year follow.
    """
    data = deepcopy(data)
    dates = Rules(data).dates
    shift = first_day - dates[0]
    if not shift:
        return data
    data["calendar"]["dates"] = [(day + shift).isoformat() for day in dates]
    for part, keys in (
        ("windows", ("opens", "closes")),
        ("rounds", ("download", "opens", "closes")),
        ("milestones", ("opens", "due")),
    ):
        for row in data[part]:
            row.update({key: _later(row[key], shift) for key in keys if key in row})
    rules = Rules(data)
    for one in data["milestones"]:
        if days := one.get("due_working_days_before_exam"):
            day = rules.working_day(first_day, -days)
            one["due"] = datetime.combine(day, as_moment(one["due"]).time()).isoformat()
    if first_day.year != data["profile"]["year"]:
        _rename_year(data, data["profile"]["year"], first_day.year)
    return data


def _later(text: str, shift: timedelta) -> str:
    if "T" not in text:
        return (as_date(text) + shift).isoformat()
    return (datetime.fromisoformat(text) + shift).isoformat()


def _rename_year(data, old, new):
    """2024年 becomes 2025年 in the titles. The question bank and legal bases keep their names."""

    def renamed(text):
        return text.replace(f"{old}年", f"{new}年")

    data["profile"]["year"] = new
    data["profile"]["exam_title"] = renamed(data["profile"]["exam_title"])
    data["forms"] = {name: renamed(text) for name, text in data["forms"].items()}
    for item in data["preparation"]:
        if "text" in item:
            item["text"] = renamed(item["text"])
