import pytest

from examadmin.base import clock


@pytest.fixture
def at_work(monkeypatch, world):
    """Pages believe it is the first morning of the arrangement window."""
    monkeypatch.setattr(clock, "now", lambda: world.now)
    return world.now
