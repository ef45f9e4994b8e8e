from datetime import datetime

import pytest

from examadmin.base import clock
from examadmin.exams import services
from examadmin.exams.rules import ZONE


@pytest.fixture
def plan(world):
    """The small city's exam with rounds and work plan, as published."""
    services.publish_exam(exam=world.exam, by=world.exam_office, now=world.now)
    return world.exam


@pytest.fixture
def at(monkeypatch, world):
    """at("2024-04-12 08:00") → pages believe that it is that moment."""

    def travel(text):
        moment = datetime.fromisoformat(text).replace(tzinfo=ZONE)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    travel("2024-04-10 09:00")
    return travel
