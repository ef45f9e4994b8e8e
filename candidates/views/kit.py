"""What several pages of this app share."""

from django.http import Http404

from candidates.models import Candidate
from centers.models import County
from centers.scope import holds_city_wide
from examadmin.ui.fetch import fetch
from examadmin.ui.pages import Page

IMPORTER = "candidates.import_roster"
VIEW = "candidates.view_candidate"


def the_candidate(request, number, perm=VIEW) -> Candidate:
    rows = Candidate.objects.select_related("school__county", "exam__policy", "photo")
    found = fetch(request.user, rows, perm, exam=request.exam, registration_no=number)
    found.exam = request.exam
    return found


def counties_to_import(user):
    """(counties the person may import for, whether the whole city)."""
    return County.objects.visible_to(user, IMPORTER), holds_city_wide(user, IMPORTER)


def number_of(text) -> int:
    """A number in an address or a form; anything else is a page that does not exist."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Http404
    return int(text)


def sliced(request, ask, size=100) -> Page:
    """A page out of `ask(start=…, size=…)` (a Slice)."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) < 10_000 else 1
    found = ask(start=(number - 1) * size, size=size)
    kept = request.GET.copy()
    kept.pop("page", None)
    return Page(found.rows, number, found.has_next, size, kept.urlencode())
