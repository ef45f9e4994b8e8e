"""The rules about seats, in one place for pages, imports, the API, jobs and change orders (R-C08).

`check(arrangement, moves)` says what is wrong with moves, each finding with its level, and which machine
everybody would get. Nothing is written here.
"""

from collections import Counter, defaultdict
from dataclasses import replace

from django.utils.translation import gettext as _

from examadmin.base import clock

from ..choices import Level
from ..findings import Finding, forbidding
from ..timetable import frame_of
from .board import Board, Cell, Move, Person
from .load import Load, load_findings


class Check:
    """One run over one set of moves."""

    def __init__(self, board: Board, moves, *, allow_spare: bool):
        self.board, self.moves, self.allow_spare = board, list(moves), allow_spare
        self.findings: list[Finding] = []
        self.resolved: list[Move] = []

    def run(self):
        """Moves of people or to places that are refused go no further; the others are judged to
        the end, so that one look tells everything."""
        self._people()
        self._cells()
        refused = forbidding(self.findings)
        people = {finding.candidate for finding in refused}
        places = {finding.room_session for finding in refused if finding.candidate is None}
        self.sound = [
            m for m in self.moves if m.candidate not in people and m.room_session not in places
        ]
        self._seats()
        self._loads()
        self._site_rule()
        self._categories()
        self._consequences()
        return self

    def say(self, level, rule, sentence, *, candidate=None, cell=None):
        site = self.board.cells[cell].site if cell in self.board.cells else None
        self.findings.append(Finding(level, rule, sentence, candidate, cell, site))

    # ---- who

    def _people(self):
        for candidate, count in Counter(move.candidate for move in self.moves).items():
            person = self.board.people.get(candidate)
            if person is None or person.exam != self.board.arrangement.exam_id:
                sentence = _("有一名考生不属于本次考试。")
                self.say(Level.BLOCK, "unknown_candidate", sentence, candidate=candidate)
                continue
            if count > 1:
                sentence = _("%(person)s在同一次调整中出现了%(count)d次。")
                self._about(person, "twice", sentence, count=count)
            self._may_move(person)

    def _may_move(self, person: Person):
        board = self.board
        place = board.now_at.get(person.pk)
        leaving = any(m.candidate == person.pk and m.room_session is None for m in self.moves)
        if person.gone and not leaving:
            self._about(person, "withdrawn", _("%(person)s已退出考试，不能编排座位。"))
        if leaving and place is None:
            self._about(person, "not_seated", _("%(person)s没有座位，无需移出。"))
        if place is None:
            return
        if place.arrangement != board.arrangement.pk:
            self._about(person, "elsewhere", _("%(person)s的座位属于其他考区的编排。"))
        if place.pinned and board.arrangement.is_open:  # after the lock a change order decides
            sentence = _("%(person)s的座位已固定，请先取消固定。")
            self._about(person, "pinned", sentence)

    def _about(self, person, rule, sentence, *, level=Level.BLOCK, cell=None, **names):
        text = sentence % {"person": person, "cell": self.board.cells.get(cell), **names}
        self.say(level, rule, text, candidate=person.pk, cell=cell)

    # ---- where

    def _cells(self):
        board = self.board
        targets = {move.room_session for move in self.moves} - {None}
        for target in sorted(targets):
            cell = board.cells.get(target)
            if (
                cell is None
                or cell.exam != board.arrangement.exam_id
                or cell.county != board.arrangement.county_id
            ):
                sentence = _("目标考场场次不属于本考区的编排。")
                self.say(Level.BLOCK, "unknown_room_session", sentence, cell=target)
            elif not cell.in_use:
                sentence = _("%(cell)s：考场已停用。") % {"cell": cell}
                self.say(Level.BLOCK, "room_not_in_use", sentence, cell=target)
            else:
                self._bounds(cell)

    def _bounds(self, cell: Cell):
        template = self.board.templates.get(cell.county)
        sentence = outside_bounds(cell, self.board.rules, template)
        if sentence:
            self.say(Level.BLOCK, "outside_bounds", sentence, cell=cell.pk)

    # ---- which machine

    def _seats(self):
        """Explicit seats first; then the others take the lowest free machine, in given order."""
        movers = {move.candidate for move in self.moves}
        taken: dict[int, dict[int, int]] = {}
        for pk, places in self.board.inside.items():
            taken[pk] = {p.seat: p.candidate for p in places.values() if p.candidate not in movers}
        seats = {}
        for move in self.sound:
            if move.room_session is None or move.seat is None:
                continue
            cell, person = self.board.cells[move.room_session], self.board.people[move.candidate]
            inside = taken.setdefault(cell.pk, {})
            self._judge_seat(person, cell, move.seat, inside)
            inside.setdefault(move.seat, move.candidate)
            seats[move.candidate] = move.seat
        for move in self.sound:
            if move.room_session is None or move.seat is not None:
                continue
            cell, person = self.board.cells[move.room_session], self.board.people[move.candidate]
            inside = taken.setdefault(cell.pk, {})
            free = next((n for n in range(1, cell.capacity + 1) if n not in inside), None)
            if free is None:
                sentence = _("%(cell)s可用机器%(capacity)d台，已坐满，%(person)s无处可坐。")
                self._about(
                    person, "no_free_seat", sentence, cell=cell.pk, capacity=cell.capacity,
                )  # fmt: skip
                continue
            inside[free] = move.candidate
            seats[move.candidate] = free
        self.placed = [
            replace(move, seat=seats.get(move.candidate) if move.room_session else None)
            for move in self.sound
        ]
        self.resolved = self.placed if len(self.sound) == len(self.moves) else []

    def _judge_seat(self, person, cell, seat, inside):
        if seat in inside:
            other = self.board.people[inside[seat]]
            sentence = _("%(cell)s%(seat)d号机已有%(other)s，%(person)s不能再坐。")
            self._about(person, "seat_taken", sentence, cell=cell.pk, seat=seat, other=other)
        elif not 1 <= seat <= cell.machines:
            sentence = _("%(cell)s没有%(seat)d号机，%(person)s不能安排在那里。")
            self._about(person, "no_such_seat", sentence, cell=cell.pk, seat=seat)
        elif seat > cell.capacity and not self.allow_spare:
            sentence = _("%(cell)s%(seat)d号机是备用机，一般不安排考生（%(person)s）。")
            self._about(person, "spare_unasked", sentence, cell=cell.pk, seat=seat)

    def _loads(self):
        """What the room-sessions that somebody enters would hold; a spare machine that is asked
        for is given for good, with a pin."""
        movers = {move.candidate for move in self.moves}
        loads: dict[int, Load] = defaultdict(Load)
        for pk, places in self.board.inside.items():
            for place in places.values():
                if place.candidate not in movers:
                    loads[pk].add(self.board.cells[pk], place.seat, pinned=place.pinned)
        refused = {f.candidate for f in forbidding(self.findings)}
        entered = [m for m in self.placed if m.seat and m.candidate not in refused]
        for move in entered:
            cell = self.board.cells[move.room_session]
            loads[cell.pk].add(cell, move.seat, pinned=True)
        for pk in sorted({move.room_session for move in entered}):
            self.findings += load_findings(self.board.cells[pk], loads[pk])

    # ---- whether he belongs there

    def _site_rule(self):
        for move in self.sound:
            if move.room_session is None:
                continue
            person, cell = self.board.people[move.candidate], self.board.cells[move.room_session]
            if not self.board.destinations.may_sit(cell.site, *person.class_key):
                sentence = _("%(person)s的学校是%(school)s，没有借考到%(site)s的安排。")
                self._about(
                    person, "site_rule", sentence, cell=cell.pk,
                    school=person.school_name, site=cell.site_name,
                )  # fmt: skip

    def _categories(self):
        if not self.board.rules["capacity"]["separate_categories"]:
            return
        target = {move.candidate: move.room_session for move in self.sound}
        for pk in sorted(set(target.values()) - {None}):
            inside = {c for c in self.board.inside.get(pk, ()) if c not in target}
            inside |= {c for c, cell in target.items() if cell == pk}
            if len({self.board.people[c].category for c in inside}) > 1:
                sentence = _("%(cell)s：不同类别的考生不得同场。") % {"cell": self.board.cells[pk]}
                self.say(Level.BLOCK, "mixed_categories", sentence, cell=pk)

    # ---- what follows

    def _consequences(self):
        for move in self.sound:
            person = self.board.people[move.candidate]
            if move.room_session is None:
                sentence = _("%(person)s移出后没有座位，须在上报前重新编排。")
                self._about(person, "unseated", sentence, level=Level.BEFORE_PUBLISH)
            if person.pk in self.board.told:
                sentence = _("%(person)s此前已通知考试时间和座位，调整后须重新通知。")
                self._about(person, "told_again", sentence, level=Level.NOTE)
        target = {move.candidate: move.room_session for move in self.sound}
        for key, before in self.board.parts.items():
            after = Counter(before)
            movers = [self.board.people[c] for c in target if self.board.people[c].class_key == key]
            for person in movers:
                if person.pk in self.board.now_at:
                    after[self.board.now_at[person.pk].cell] -= 1
                if target[person.pk]:
                    after[target[person.pk]] += 1
            parts = sum(count > 0 for count in after.values())
            if parts > max(1, sum(count > 0 for count in before.values())):
                title = self.board.rules.categories.get(key[1])
                sentence = _("%(school)s%(category)s%(class_no)d班将分在%(parts)d个考场场次。") % {
                    "school": movers[0].school_name,
                    "category": title.title if title else key[1],
                    "class_no": key[2],
                    "parts": parts,
                }
                self.say(Level.NOTE, "class_split", sentence)


def outside_bounds(cell: Cell, rules, template=None) -> str:
    """A sentence where a session lies outside the bands or begins after the log-in cut-off."""
    frame = frame_of(rules, template)
    start, end = clock.local(cell.starts_at), clock.local(cell.ends_at)
    inside = start.date() == end.date() == cell.day and any(
        band.start <= start.time() and end.time() <= band.end for band in frame.bands
    )
    if cell.day not in rules.dates or not inside:
        return _("%(cell)s（%(time)s）不在规定的考试时段内。") % {"cell": cell, "time": cell.time}
    if start.time() > frame.cutoff:
        return _("%(cell)s（%(time)s）晚于登录截止时间。") % {"cell": cell, "time": cell.time}
    return ""


def check(arrangement, moves, *, allow_spare=False) -> Check:
    """The findings and the machines of a set of moves, against the seats as they are now."""
    moves = list(moves)
    return Check(Board(arrangement, moves), moves, allow_spare=allow_spare).run()


def check_moves(arrangement, moves, *, allow_spare=False) -> list[Finding]:
    """What the rules say about moves, the gravest first. Whoever shows, imports or carries out
    moves asks here."""
    order = list(Level)
    findings = check(arrangement, moves, allow_spare=allow_spare).findings
    return sorted(findings, key=lambda f: order.index(f.level))
