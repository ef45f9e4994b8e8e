"""Getting ready: who has confirmed what, per site and room."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.models import County, Preparation, Site
from centers.services.preparations import (
    ROOM,
    SITE,
    confirm_preparation,
    entries,
    items,
    withdraw_preparation,
)
from examadmin.base import clock
from examadmin.documents.storage import hand_out
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import fetch, require
from examadmin.ui.pages import page_of

from .kit import number_of, the_site

VIEW, CONFIRM = "centers.view_preparation", "centers.confirm_preparation"


def given_details(post) -> dict:
    return {name.partition(".")[2]: value for name, value in post.items() if name.startswith("d.")}


@in_exam
@require_safe
def preparations(request):
    """Every site with its items, the least ready first on demand."""
    user, exam = request.user, request.exam
    require(user, VIEW)
    asked = {"county": request.GET.get("county", "")}
    sites = Site.objects.filter(exam=exam).visible_to(user, VIEW)
    if asked["county"]:
        sites = sites.filter(county__code=asked["county"])
    page = page_of(request, sites.select_related("school", "county").prefetch_related("rooms"))
    ticks = Preparation.objects.filter(site__in=[site.pk for site in page.rows])
    done = {(t.site_id, t.room_id, t.item) for t in ticks}
    of_site, of_room = items(exam, SITE), items(exam, ROOM)
    for site in page.rows:
        rooms = [room for room in site.rooms.all() if room.in_use]
        site.cells = [(item, int((site.pk, None, item["key"]) in done), 1) for item in of_site] + [
            (item, sum((site.pk, room.pk, item["key"]) in done for room in rooms), len(rooms))
            for item in of_room
        ]
        site.ready = all(count == of for _item, count, of in site.cells)
    return render(
        request,
        "centers/preparations.html",
        {
            "page": page,
            "asked": asked,
            "items": [*of_site, *of_room],
            "counties": County.objects.visible_to(user, "centers.view_county"),
        },
    )


@in_exam
@require_safe
def preparation(request, school):
    """The list of one site: its own items, then each room's."""
    site, user = the_site(request, school, VIEW), request.user
    ticks = list(site.preparations.select_related("by", "photo", "room"))
    rooms = [
        (room, entries(request.exam, ROOM, [t for t in ticks if t.room_id == room.pk]))
        for room in site.rooms.filter(in_use=True)
    ]
    return render(
        request,
        "centers/preparation.html",
        {
            "site": site,
            "entries": entries(
                request.exam, SITE, [t for t in ticks if not t.room_id], site=site.school.name
            ),
            "rooms": [(room, found, all(e.done for e in found)) for room, found in rooms],
            "may_confirm": user.has_perm(CONFIRM, site),
        },
    )


@in_exam
@require_POST
def prepare(request, school):
    """Tick or take back one item, or (`act=all:NUMBER`) everything left of one room."""
    site = the_site(request, school, VIEW)
    require(request.user, CONFIRM, site)
    who = {"by": request.user, "now": clock.now()}
    item, number = request.POST.get("item", ""), request.POST.get("room", "")
    place = get_object_or_404(site.rooms, number=number_of(number)) if number else site
    if number:
        place.site = site
    act = request.POST.get("act")
    if act == "withdraw":
        tick = fetch(
            request.user, Preparation.objects.select_related("room", "site__school"), CONFIRM,
            site=site, item=item, room=place if number else None,
        )  # fmt: skip
        withdraw_preparation(tick=tick, reason=request.POST.get("reason", ""), **who)
        messages.success(request, _("已撤回确认。"))
    elif act == "rest" and number:
        done = set(place.preparation_set.values_list("item", flat=True))
        for left in items(request.exam, ROOM):
            if left["key"] not in done and not left.get("photo") and not left.get("details"):
                confirm_preparation(exam=request.exam, item=left["key"], place=place, **who)
        messages.success(request, _("%(room)s的其余事项已确认。") % {"room": place})
    else:
        confirm_preparation(
            exam=request.exam, item=item, place=place, note=request.POST.get("note", ""),
            details=given_details(request.POST), upload=request.FILES.get("photo"), **who,
        )  # fmt: skip
        messages.success(request, _("已确认。"))
    answer = redirect("preparation", request.exam.code, school)
    answer["Location"] += f"#room-{place.number}" if number else ""
    return answer


@in_exam
@require_safe
def proof(request, tick):
    """The photograph of a confirmed item."""
    found = fetch(
        request.user, Preparation.objects.select_related("photo"), VIEW,
        exam=request.exam, pk=tick, photo__isnull=False,
    )  # fmt: skip
    return hand_out(found.photo, inline=True)
