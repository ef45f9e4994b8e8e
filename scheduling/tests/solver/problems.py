"""Makers of problems for the tests: short to write, and any problem for Hypothesis."""

from datetime import date, timedelta

from hypothesis import strategies as st

from scheduling.solver.problem import Group, Pinned, Problem, Room, SeatOrder, Slot, Window

FIRST_DAY = date(2024, 5, 30)
STARTS = [480 + 30 * n for n in range(8)] + [870 + 30 * n for n in range(7)]  # 15 a day
BANDS = (Window(480, 720), Window(870, 1110))


def slots(count):
    """The first sessions of 附件1, day after day."""
    return tuple(
        Slot(
            key=f"s{n + 1}",
            ordinal=n % 15 + 1,
            day=FIRST_DAY + timedelta(days=n // 15),
            start_minute=STARTS[n % 15],
            end_minute=STARTS[n % 15] + 20,
        )
        for n in range(count)
    )


def school(name, sizes, *, guest=False, category="八年级", first=1, start=1):
    """Classes of these sizes, with candidates named like 本校-3-07."""
    return tuple(
        Group(
            key=f"{name}{category}{order}",
            school=name,
            order=order,
            members=tuple(
                f"{name}-{category}-{order:02}-{n:02}" for n in range(start, start + size)
            ),
            guest=guest,
            category=category,
        )
        for order, size in enumerate(sizes, first)
    )


def problem(*schools, rooms=(45,), sessions=15, **more):
    """A site with rooms of these capacities and that many sessions."""
    return Problem(
        site="考点",
        rooms=tuple(Room(f"r{n}", n, capacity) for n, capacity in enumerate(rooms, 1)),
        slots=slots(sessions),
        groups=tuple(group for groups in schools for group in groups),
        **more,
    )


@st.composite
def problems(draw, *, pins=True, closed=True, categories=True, enough=False, rooms=4):
    """Any problem, small enough to be thought about."""
    capacities = draw(st.lists(st.integers(0 if not enough else 1, 12), min_size=1, max_size=rooms))
    if draw(st.booleans()):
        capacities = [max(capacities[0], 1)] * len(capacities)
    schools, order = [], 1
    for n in range(draw(st.integers(1, 4))):
        sizes = draw(st.lists(st.integers(1, 15), max_size=5))
        schools.append(school(f"校{n}", sizes, guest=n > 0))
        if draw(st.booleans()):
            ninth = draw(st.lists(st.integers(1, 3), max_size=1))
            schools.append(
                school(f"校{n}", ninth, guest=n > 0, category="九年级", first=len(sizes) + order)
            )
    people = sum(len(group.members) for groups in schools for group in groups)
    seats = sum(capacities)
    sessions = draw(st.integers(0, 12))
    if enough:
        sessions = -(-people // seats) + draw(st.integers(0, 2))
    made = problem(
        *schools,
        rooms=capacities,
        sessions=sessions,
        separate_categories=categories and draw(st.booleans()),
        seat_order=draw(st.sampled_from(SeatOrder)),
        windows=() if enough else draw(st.sampled_from([(), BANDS, (Window(480, 720, 600),)])),
    )
    cells = [(room.key, slot.key) for room in made.rooms for slot in made.slots]
    more = {}
    if closed and cells and draw(st.booleans()):
        more["closed"] = frozenset(draw(st.lists(st.sampled_from(cells), max_size=4)))
    candidates = [member for group in made.groups for member in group.members]
    if pins and cells and candidates and draw(st.booleans()):
        pinned = draw(st.lists(st.sampled_from(candidates), unique=True, max_size=20))
        known = st.sampled_from(cells)
        lost = st.sampled_from([("r1", "gone"), ("gone", "s1")])
        where = st.one_of(known, known, known, lost) if draw(st.booleans()) else known
        more["pins"] = tuple(
            Pinned(candidate, *draw(where), draw(st.integers(0, 13))) for candidate in pinned
        )
    return Problem(**{**{f: getattr(made, f) for f in made.__slots__}, **more})
