"""What the candidates of a room-session add up to on its machines: one rule with one level each,
for the picture, the city's table, the state of an arrangement and the check of moves (R-C08, K-06).
"""

from dataclasses import dataclass

from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _

from ..choices import Level
from ..findings import Finding
from .board import Cell


@dataclass(slots=True)
class Load:
    """How many sit in a room-session, at how high a machine, and how many at spare ones: `allowed`
    where somebody fixed them there by hand, `spare` where nobody did."""

    people: int = 0
    highest: int = 0
    spare: int = 0
    allowed: int = 0

    def add(self, cell: Cell, seat: int, *, pinned: bool):
        self.people += 1
        self.highest = max(self.highest, seat)
        if seat > cell.capacity:
            self.allowed += pinned
            self.spare += not pinned


def load_counts(seat: str, room: str) -> dict:
    """The numbers of a `Load` as aggregates, by the paths to a seating and to its room."""
    on_spare = Q(**{f"{seat}seat__gt": F(f"{room}machines") - F(f"{room}spare")})
    return {
        "people": Count(f"{seat}pk"),
        "highest": Max(f"{seat}seat"),
        "spare_used": Count(f"{seat}pk", filter=on_spare & Q(**{f"{seat}pinned": False})),
        "spare_allowed": Count(f"{seat}pk", filter=on_spare & Q(**{f"{seat}pinned": True})),
    }


def load_findings(cell: Cell, load: Load) -> list[Finding]:
    """What is wrong with a load: more than machines is forbidden; a spare machine that nobody
    allowed has to be settled before publishing; an allowed one is only told."""
    say = {"cell": cell, "load": load.people, "machines": cell.machines, "capacity": cell.capacity,
           "spare": load.spare, "allowed": load.allowed, "highest": load.highest}  # fmt: skip
    found = []
    if load.people > cell.machines:
        sentence = _("%(cell)s：考生%(load)d名，超过机器%(machines)d台。")
        found.append((Level.BLOCK, "over_capacity", sentence))
    if load.highest > cell.machines:
        sentence = _("%(cell)s：有考生在%(highest)d号机，该考场只有%(machines)d台机器。")
        found.append((Level.BLOCK, "no_such_seat", sentence))
    elif load.spare:
        sentence = _(
            "%(cell)s：可用机器%(capacity)d台，有%(spare)d名考生占用备用机。请移到可用机器，"
            "确需使用备用机的请固定座位。"
        )
        found.append((Level.BEFORE_PUBLISH, "spare_seat", sentence))
    elif load.allowed:
        sentence = _("%(cell)s：%(allowed)d名考生经固定座位使用备用机。")
        found.append((Level.NOTE, "spare_allowed", sentence))
    return [
        Finding(level, rule, sentence % say, room_session=cell.pk, site=cell.site)
        for level, rule, sentence in found
    ]
