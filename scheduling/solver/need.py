"""How many sessions and room-sessions a site or a county needs, against what it has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .bounds import fewest_cells, sessions_needed


@dataclass(frozen=True, slots=True)
class Need:
    """Needs beside what is there; for a county the sums over its sites."""

    candidates: int
    seats: int  # usable machines, all rooms of one session together
    sessions_needed: int  # for a county: of all its sites together
    sessions_available: int
    cells_needed: int  # room-sessions
    cells_available: int
    missing_seats: int  # candidates who find no seat even when every session is full

    @property
    def enough(self) -> bool:
        """Whether everybody can be seated."""
        return not self.missing_seats


def site_need(candidates: int, capacities: Sequence[int], sessions: int) -> Need:
    """What one site needs. `capacities`: usable machines of each room; `sessions`: those in bounds.

    Where seats are missing, the sessions needed are those that it would take; without any room 0.
    """
    seats = sum(capacities)
    return Need(
        candidates=candidates,
        seats=seats,
        sessions_needed=sessions_needed(candidates, capacities),
        sessions_available=sessions,
        cells_needed=_cells(candidates, capacities),
        cells_available=sum(capacity > 0 for capacity in capacities) * sessions,
        missing_seats=max(0, candidates - seats * sessions),
    )


def county_need(sites: Iterable[Need]) -> Need:
    """The sums; a site's free seats do not make up for seats that another site misses."""
    every = list(sites)
    fields = Need.__slots__
    return Need(**{field: sum(getattr(need, field) for need in every) for field in fields})


def _cells(candidates: int, capacities: Sequence[int]) -> int:
    needed = sessions_needed(candidates, capacities)
    return fewest_cells(candidates, [c for c in capacities if c > 0] * needed)
