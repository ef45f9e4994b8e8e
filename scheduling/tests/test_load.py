"""One rule, one level: a room-session's load is judged alike wherever it shows (R-C08, K-06)."""

import pytest

from centers.models import Room
from scheduling.choices import Level
from scheduling.models import Seating
from scheduling.queries.city import city_review_table
from scheduling.queries.grid import grid
from scheduling.queries.state import arrangement_findings
from scheduling.queries.verdict import verdict
from scheduling.services.moves import Move, check_moves, make_moves, unpin

from .acts import arranged, cell, seat_of, somebody

LOAD = {"over_capacity", "no_such_seat", "spare_seat", "spare_allowed"}
FULL = 30  # usable machines of each room in the sample; three more are spare


def filled(world, *, spare=0, pinned=False):
    """A room-session with every usable machine taken, and so many spare ones."""
    arrangement, target = arranged(world), cell(world.site_a1, 1, 9)
    people = [somebody(world.school_a1, n) for n in range(FULL + spare)]
    moves = [Move(p.pk, target.pk, n) for n, p in enumerate(people, 1)]
    act = {"arrangement": arrangement, "by": world.officer_a, "now": world.now}
    make_moves(moves=moves, allow_spare=True, **act)
    if not pinned:
        unpin(candidates=people, **act)
    arrangement.refresh_from_db()
    return arrangement, target, people


def told(world, arrangement, target, people) -> list[set]:
    """What each place says of the room-session: the picture, the city's table, the state, and
    the check of a move into it (the last of the people changes with a free place and back)."""
    picture = grid(world.officer_a, world.site_a1)
    table = city_review_table(world.city_reviewer, world.exam)
    line = next(row for row in table if row.site == world.site_a1)
    again = [Move(people[0].pk, target.pk, seat_of(people[0])[1])]
    places = [
        [f for f in picture.conflicts if f.room_session == target.pk],
        line.flags,
        [f for f in arrangement_findings(arrangement) if f.site == world.site_a1.pk],
        check_moves(arrangement, again),
    ]
    return [{(f.rule, f.level) for f in found if f.rule in LOAD} for found in places]


@pytest.mark.parametrize(
    ("spare", "pinned", "machines", "expected"),
    [
        (0, False, 33, set()),
        (1, True, 33, {("spare_allowed", Level.NOTE)}),
        (1, False, 33, {("spare_seat", Level.BEFORE_PUBLISH)}),
        (1, False, 30, {("over_capacity", Level.BLOCK), ("no_such_seat", Level.BLOCK)}),
    ],
    ids=["full", "allowed", "not allowed", "more than machines"],
)
def test_a_load_has_the_same_level_in_picture_table_state_and_check_of_moves(
    world, spare, pinned, machines, expected
):
    arrangement, target, people = filled(world, spare=spare, pinned=pinned)
    Room.objects.filter(pk=target.room_id).update(machines=machines, spare=min(3, machines - 27))
    assert told(world, arrangement, target, people) == [expected] * 4


def test_a_seat_taken_by_nobodys_leave_beside_free_machines_is_settled_all_the_same(world):
    arrangement, target = arranged(world), cell(world.site_a1, 1, 9)
    pupil = somebody(world.school_a1)
    seating = Seating.objects.filter(candidate=pupil)
    seating.update(room_session=target, seat=31)
    assert told(world, arrangement, target, [pupil])[:3] == [
        {("spare_seat", Level.BEFORE_PUBLISH)}
    ] * 3  # fmt: skip
    seating.update(pinned=True)
    assert told(world, arrangement, target, [pupil])[:3] == [{("spare_allowed", Level.NOTE)}] * 3


def test_the_verifier_lets_an_allowed_spare_machine_pass_in_a_full_room_session(world):
    arrangement, _target, people = filled(world, spare=1, pinned=True)
    assert [f.sentence for f in verdict(arrangement)] == []
    unpin(arrangement=arrangement, candidates=people, by=world.officer_a, now=world.now)
    assert {f.rule for f in verdict(arrangement)} == {"spare_seat", "over_capacity"}
