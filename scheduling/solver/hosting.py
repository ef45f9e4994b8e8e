"""Where the pupils of schools that are no site sit (借考).

First by the fewest sessions that the hosts must add, then by the nearest host, each school whole as
long as any host can take it whole. Only hosts of the school's own county are asked, since the county
answers for the exam, unless the caller lets schools cross.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .bounds import sessions_needed
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
    """Every class of every guest school stands once, in `hosted` or in `unhosted`."""

    hosted: tuple[Hosted, ...]
    unhosted: tuple[Unhosted, ...]
    added_sessions: int  # over all hosts


def place_guests(
    guests: Sequence[Guest],
    hosts: Sequence[Host],
    distance: Distance | None = None,
    *,
    across_counties: bool = False,
) -> Hosting:
    """Choose a host for every guest school.

    Large schools choose first; then single schools and pairs move for as long as that saves
    sessions or way. The result does not depend on anything but the arguments.
    """
    desk = _Desk(guests, hosts, distance, across_counties)
    split = []
    for g in sorted(range(len(guests)), key=lambda g: (-guests[g].candidates, g)):
        if not guests[g].candidates:
            continue
        if not desk.settle(g):
            split.append(g)
    desk.improve()
    hosted: dict[int, list[Hosted]] = {
        g: [Hosted(guests[g].school, hosts[h].site, _keys(guests[g].classes), desk.size[g], True)]
        for g, h in desk.at.items()
    }
    unhosted: dict[int, Unhosted] = {}
    for g in split:
        hosted[g], left = desk.scatter(g)
        if left:
            reason = HostingReason.NO_SEATS if desk.allowed[g] else HostingReason.NO_HOST
            pupils = sum(size for _, size in left)
            unhosted[g] = Unhosted(guests[g].school, _keys(left), pupils, reason)
    return Hosting(
        hosted=tuple(entry for g in sorted(hosted) for entry in hosted[g]),
        unhosted=tuple(unhosted[g] for g in sorted(unhosted)),
        added_sessions=sum(desk.sessions(h) for h in range(len(hosts))) - desk.before,
    )


def _keys(classes: Sequence[tuple[Key, int]]) -> tuple[Key, ...]:
    return tuple(key for key, _ in classes)


class _Desk:
    """Who is where, while it is being decided."""

    def __init__(self, guests, hosts, distance: Distance | None, across: bool) -> None:
        self.guests, self.hosts = guests, hosts
        self.size = [guest.candidates for guest in guests]
        self.load = [host.candidates for host in hosts]
        self.at: dict[int, int] = {}
        self.before = sum(self.sessions(h) for h in range(len(hosts)))
        by_county: dict[Key, list[int]] = defaultdict(list)
        for h, host in enumerate(hosts):
            by_county[host.county].append(h)
        self.allowed: list[list[int]] = []
        self.way: list[dict[int, tuple]] = []
        for guest in guests:
            own = by_county[guest.county]
            allowed = list(range(len(hosts))) if across else own
            self.allowed.append(allowed)
            self.way.append({h: self._way(guest, h, distance) for h in allowed})

    def _way(self, guest: Guest, h: int, distance: Distance | None) -> tuple[int, float, int]:
        """How far: another county is farther than any place of one's own; unknown is farthest."""
        known = distance(guest.school, self.hosts[h].site) if distance else None
        abroad = int(self.hosts[h].county != guest.county)
        return abroad, float("inf") if known is None else known, h

    def sessions(self, h: int, more: int = 0) -> int:
        """Sessions that the host needs, with so many guests more."""
        return sessions_needed(self.load[h] + more, [self.hosts[h].seats])

    def fits(self, h: int, more: int) -> bool:
        """Whether the host has seats for so many more."""
        return self.load[h] + more <= self.hosts[h].seats * self.hosts[h].sessions

    def settle(self, g: int) -> bool:
        """Give the whole school to its best host, if there is one."""
        size = self.size[g]
        fitting = [h for h in self.allowed[g] if self.fits(h, size)]
        if not fitting:
            return False
        best = min(
            fitting, key=lambda h: (self.sessions(h, size) - self.sessions(h), self.way[g][h])
        )
        self.at[g] = best
        self.load[best] += size
        return True

    def improve(self) -> None:
        """Move one school, or change two, while that makes the whole better."""
        schools = sorted(self.at)
        for _ in range(len(schools) + 1):  # each round gains; the limit is only a belt
            moved = [self._move(g) for g in schools]
            changed = [self._change(a, b) for n, a in enumerate(schools) for b in schools[n + 1 :]]
            if not any(moved) and not any(changed):
                return

    def _move(self, g: int) -> bool:
        here, size = self.at[g], self.size[g]
        saved = self.sessions(here) - self.sessions(here, -size)
        best, target = (0, self.way[g][here]), here
        for h in self.allowed[g]:
            if h != here and self.fits(h, size):
                added = self.sessions(h, size) - self.sessions(h) - saved
                if (added, self.way[g][h]) < best:
                    best, target = (added, self.way[g][h]), h
        if target == here:
            return False
        self._put(g, target)
        return True

    def _change(self, a: int, b: int) -> bool:
        ha, hb = self.at[a], self.at[b]
        if ha == hb or hb not in self.way[a] or ha not in self.way[b]:
            return False
        more = self.size[b] - self.size[a]  # at the host of a
        if not (self.fits(ha, more) and self.fits(hb, -more)):
            return False
        added = self.sessions(ha, more) + self.sessions(hb, -more)
        added -= self.sessions(ha) + self.sessions(hb)
        ways = sorted([self.way[a][ha], self.way[b][hb]], reverse=True)
        after = sorted([self.way[a][hb], self.way[b][ha]], reverse=True)
        if (added, _sum(after), after) >= (0, _sum(ways), ways):
            return False
        self._put(a, hb)
        self._put(b, ha)
        return True

    def _put(self, g: int, h: int) -> None:
        self.load[self.at[g]] -= self.size[g]
        self.load[h] += self.size[g]
        self.at[g] = h

    def scatter(self, g: int) -> tuple[list[Hosted], list[tuple[Key, int]]]:
        """A school that no host takes whole: whole classes, at as few hosts as may be."""
        left = [entry for entry in self.guests[g].classes if entry[1]]
        hosted: list[Hosted] = []
        while left:
            taken = {h: self._takes(h, left) for h in self.allowed[g]}
            best = max(
                (h for h in taken if taken[h]),
                key=lambda h: (sum(n for _, n in taken[h]), [-x for x in self.way[g][h]]),
                default=None,
            )
            if best is None:
                break
            pupils = sum(n for _, n in taken[best])
            site = self.hosts[best].site
            hosted.append(Hosted(self.guests[g].school, site, _keys(taken[best]), pupils, False))
            self.load[best] += pupils
            gone = set(_keys(taken[best]))
            left = [entry for entry in left if entry[0] not in gone]
        return hosted, left

    def _takes(self, h: int, classes: list[tuple[Key, int]]) -> list[tuple[Key, int]]:
        """The classes, in class order, for which the host has seats."""
        taken, pupils = [], 0
        for key, size in classes:
            if self.fits(h, pupils + size):
                taken.append((key, size))
                pupils += size
        return taken


def _sum(ways: list[tuple]) -> tuple:
    """The way of both together."""
    return tuple(sum(parts) for parts in zip(*ways, strict=True))
