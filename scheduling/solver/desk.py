"""The choice of hosts while it is being made."""

from collections import defaultdict
from collections.abc import Sequence

from .bounds import sessions_needed
from .guests import Distance, Guest, Host, Hosted
from .problem import Key

_ABROAD = 1_000_000
_STEPS = 20_000  # choices tried in the end; every one for five schools and seven hosts


def keys(classes: Sequence[tuple[Key, int]]) -> tuple[Key, ...]:
    """The classes without their numbers."""
    return tuple(key for key, _ in classes)


class Desk:
    """Who is where, while it is being decided."""

    def __init__(
        self,
        guests: Sequence[Guest],
        hosts: Sequence[Host],
        distance: Distance | None,
        across: bool,
    ) -> None:
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

    def _way(self, guest: Guest, h: int, distance: Distance | None) -> tuple[float, int]:
        """How far; what is not known is farthest, and then the order of the hosts counts."""
        known = distance(guest.school, self.hosts[h].site) if distance else None
        return float("inf") if known is None else known, h

    def toll(self, g: int, h: int) -> int:
        """What it costs, in sessions, to leave the county: more than can be saved by it."""
        return _ABROAD if self.hosts[h].county != self.guests[g].county else 0

    def price(self, g: int, h: int) -> int:
        """Sessions that the host must add for the whole school, and the toll."""
        return self.sessions(h, self.size[g]) - self.sessions(h) + self.toll(g, h)

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
        best = min(fitting, key=lambda h: (self.price(g, h), self.way[g][h]))
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
        saved = self.sessions(here) - self.sessions(here, -size) + self.toll(g, here)
        best, target = (0, self.way[g][here]), here
        for h in self.allowed[g]:
            if h != here and self.fits(h, size):
                added = self.price(g, h) - saved
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
        added += self.toll(a, hb) + self.toll(b, ha) - self.toll(a, ha) - self.toll(b, hb)
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

    def search(self) -> None:
        """Try every choice for the schools that are placed, giving up after `_STEPS` of them."""
        schools = sorted(self.at, key=lambda g: (-self.size[g], g))
        added = sum(self.sessions(h) for h in range(len(self.hosts))) - self.before
        added += sum(self.toll(g, h) for g, h in self.at.items())
        best = (added, _sum([self.way[g][self.at[g]] for g in schools])), dict(self.at)
        for g in schools:
            self.load[self.at[g]] -= self.size[g]
        chosen: dict[int, int] = {}
        steps = 0

        def choose(nth: int, added: int) -> None:
            nonlocal best, steps
            steps += 1
            if added > best[0][0] or steps > _STEPS:
                return
            if nth == len(schools):
                cost = added, _sum([self.way[g][chosen[g]] for g in schools])
                if cost < best[0]:
                    best = cost, dict(chosen)
                return
            g, size = schools[nth], self.size[schools[nth]]
            fitting = [h for h in self.allowed[g] if self.fits(h, size)]
            costs = {h: self.price(g, h) for h in fitting}
            for h in sorted(fitting, key=lambda h: (costs[h], self.way[g][h])):
                chosen[g] = h
                self.load[h] += size
                choose(nth + 1, added + costs[h])
                self.load[h] -= size

        choose(0, 0)
        self.at = best[1]
        for g, h in self.at.items():
            self.load[h] += self.size[g]

    def scatter(self, g: int) -> tuple[list[Hosted], list[tuple[Key, int]]]:
        """A school that no host takes whole: whole classes, at as few hosts as may be."""
        left = [entry for entry in self.guests[g].classes if entry[1]]
        hosted: list[Hosted] = []
        while left:
            taken = {h: self._takes(h, left) for h in self.allowed[g]}
            best = max(
                (h for h in taken if taken[h]),
                key=lambda h: (
                    -self.toll(g, h),
                    sum(n for _, n in taken[h]),
                    [-x for x in self.way[g][h]],
                ),
                default=None,
            )
            if best is None:
                break
            pupils = sum(n for _, n in taken[best])
            site = self.hosts[best].site
            hosted.append(Hosted(self.guests[g].school, site, keys(taken[best]), pupils, False))
            self.load[best] += pupils
            gone = set(keys(taken[best]))
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
