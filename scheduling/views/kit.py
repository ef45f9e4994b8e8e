"""What several pages of this app share."""

from django.http import Http404
from django.utils.translation import gettext as _

from centers.models import County, Site
from centers.scope import holds_city_wide, places
from examadmin.accounts.choices import Tier
from examadmin.ui.fetch import fetch

from ..choices import ArrangementState, Level
from ..models import Arrangement, RoomSession

VIEW = "scheduling.view_arrangement"


def the_county(request, county, perm=VIEW) -> County:
    return fetch(request.user, County.objects, perm, code=county)


def the_arrangement(request, county) -> Arrangement:
    """The county's arrangement, or an empty one that nobody has begun; the county is seen."""
    rows = Arrangement.objects.visible_to(request.user, VIEW).select_related("job")
    found = rows.filter(exam=request.exam, county=county).first()
    found = found or Arrangement(exam=request.exam, county=county)
    found.exam, found.county = request.exam, county
    return found


def stored_arrangement(request, county) -> Arrangement:
    """For acts: there must be one."""
    found = the_arrangement(request, county)
    if found.pk is None:
        raise Http404
    return found


def the_site(request, county, school, perm=VIEW) -> Site:
    sites = Site.objects.select_related("school", "county")
    where = {"exam": request.exam, "county__code": county, "school__code": school}
    site = fetch(request.user, sites, perm, **where)
    site.exam = request.exam
    return site


def the_cell(request, county, school, room_session) -> RoomSession:
    cells = RoomSession.objects.select_related(
        "session", "room__site__school", "room__site__county"
    )
    where = {
        "pk": room_session,
        "room__site__exam": request.exam,
        "room__site__county__code": county,
        "room__site__school__code": school,
    }
    cell = fetch(request.user, cells, VIEW, **where)
    cell.session.site = cell.room.site
    cell.room.site.exam = request.exam
    return cell


def sees_county(user, county) -> bool:
    """Whether the person sees everybody of a county, not only those of one school."""
    return holds_for_county(user, VIEW, county)


def holds_for_county(user, right, county) -> bool:
    """Whether the person holds a right of counties for this one; no query of its own."""
    return holds_city_wide(user, right) or county.pk in places(user, right, Tier.COUNTY)


def may_move(user, arrangement) -> bool:
    """Whether to show what changes seats: by hand while open, by change order once locked."""
    if arrangement.pk is None:
        return False
    if arrangement.state == ArrangementState.LOCKED:
        return user.has_perm("scheduling.request_change", arrangement)
    return arrangement.is_open and user.has_perm("scheduling.arrange", arrangement)


def by_level(findings) -> list[tuple[str, str, list]]:
    """[(level, its title, findings)] of the levels that have any, the gravest first."""
    return [
        (level.value, level.label, found)
        for level in Level
        if (found := [f for f in findings if f.level == level])
    ]


def number_of(text) -> int:
    """A number in an address or a form; anything else is a page that does not exist."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Http404
    return int(text)


def numbers_of(texts) -> list[int]:
    return [number_of(text) for text in texts]


def stage_words(arrangement) -> str:
    """Why seats cannot be changed now, in one sentence."""
    if arrangement.state == ArrangementState.LOCKED:
        return _("编排已锁定，调整座位须填写变更单，由市级批准后生效。")
    return _("编排已上报，正在审核，现在不能调整。需要修改时请市级退回。")
