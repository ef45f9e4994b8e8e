"""Profiles: the rules and numbers of one exam regime, as TOML files in profiles/."""

import tomllib
from datetime import date, datetime, time
from pathlib import Path

FOLDER = Path(__file__).parent / "profiles"


def available() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def titles() -> list[tuple[str, str]]:
    """(key, title) of every profile, for a choice."""
    return [(key, load(key).get("profile", {}).get("title", key)) for key in available()]


def load(key: str) -> dict:
    """The profile as plain JSON data (dates and times as ISO texts). LookupError if unknown."""
    if key not in available():
        raise LookupError(key)
    return _plain(tomllib.loads((FOLDER / f"{key}.toml").read_text("utf-8")))


def _plain(value):
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value
