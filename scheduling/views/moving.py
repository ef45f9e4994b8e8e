"""Moving by hand in three steps: who, where, check; then one press. Works without scripts.

The address says everything (who and where), so a step can be opened again, or shown to somebody.
What is pressed at the end is the same list of moves that was checked and shown.
"""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.models import Candidate
from examadmin.base import clock
from examadmin.base.errors import Invalid, Refusal
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require

from ..choices import ArrangementState
from ..findings import forbidding
from ..models import RoomSession, Session
from ..queries.affected import preview_change
from ..queries.board import Move
from ..queries.intent import carried, exchanged, poured, swapped
from ..queries.offers import offers
from ..queries.rules import check
from ..queries.told import papers_by_kind, routes
from ..services.changes import request_change
from ..services.moves import make_moves
from .kit import VIEW, by_level, number_of, numbers_of, stage_words, stored_arrangement, the_county

KEPT = ("ids", "group", "cell", "session", "loose", "swap")


@dataclass
class Subject:
    """Whom a person wants to move: people, or everybody of a room-session or of a session."""

    title: str
    people: list[Candidate]
    cell: RoomSession | None = None
    session: Session | None = None
    seats: list = field(default_factory=list)

    @property
    def keys(self):
        return [person.pk for person in self.people]

    @property
    def seating(self):
        """The seat of the one candidate, or of the first."""
        return getattr(self.people[0], "seating", None) if self.people else None


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, county):
    place = the_county(request, county)
    arrangement = stored_arrangement(request, place)
    asked = request.POST if request.method == "POST" else request.GET
    right = "request_change" if _is_locked(arrangement) else "arrange"
    require(request.user, f"scheduling.{right}", arrangement)
    subject = _subject(request, arrangement, asked)
    context = {
        "county": place,
        "arrangement": arrangement,
        "subject": subject,
        "kept": [(name, value) for name in KEPT for value in asked.getlist(name)],
        "locked": _is_locked(arrangement),
        "closed": "" if arrangement.is_open else stage_words(arrangement),
    }
    if not subject.people:
        raise Refusal(_("没有可以调整的考生。"))
    if not (arrangement.is_open or _is_locked(arrangement)):
        raise Refusal(stage_words(arrangement))
    if not asked.get("to") and not asked.get("swap"):
        found = offers(arrangement, subject.keys, cell=subject.cell, session=subject.session)
        return render(request, "scheduling/move_where.html", context | {"sites": found})
    spare = bool(asked.get("spare"))
    moves = _moves(request, arrangement, subject, asked)
    if request.method == "POST" and int(asked.get("version") or 0) == arrangement.version:
        return _carry_out(request, arrangement, moves, spare)
    if request.method == "POST":
        messages.warning(request, _("刚才有人调整了座位，请再看一遍检查结果后确认。"))
    return render(request, "scheduling/move_check.html", context | _checked(
        arrangement, moves, asked, spare))  # fmt: skip


def _checked(arrangement, moves, asked, spare) -> dict:
    checked = check(arrangement, moves, allow_spare=spare)
    papers = []
    if _is_locked(arrangement):
        _findings, papers = preview_change(arrangement, moves, checked)
    return {
        "moves": moves,
        "levels": by_level(checked.findings),
        "forbidden": bool(forbidding(checked.findings)),
        "routes": routes(checked),
        "papers": papers_by_kind(papers),
        "to": asked.get("to", ""),
        "seat": asked.get("seat", ""),
        "spare": spare,
    }


def _carry_out(request, arrangement, moves, spare):
    asked, who = request.POST, {"by": request.user, "now": clock.now()}
    reason = asked.get("reason", "").strip()
    code, county = request.exam.code, arrangement.county
    if _is_locked(arrangement):
        order = request_change(arrangement=arrangement, moves=moves, reason=reason, **who)
        messages.success(request, _("变更单已提交，等待市级批准。"))
        return redirect("change_order", code, order.pk)
    if any(one.room_session is None for one in moves) and not reason:
        raise Invalid(_("请填写移出座位的理由。"))
    moved = make_moves(
        arrangement=arrangement, moves=moves, reason=reason, allow_spare=spare, **who
    )
    messages.success(request, _("已调整%(n)d名考生的座位。") % {"n": len(moved.moves)})
    target = next((one.room_session for one in moved.moves if one.room_session), None)
    if target is None:
        return redirect("arrangement_unplaced", code, county.code)
    cell = fetch(request.user, RoomSession.objects.select_related("room__site__school"), VIEW,
                 pk=target)  # fmt: skip
    site = cell.room.site.school.code
    if len(moved.moves) == 1:
        return redirect("room_session", code, county.code, site, cell.pk)
    return redirect("site_arrangement", code, county.code, site)


def _is_locked(arrangement) -> bool:
    return arrangement.state == ArrangementState.LOCKED


# ---- who


def _subject(request, arrangement, asked) -> Subject:
    people = (
        Candidate.objects.visible_to(request.user, VIEW)
        .filter(exam=request.exam)
        .select_related(
            "school", "seating__room_session__session",
            "seating__room_session__room__site__school",
        )
        .order_by("registration_no")
        .distinct()
    )  # fmt: skip
    if group := asked.get("group"):
        return _class(request, people, group, asked)
    if cell := asked.get("cell"):
        found = _cell(request, arrangement, cell)
        people = people.filter(seating__room_session=found)
        return Subject(_("%(cell)s全体考生") % {"cell": found}, list(people), cell=found)
    if session := asked.get("session"):
        found = _session(request, arrangement, session)
        people = people.filter(seating__room_session__session=found)
        return Subject(_("%(session)s全体考生") % {"session": found}, list(people), session=found)
    chosen = list(people.filter(pk__in=numbers_of(asked.getlist("ids"))))
    several = _("%(n)d名考生") % {"n": len(chosen)}
    return Subject(chosen[0].name if len(chosen) == 1 else several, chosen)


def _class(request, people, group, asked) -> Subject:
    """A class: all of it, the part in one room-session, or those without a seat (`loose`)."""
    school, category, class_no = [*group.split(":"), "", ""][:3]
    people = people.filter(
        school=number_of(school), category=category, class_no=number_of(class_no),
        withdrawn_at=None,
    )  # fmt: skip
    if cell := asked.get("cell"):
        people = people.filter(seating__room_session=number_of(cell))
    if asked.get("loose"):
        people = people.filter(seating=None)
    people = list(people)
    titles = {key: c.title for key, c in request.exam.rules.categories.items()}
    title = _("%(school)s%(category)s%(class_no)s班") % {
        "school": people[0].school.name if people else "",
        "category": titles.get(category, category),
        "class_no": class_no,
    }
    return Subject(title, people)


def _cell(request, arrangement, pk) -> RoomSession:
    cells = RoomSession.objects.select_related("session__site", "room__site__school")
    return fetch(request.user, cells, VIEW, pk=number_of(pk),
                 session__site__county=arrangement.county, session__site__exam=request.exam)  # fmt: skip


def _session(request, arrangement, pk) -> Session:
    sessions = Session.objects.select_related("site__school")
    return fetch(request.user, sessions, VIEW, pk=number_of(pk),
                 site__county=arrangement.county, site__exam=request.exam)  # fmt: skip


# ---- where


def _moves(request, arrangement, subject, asked) -> list[Move]:
    to = asked.get("to", "")
    if asked.get("swap"):
        if len(subject.people) != 2:
            raise Invalid(_("互换座位请正好选择两名考生。"))
        return swapped(*subject.people)
    if to == "off":
        return [Move(pk, None) for pk in subject.keys]
    if to.startswith("s"):
        target = _session(request, arrangement, to[1:])
    else:
        target = _cell(request, arrangement, to.removeprefix("x"))
    whole = subject.session or subject.cell
    if whole is not None:
        # Occupied targets change places: the offer said so, and the check shows it again.
        others = to.startswith("x") or (subject.session and _occupied(target))
        return exchanged(whole, target) if others else carried(whole, target)
    seat = asked.get("seat", "")
    if seat and len(subject.people) == 1:
        if not isinstance(target, RoomSession):
            raise Http404
        return [Move(subject.keys[0], target.pk, number_of(seat))]
    return poured(subject.keys, target)


def _occupied(session) -> bool:
    return session.room_sessions.filter(seatings__isnull=False).exists()
