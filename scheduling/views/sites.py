"""The arrangement of one site as a picture, and the seats of one room-session."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from candidates.models import Candidate
from examadmin.base import clock
from examadmin.exams.views_kit import in_exam

from ..choices import Level
from ..models import RoomSession
from ..queries.destinations import Destinations
from ..queries.grid import grid, seat_plan
from ..queries.picture import picture_of
from ..queries.unplaced import unplaced_classes
from ..services.moves import pin, unpin
from .kit import (
    VIEW,
    may_move,
    numbers_of,
    stored_arrangement,
    the_arrangement,
    the_cell,
    the_site,
)
from .postponements import act_on, life_of


@in_exam
@require_safe
def site(request, county, school):
    found = the_site(request, county, school)
    arrangement = the_arrangement(request, found.county)
    destinations = Destinations(request.exam)
    seen = grid(request.user, found, destinations)
    picture = picture_of(seen)
    left = unplaced_classes(found, destinations)
    quality = arrangement.quality.get("sites", {}).get(str(found.pk), {})
    titles = {key: c.title for key, c in request.exam.rules.categories.items()}
    return render(
        request,
        "scheduling/site.html",
        {
            "site": found,
            "arrangement": arrangement,
            "picture": picture,
            "conflicts": len({f.room_session for f in seen.conflicts if f.level != Level.NOTE}),
            "left": [(row, titles.get(row.category, row.category)) for row in left],
            "left_count": sum(row.count for row in left),
            "seated": sum(day.count for day in picture.days),
            "usable": sum(room.capacity for room in picture.rooms if room.in_use),
            "quality": quality,
            "stale": quality and arrangement.quality.get("version") != arrangement.version,
            "may_move": may_move(request.user, arrangement),
        },
    )


@in_exam
@require_safe
def room_session(request, county, school, room_session):
    return _show(request, the_cell(request, county, school, room_session))


@in_exam
@require_POST
def interruption(request, county, school, room_session):
    """Acts on a room-session that broke off; what is missing in the form is said beside it."""
    cell = the_cell(request, county, school, room_session)
    form = act_on(request, cell)
    if form.errors:
        return _show(request, cell, form)
    address = reverse("room_session", args=[request.exam.code, county, school, cell.pk])
    return redirect(f"{address}#interruption")


def _show(request, cell, form=None):
    arrangement = the_arrangement(request, cell.room.site.county)
    plan = seat_plan(request.user, cell)
    seated = [spot.seating for spot in plan if spot.seating]
    classes = {}
    for seating in seated:
        classes.setdefault(_class_of(seating), len(classes) % 12)
    titles = {key: c.title for key, c in request.exam.rules.categories.items()}
    for spot in plan:
        if spot.seating:
            spot.seating.colour = classes[_class_of(spot.seating)]
            category = titles.get(spot.seating.candidate.category, spot.seating.candidate.category)
            spot.seating.category_title = category
    return render(
        request,
        "scheduling/room_session.html",
        {
            "cell": cell,
            "site": cell.room.site,
            "arrangement": arrangement,
            "plan": plan,
            "seated": seated,
            "over": len(seated) > cell.room.capacity,
            "pinned": sum(s.pinned for s in seated),
            "around": _around(request.user, cell),
            "life": life_of(request, cell, bool(seated), form),
            "may_move": may_move(request.user, arrangement),
        },
        status=400 if form else 200,
    )


def _class_of(seating):
    who = seating.candidate
    return who.school_id, who.category, who.class_no


def _around(user, cell):
    """The room-session before and after in this room, and the other rooms of this session."""
    seen = RoomSession.objects.visible_to(user, VIEW).select_related("session", "room")
    beside = seen.filter(session=cell.session_id).exclude(pk=cell.pk).order_by("room__number")
    in_room = list(
        seen.filter(room=cell.room_id)
        .order_by("session__starts_at")
        .values_list("pk", "session__starts_at")
    )
    place = [pk for pk, _start in in_room].index(cell.pk)
    return {
        "before": in_room[place - 1][0] if place else None,
        "after": in_room[place + 1][0] if place + 1 < len(in_room) else None,
        "beside": list(beside),
    }


@in_exam
@require_POST
def room_session_act(request, county, school, room_session):
    """Acts on chosen seats. What moves somebody goes on to the page that checks it first."""
    cell = the_cell(request, county, school, room_session)
    arrangement = stored_arrangement(request, cell.room.site.county)
    act, ids = request.POST.get("act"), numbers_of(request.POST.getlist("ids"))
    if not ids:
        messages.error(request, _("请先选择考生。"))
        return redirect("room_session", request.exam.code, county, school, cell.pk)
    if act in ("pin", "unpin"):
        chosen = Candidate.objects.visible_to(request.user, "scheduling.arrange").filter(pk__in=ids)
        verb = pin if act == "pin" else unpin
        count = verb(
            arrangement=arrangement, candidates=list(chosen), by=request.user, now=clock.now()
        )
        told = _("已固定%(n)d个座位。") if act == "pin" else _("已取消固定%(n)d个座位。")
        messages.success(request, told % {"n": count})
        return redirect("room_session", request.exam.code, county, school, cell.pk)
    asked = [("ids", pk) for pk in ids]
    asked += {"swap": [("swap", 1)], "unseat": [("to", "off")]}.get(act, [])
    return redirect(
        reverse("arrangement_move", args=[request.exam.code, county]) + "?" + urlencode(asked)
    )
