"""The whole way from a problem to a plan."""

from .board import Board
from .fill import fill
from .mend import mend
from .problem import Plan, Problem
from .report import report
from .seats import seat, unseated


def solve(problem: Problem, seed: int = 0) -> Plan:
    """Arrange one site. The same problem and seed give the same plan, on every machine.

    Raises `MalformedProblem` where the problem contradicts itself; a lack of seats is no error:
    who does not fit stands in `plan.unplaced` with the reason.
    """
    problem.check()
    board = Board(problem)
    proved = fill(board, seed)
    mend(board)
    return Plan(
        seatings=tuple(seat(board, seed)),
        unplaced=tuple(unseated(board)),
        report=report(board, proved),
    )
