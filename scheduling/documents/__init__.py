"""What each paper says, gathered from the tables; the layout is in scheduling/papers.

`draw(selection, out)` writes the paper of a selection into a binary file.
"""

from .kinds import KINDS, Kind
from .selection import Selection

__all__ = ["KINDS", "Kind", "Selection", "draw"]


def draw(selection: Selection, out) -> None:
    KINDS[selection.kind].build(selection, out)
