"""What several pages of this app share."""

from django.http import Http404

from centers.models import County, School, Site, SiteApplication
from examadmin.ui.fetch import fetch


def the_county(request, county) -> County:
    return fetch(request.user, County.objects, "centers.view_county", code=county)


def the_site(request, school, perm="centers.view_site") -> Site:
    sites = Site.objects.select_related("school__county", "county", "application", "exam__policy")
    site = fetch(request.user, sites, perm, exam=request.exam, school__code=school)
    site.exam = request.exam
    return site


def the_school(request, school, perm="centers.view_school") -> School:
    return fetch(request.user, School.objects.select_related("county"), perm, code=school)


def the_application(request, school, perm="centers.view_application") -> SiteApplication:
    applications = SiteApplication.objects.select_related("school__county", "exam__policy")
    found = fetch(request.user, applications, perm, exam=request.exam, school__code=school)
    found.exam = request.exam
    return found


def number_of(text) -> int:
    """A number in an address or a form; anything else is a page that does not exist."""
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Http404
    return int(text)
