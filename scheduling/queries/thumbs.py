"""A small picture for each site of a county: every used session a column, every room a row."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q

from ..models import RoomSession

STEP, BOX, DAY_GAP = 18, 16, 8


@dataclass(frozen=True, slots=True)
class Box:
    """One room-session: where its frame stands and how high its filling is."""

    x: int
    y: int
    fill_y: float
    fill: float
    tone: str  # full, part, over or empty


@dataclass
class Thumb:
    """What a page draws. The units are those of the picture's view box."""

    width: int = 0
    height: int = 0
    boxes: list[Box] = field(default_factory=list)
    sessions: int = 0
    seated: int = 0
    last_end: object = None


def thumbs(arrangement) -> dict[int, Thumb]:
    """{site: its picture} of every site where somebody sits; one query."""
    rows = (
        RoomSession.objects.filter(
            Q(room__in_use=True) | Q(seatings__isnull=False),
            session__site__exam=arrangement.exam_id,
            session__site__county=arrangement.county_id,
        )
        .order_by("session__starts_at", "room__number")
        .values_list("session__site", "session", "session__day", "session__ends_at",
                     "room__number", "room__machines", "room__spare")
        .annotate(Count("seatings"))
    )  # fmt: skip
    of_site = defaultdict(list)
    for site, *rest in rows:
        of_site[site].append(rest)
    return {site: _draw(cells) for site, cells in of_site.items()}


def _draw(cells) -> Thumb:
    thumb = Thumb()
    used = list(dict.fromkeys(c[0] for c in cells if c[-1]))
    days = {c[0]: c[1] for c in cells}
    rooms = {number: place for place, number in enumerate(sorted({c[3] for c in cells}))}
    columns, x, before = {}, 0, None
    for session in used:
        x += DAY_GAP if before not in (None, days[session]) else 0
        columns[session], before = x, days[session]
        x += STEP
    for session, _day, ends_at, number, machines, spare, count in cells:
        if session not in columns:
            continue
        capacity, y = machines - spare, rooms[number] * STEP
        share = min(1, count / capacity) if capacity > 0 else 1
        fill = round(BOX * share, 1)
        over = count > capacity
        tone = "over" if over else "full" if share == 1 else "part" if count else "empty"
        thumb.boxes.append(Box(columns[session], y, round(y + BOX - fill, 1), fill, tone))
        thumb.seated += count
        if count and (thumb.last_end is None or ends_at > thumb.last_end):
            thumb.last_end = ends_at
    thumb.width, thumb.height, thumb.sessions = max(0, x - 2), len(rooms) * STEP - 2, len(used)
    return thumb
