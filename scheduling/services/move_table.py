"""The same moves from a table (R-C06): a row per candidate, judged by the same rule."""

from django.utils.translation import gettext as _

from examadmin.base.errors import Invalid

from ..models import ChangeOrder
from ..queries.board import Move
from ..queries.move_table import lines_of
from .carry_out import Moved, make_moves
from .changes import request_change


def import_moves(*, arrangement, rows, by, now, reason="") -> Moved:
    """Carry out the moves of a table, all or none; the rows are those of `lines_of`."""
    moves = _moves(arrangement, rows, by)
    return make_moves(
        arrangement=arrangement, moves=moves, by=by, now=now, reason=reason, action="import_moves"
    )


def request_moves(*, arrangement, rows, by, now, reason) -> ChangeOrder:
    """Ask for the moves of a table after the lock."""
    moves = _moves(arrangement, rows, by)
    return request_change(arrangement=arrangement, moves=moves, reason=reason, by=by, now=now)


def _moves(arrangement, rows, by) -> list[Move]:
    """Raises Invalid with a sentence for every row that names nobody or no room-session."""
    lines = lines_of(arrangement, rows, by=by)
    wrong = [
        _("第%(row)d行：%(sentence)s") % {"row": line.number, "sentence": finding.sentence}
        for line in lines
        for finding in line.findings
    ]
    if wrong:
        raise Invalid(
            _("表中有%(count)d处不能识别，没有改动。") % {"count": len(wrong)}, findings=wrong
        )
    return [line.move for line in lines]
