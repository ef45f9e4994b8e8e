"""The pour: a sequence of the classes that, laid along the cells, splits the fewest.

Classes are poured one after another; what is left in a cell is either filled by the next class, which
is split, or wasted, if the free seats of the site allow it. Every step keeps the best partial
pours: for each set of poured classes the least splits and the least seats used up. As long as none
has to be dropped, the result is the best there is; above `width` the worst are dropped and the pour
is tried again from another seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from .bounds import forced_splits


@dataclass(frozen=True, slots=True)
class Item:
    """A class to be poured."""

    size: int
    kind: int  # classes of one kind are alike but for their order: same size, school, category
    school: int
    block: int = -1  # classes of one block follow each other: a guest school of several classes


class Pour:
    """One pour of the items along one walk of cells."""

    def __init__(self, items: Sequence[Item], capacities: Sequence[int]) -> None:
        self.items = items
        self.total = sum(capacities)
        self.cell_of: list[int] = []
        for cell, capacity in enumerate(capacities):
            self.cell_of += [cell] * capacity
        self.ends = []
        for capacity in capacities:
            self.ends.append((self.ends[-1] if self.ends else 0) + capacity)
        self.uniform = len(set(capacities)) == 1
        largest = max(capacities)
        self.forced = [forced_splits((item.size,), largest) for item in items]
        self.twin = self._twins()
        self.blocks: dict[int, int] = {}
        for i, item in enumerate(items):
            if item.block >= 0:
                self.blocks[item.block] = self.blocks.get(item.block, 0) | 1 << i
        schools: dict[int, int] = {}
        self.earlier = []  # the classes of its school that should come before a class
        for i, item in enumerate(items):
            self.earlier.append(schools.get(item.school, 0))
            schools[item.school] = schools.get(item.school, 0) | 1 << i

    def _twins(self) -> list[int]:
        """The bit of the class of its kind before it, which is poured first."""
        latest: dict[int, int] = {}
        twins = []
        for i, item in enumerate(self.items):
            twins.append(latest.get(item.kind, 0))
            latest[item.kind] = 1 << i
        return twins

    def run(
        self,
        below: int,
        width: int,
        random: Random | None = None,
        *,
        tidy: bool = False,
        proof: bool = False,
    ) -> tuple[tuple[int, ...] | None, bool]:
        """(the best sequence with fewer than `below` splits or None, whether nothing was dropped).

        `random` shakes the ranking of what is dropped; `tidy` looks first for class order and only
        then for splits; `proof` gives up as soon as something would have to be dropped.
        """
        people = sum(item.size for item in self.items)
        # mask: [(splits, seats used up, out of order, forced splits left, class, state before)]
        level: dict[int, list] = {0: [(0, 0, 0, sum(self.forced), -1, None)]}
        left = {0: people}
        complete = True
        for _ in self.items:
            level, left = self._step(level, left, below, tidy)
            if sum(map(len, level.values())) > width:
                complete = False
                if proof:
                    return None, False
                level = self._best(level, left, width, people, random, tidy)
            if not level:
                return None, complete
        (final,) = level.values()
        state = min(final, key=lambda state: (state[2], state[0]) if tidy else state[:3])
        sequence = []
        while state[5] is not None:
            sequence.append(state[4])
            state = state[5]
        return tuple(reversed(sequence)), complete

    def _step(self, level, left, below, tidy):
        """Pour one more class onto every kept pour."""
        items, twin, cell_of, total = self.items, self.twin, self.cell_of, self.total
        following: dict[int, list] = {}
        left_of: dict[int, int] = {}
        for mask, states in level.items():
            people = left[mask]
            for i in self._next(mask):
                bit = 1 << i
                if mask & bit or (twin[i] and not mask & twin[i]):
                    continue
                size = items[i].size
                wider = mask | bit
                rest = people - size
                late = (self.earlier[i] & ~mask).bit_count()
                kept = following.get(wider)
                if kept is None:
                    kept = following[wider] = []
                    left_of[wider] = rest
                for state in states:
                    splits, position, order = state[:3]
                    forced = state[3] - self.forced[i]
                    while True:
                        end = position + size
                        if end + rest > total:
                            break
                        first = cell_of[position]
                        cut = cell_of[end - 1] - first
                        if splits + cut + forced < below:
                            _keep(kept, (splits + cut, end, order + late, forced, i, state), tidy)
                        if cut == 0 or (self.uniform and cut == self.forced[i]):
                            break
                        position = self.ends[first]  # waste what is left in this cell
                        if position >= total:
                            break
        return {mask: kept for mask, kept in following.items() if kept}, left_of

    def _next(self, mask):
        """The classes that may follow: those of a guest school that is begun, else all."""
        for members in self.blocks.values():
            if 0 < mask & members < members:
                return [i for i in range(len(self.items)) if members >> i & 1]
        return range(len(self.items))

    def _best(self, level, left, width, people, random, tidy):
        ranked = []
        for mask, states in level.items():
            poured = people - left[mask]
            for state in states:
                splits = state[0] + state[3] + (random.random() if random else 0.0)
                waste, order = state[1] - poured, state[2]
                rank = (order, splits, waste) if tidy else (splits, waste, order)
                ranked.append((*rank, mask, state))
        ranked.sort(key=lambda entry: entry[:4])
        kept: dict[int, list] = {}
        for *_, mask, state in ranked[:width]:
            kept.setdefault(mask, []).append(state)
        return kept


def _keep(states: list, new: tuple, tidy: bool) -> None:
    """Add a state unless another is no worse in splits and seats used up (tidy: and in order)."""
    splits, position, order = new[:3]
    for state in states:
        alike = tidy or (state[0], state[1]) == (splits, position)
        if state[0] <= splits and state[1] <= position and (state[2] <= order or not alike):
            return
    states[:] = [s for s in states if s[0] < splits or s[1] < position or (tidy and s[2] < order)]
    states.append(new)
