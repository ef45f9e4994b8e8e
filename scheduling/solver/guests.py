"""What the choice of hosts (借考) is given and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .problem import Key

Distance = Callable[[Key, Key], float | None]  # (school, site): any unit; None where not known


class HostingReason(StrEnum):
    """Why a school, or some of its classes, has no host."""

    NO_HOST = "no_host"  # no site may be asked
    NO_SEATS = "no_seats"  # no site that may be asked has seats for a class of it


@dataclass(frozen=True, slots=True)
class Host:
    """An approved site; hosts stand in the order in which they are preferred, all else equal."""

    site: Key
    county: Key
    candidates: int  # who sit there already: its own and guests placed before
    seats: int  # usable machines, all rooms of one session together
    sessions: int  # the most it may hold


@dataclass(frozen=True, slots=True)
class Guest:
    """A school without a site."""

    school: Key
    county: Key
    classes: tuple[tuple[Key, int], ...]  # (class, pupils) in class order

    @property
    def candidates(self) -> int:
        """All its pupils."""
        return sum(pupils for _, pupils in self.classes)


@dataclass(frozen=True, slots=True)
class Hosted:
    """Classes of a guest school at one host."""

    school: Key
    site: Key
    classes: tuple[Key, ...]
    candidates: int
    whole: bool  # whether it is the whole school


@dataclass(frozen=True, slots=True)
class Unhosted:
    """Classes of a guest school for which there is no host."""

    school: Key
    classes: tuple[Key, ...]
    candidates: int
    reason: HostingReason


@dataclass(frozen=True, slots=True)
class Hosting:
    """Every class with pupils stands once, in `hosted` or in `unhosted`."""

    hosted: tuple[Hosted, ...]
    unhosted: tuple[Unhosted, ...]
    added_sessions: int  # over all hosts
