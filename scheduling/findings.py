"""What the rules say about seats: a level, the rule's name and a sentence."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from .choices import Level


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth knowing, about seats."""

    level: str
    rule: str
    sentence: str
    candidate: int | None = None
    room_session: int | None = None
    site: int | None = None

    def __str__(self):
        return f"{Level(self.level).label}：{self.sentence}"

    def as_dict(self) -> dict:
        return {**asdict(self), "level": str(self.level), "title": str(Level(self.level).label)}


def forbidding(findings: Iterable[Finding]) -> list[Finding]:
    """Those that no path may ignore."""
    return [f for f in findings if f.level == Level.BLOCK]


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Those that must be gone before the arrangement is handed in."""
    return [f for f in findings if f.level in (Level.BLOCK, Level.BEFORE_PUBLISH)]
