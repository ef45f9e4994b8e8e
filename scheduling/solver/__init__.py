"""Arrangement (考场编排) of one site: classes poured into room-sessions. Plain Python, no Django.

`solve(problem, seed)` gives the plan, `verify(problem, plan)` judges it independently,
`place_guests(...)` chooses a host for schools that are no site (借考), `site_need(...)` says what a
site needs against what it has. Nothing is stored and nothing printed.
"""

from .hosting import place_guests
from .need import county_need, site_need
from .plan import solve
from .problem import (
    Group,
    MalformedProblem,
    Pinned,
    Plan,
    Problem,
    Reason,
    Report,
    Room,
    Seating,
    SeatOrder,
    Slot,
    Unplaced,
    Window,
)
from .verifier import Broken, Rule, verify

__all__ = [
    "Broken",
    "Group",
    "MalformedProblem",
    "Pinned",
    "Plan",
    "Problem",
    "Reason",
    "Report",
    "Room",
    "Rule",
    "SeatOrder",
    "Seating",
    "Slot",
    "Unplaced",
    "Window",
    "county_need",
    "place_guests",
    "site_need",
    "solve",
    "verify",
]
