"""The second opinion: every rule of an arrangement checked from the raw lists.

Written apart from the solver: it shares only the dataclasses, so an error of the solver is not
repeated here. What is broken comes back as data; sentences are made by who shows them.
"""

from ..problem import Plan, Problem
from . import law, remarks
from .facts import Facts
from .rules import REMARKS, Broken, Rule

__all__ = ["REMARKS", "Broken", "Rule", "verify"]

_LAWS = (law.people, law.places, law.seats, law.pins, law.categories, law.idle)
_FREE_HAND = (remarks.sessions, remarks.splits, remarks.guests, remarks.rooms)


def verify(problem: Problem, plan: Plan) -> list[Broken]:
    """Every broken rule, laws first; an empty list for a good plan. Never raises.

    Remarks that weigh the whole plan are made only where it is lawful; those on sessions, splits,
    guests and rooms only where no pin and no closed room-session has tied the solver's hands.
    """
    facts = Facts(problem, plan)
    broken = [found for check in _LAWS for found in check(facts)]
    lawful = not broken
    broken += remarks.rolls(facts) + remarks.gaps(facts)
    if lawful:
        broken += remarks.equal_classes(facts)
        if not problem.pins and not problem.closed:
            broken += [found for check in _FREE_HAND for found in check(facts)]
        broken += remarks.report(facts)
    return broken
