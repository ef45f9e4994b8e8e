"""The same moves from a table (R-C06): a row per candidate, judged by the same rule."""

from django.utils.translation import gettext as _

from candidates.models import Candidate
from examadmin.base.errors import Invalid

from ..models import RoomSession
from ..queries.board import Move
from .carry_out import Moved, make_moves

COLUMNS = ("registration_no", "site", "room", "day", "session", "seat")


def read_moves(arrangement, rows) -> list[Move]:
    """Moves of table rows: dicts with `registration_no`, `site` (school code), `room` (number),
    `day` (date), `session` (ordinal) and `seat` (number or None).

    Raises Invalid with a sentence for every row that names nobody or no room-session.
    """
    rows = list(rows)
    people = dict(
        Candidate.objects.filter(
            exam=arrangement.exam, registration_no__in=[row["registration_no"] for row in rows]
        ).values_list("registration_no", "pk")
    )
    cells = {
        key: pk
        for pk, *key in RoomSession.objects.filter(
            session__site__exam=arrangement.exam, session__site__county=arrangement.county
        ).values_list(
            "pk", "session__site__school__code", "room__number", "session__day", "session__ordinal"
        )
        for key in [tuple(key)]
    }
    moves, wrong = [], []
    for number, row in enumerate(rows, 1):
        person = people.get(row["registration_no"])
        cell = cells.get((row["site"], row["room"], row["day"], row["session"]))
        if person is None:
            wrong.append(
                _("第%(row)d行：没有报名号为%(no)s的考生。")
                % {"row": number, "no": row["registration_no"]}
            )
        elif cell is None:
            wrong.append(
                _("第%(row)d行：本考区没有%(site)s第%(room)s考场%(day)s第%(session)s场。")
                % {**row, "row": number}
            )
        else:
            moves.append(Move(person, cell, row.get("seat")))
    if wrong:
        raise Invalid(
            _("表中有%(count)d行不能识别，没有改动。") % {"count": len(wrong)}, findings=wrong
        )
    return moves


def import_moves(*, arrangement, rows, by, now, reason="") -> Moved:
    """Carry out the moves of a table, all or none."""
    moves = read_moves(arrangement, rows)
    return make_moves(
        arrangement=arrangement, moves=moves, by=by, now=now, reason=reason, action="import_moves"
    )
