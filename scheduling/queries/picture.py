"""The picture of a site: the grid with a colour and a short name for each class, used time first."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .grid import Grid, Part

COLOURS = 12


@dataclass(frozen=True)
class Block:
    """The pupils of one class in a room-session, as wide as their share of its machines."""

    part: Part
    colour: int
    short: str
    percent: int


@dataclass(frozen=True)
class Legend:
    part: Part
    colour: int
    short: str
    cells: int  # in how many room-sessions the class sits


@dataclass
class Line:
    """One session: a row of the picture."""

    session: object
    cells: list
    starts_band: str = ""

    @property
    def count(self):
        return sum(cell.count for cell in self.cells)

    @property
    def capacity(self):
        return sum(cell.capacity for cell in self.cells if cell.pk)


@dataclass
class PictureDay:
    day: object
    rooms: list
    used: list[Line] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)  # nobody sits there any more on this day

    @property
    def count(self):
        return sum(line.count for line in self.used)


@dataclass
class Picture:
    days: list[PictureDay]
    legend: list[Legend]
    rooms: list
    used: int  # sessions

    @property
    def split(self):
        return [entry for entry in self.legend if entry.cells > 1]


def picture_of(grid: Grid) -> Picture:
    """Plain arrangement of what `grid` read; no query."""
    titles = {band.key: band.title for band in grid.site.exam.rules.bands}
    looks = {
        key: (place % COLOURS, _short(part)) for place, (key, part) in enumerate(_ordered(grid))
    }
    cells_of = dict.fromkeys(looks, 0)
    days, used = [], 0
    for day in grid.days:
        lines, band = [], None
        for column, session in enumerate(day.sessions):
            cells = [row.cells[column] for row in day.rows]
            for cell in cells:
                cell.blocks = [_block(part, cell, looks) for part in cell.parts]
                cell.line = session
                for part in cell.parts:
                    cells_of[part.key] += 1
            title = titles.get(session.band, session.band) if session.band != band else ""
            lines.append(Line(session, cells, title))
            band = session.band
        last = max((n for n, line in enumerate(lines, 1) if line.count), default=0)
        rest = lines[last:]
        if rest and last:
            rest[0].starts_band = rest[0].starts_band or titles.get(rest[0].session.band, "")
        used += sum(1 for line in lines if line.count)
        days.append(PictureDay(day.day, [r.room for r in day.rows], lines[:last], rest))
    legend = [Legend(grid.classes[key], *look, cells=cells_of[key]) for key, look in looks.items()]
    rooms = days[0].rooms if days else []
    return Picture(days, legend, rooms, used)


def _ordered(grid):
    """Own pupils first, then guests school by school."""
    return sorted(grid.classes.items(), key=lambda item: item[1].guest)


def _short(part: Part) -> str:
    """八1: enough to find the class in the legend."""
    return _("%(grade)s%(class_no)d班") % {
        "grade": part.category_title[:1],
        "class_no": part.class_no,
    }


def _block(part, cell, looks) -> Block:
    colour, short = looks[part.key]
    whole = max(cell.capacity, cell.count, 1)
    return Block(part, colour, short, max(1, part.count * 100 // whole))
