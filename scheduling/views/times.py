"""When the sessions are: of a site in the shape of 附件1, and a county's difference from the city."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centers.windows import is_open
from examadmin.base import clock
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import require

from ..forms import CountyTimetableForm, SiteTimetableForm
from ..models import CountyTimetable, Session
from ..queries.timetable import frame_for, templates_of, timetable_difference
from ..services.gate import WINDOW
from ..services.timetable import adjust_timetable, set_county_timetable
from ..timetable import band_of, check_day, frame_of, make_day
from .kit import the_arrangement, the_county, the_site


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def site_timetable(request, county, school):
    """?first_start=&gap_minutes= shows the day that these would make, before anything is saved."""
    site = the_site(request, county, school)
    arrangement = the_arrangement(request, site.county)
    may = arrangement.is_open and request.user.has_perm("scheduling.adjust_timetable", site)
    now = {"first_start": site.first_start, "gap_minutes": site.gap_minutes}
    form, tried = SiteTimetableForm(initial=now), None
    if request.method == "POST":
        require(request.user, "scheduling.adjust_timetable", site)
        form = SiteTimetableForm(request.POST)
        if form.is_valid():
            moved = adjust_timetable(
                site=site, by=request.user, now=clock.now(), **form.cleaned_data
            )
            messages.success(
                request, _("已重新计算场次，%(n)d场的时间有变化。") % {"n": len(moved)}
            )
            return redirect("site_timetable", request.exam.code, county, school)
    elif "gap_minutes" in request.GET:
        form = SiteTimetableForm(request.GET)
        form.errors.pop("reason", None)
        if form.is_valid() or not form.errors:
            tried = _tried(request, site, form)
    frame = frame_for(site)
    context = {
        "site": site,
        "arrangement": arrangement,
        "form": form,
        "tried": tried,
        "day": tried or _day(request, frame),
        "frame": frame,
        "form_title": request.exam.rules.form("form1"),
        "dates": request.exam.rules.dates,
        "actual": _actual(request.user, site),
        "extensions": site.cutoff_extensions.all(),
        "may": may,
        "in_window": is_open(
            request.exam, WINDOW, clock.now(), county=site.county, school=site.school
        ),
        "remarks": request.exam.rules["sessions"]["remarks"],
    }
    if request.htmx:
        return render(request, "scheduling/form1.html", context)
    return render(request, "scheduling/timetable.html", context)


def _tried(request, site, form):
    given = form.cleaned_data
    template = templates_of(request.exam).get(site.county_id)
    frame = frame_of(
        request.exam.rules, template,
        first_start=given.get("first_start"), gap=given.get("gap_minutes"),
    )  # fmt: skip
    return _day(request, frame)


def _day(request, frame) -> dict:
    """The sessions of one day, band by band, and what is wrong with them."""
    slots = make_day(frame).slots
    wrong = {breach.slot for breach in check_day(slots, frame)}
    entry = request.exam.rules["sessions"]["entry_before_minutes"]
    problems = []
    start = frame.first_start
    if frame.gap < entry:
        problems.append(
            _("场次间隔%(gap)d分钟太短，考生考前%(entry)d分钟入场。")
            % {"gap": frame.gap, "entry": entry}
        )
    if start and not any(band.start <= start < band.end for band in frame.bands):
        problems.append(_("首场开始时间不在规定的考试时段内。"))
    bands = []
    for band in frame.bands:
        inside = [s for s in slots if band_of(s, [band])]
        bands.append({"band": band, "slots": [(s, s in wrong) for s in inside]})
    usual = len(make_day(frame_of(request.exam.rules)).slots)
    return {"bands": bands, "count": len(slots), "problems": problems, "usual": usual,
            "last": slots[-1] if slots else None}  # fmt: skip


def _actual(user, site):
    """Sessions that have begun somewhere: planned beside actual (Y-014)."""
    return (
        Session.objects.visible_to(user, "scheduling.view_arrangement")
        .filter(site=site, room_sessions__began_at__isnull=False)
        .distinct()
        .prefetch_related("room_sessions__room")
    )


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def county_timetable(request, county):
    """The county's copy of the city's timetable, with every difference marked (Y-022)."""
    place = the_county(request, county)
    arrangement = the_arrangement(request, place)
    exam = request.exam
    own = CountyTimetable.objects.filter(exam=exam, county=place).first()
    form = CountyTimetableForm(initial=_initial(exam, own), bands=exam.rules.bands)
    if request.method == "POST":
        require(request.user, "scheduling.arrange", place)
        form = CountyTimetableForm(request.POST, bands=exam.rules.bands)
        if request.POST.get("act") == "reset" or form.is_valid():
            reset = request.POST.get("act") == "reset"
            set_county_timetable(
                exam=exam,
                county=place,
                gap_minutes=None if reset else form.cleaned_data["gap_minutes"],
                bands=[] if reset else form.changed_bands(),
                by=request.user,
                now=clock.now(),
                reason=request.POST.get("reason", "")[:200],
            )
            messages.success(request, _("考区场次时间表已保存，各考点的场次已重新计算。"))
            return redirect("county_timetable", exam.code, county)
    return render(
        request,
        "scheduling/county_timetable.html",
        {
            "county": place,
            "arrangement": arrangement,
            "form": form,
            "difference": timetable_difference(exam, place),
            "may": arrangement.is_open and request.user.has_perm("scheduling.arrange", place),
            "in_window": is_open(exam, WINDOW, clock.now(), county=place),
            "sites": place.sites.filter(exam=exam).select_related("school"),
        },
    )


def _initial(exam, own) -> dict:
    initial = {"gap_minutes": own.gap_minutes if own else None}
    for band in frame_of(exam.rules, own).bands:
        initial |= {
            f"{band.key}_start": band.start,
            f"{band.key}_end": band.end,
            f"{band.key}_cap": band.cap,
        }
    return initial
