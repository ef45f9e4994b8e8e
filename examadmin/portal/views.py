from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from examadmin.base import clock
from examadmin.jobs.queries import running_jobs_of
from examadmin.ui.registry import exam_of

from . import search as searching
from .queries import choices_of, dues, hits, pick, rights_of
from .way import way_of

EXAM_COOKIE = "exam"


def find_exam(request):
    """For pages outside an exam: the one chosen on the home page, kept in a cookie."""
    return pick(choices_of(request.user), request.COOKIES.get(EXAM_COOKIE, ""))


def _keep(response, exam):
    response.set_cookie(EXAM_COOKIE, exam.code, httponly=True, samesite="Lax")
    return response


@require_safe
def home(request):
    """What is due now for this person, and where the exam stands."""
    user, now = request.user, clock.now()
    exams = choices_of(user)
    wanted = request.GET.get("exam", "")
    exam = request.exam = pick(exams, wanted or request.COOKIES.get(EXAM_COOKIE, ""))
    context = {
        "exams": exams,
        "dues": dues(user, exam, now) if exam else [],
        "way": way_of(user, exam, now) if exam else [],
        "running": list(running_jobs_of(user)[:3]),
        "now": now,
    }
    response = render(request, "portal/home.html", context)
    return _keep(response, exam) if wanted and exam else response


@require_http_methods(["GET", "HEAD", "POST"])
def search(request):
    """A search is handed in as a form; its address carries it sealed. htmx asks while one types."""
    if request.method == "POST":
        text = request.POST.get("q", "").strip()[: searching.LONGEST]
        exam = pick(choices_of(request.user), request.POST.get("exam", ""))
        address = reverse("search") + f"?s={searching.token_of(text)}"
        if not request.htmx:
            response = redirect(address)
            return _keep(response, exam) if exam else response
        request.exam = exam
        response = render(request, "portal/hits.html", _found(request, exam, text))
        response.headers["HX-Replace-Url"] = address
        return response
    text = searching.text_of(request.GET.get("s", ""))
    return render(request, "portal/search.html", _found(request, exam_of(request), text))


def _found(request, exam, text):
    enough = len(text) >= searching.SHORTEST
    found = hits(request.user, exam, text) if enough and exam else []
    return {"q": text, "hits": found, "enough": enough, "shortest": searching.SHORTEST}


@require_safe
def my_rights(request):
    return render(request, "portal/my_rights.html", {"held": rights_of(request.user, clock.now())})


@login_not_required
@require_safe
def browser(request):
    """Will this browser work? Open to everybody, before the first log-in."""
    return render(request, "portal/browser.html", {"now": clock.now()})
