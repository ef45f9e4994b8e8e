"""Who has gone through the mock rounds: sites beside each other, and person by person (Y-047)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from examadmin.base import clock
from examadmin.base.errors import Invalid
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import require
from examadmin.ui.pages import page_of

from ..choices import PracticeSource
from ..queries.practice import mocks_of, people_of, site_lines, staff_with_practice
from ..queries.rounds import VIEW, staff_of
from ..services.practice import confirm_practice, of_groups, withdraw_practice
from .kit import numbers_of
from .rounds import PRACTISE, holds_at, the_round, the_site, today_of


@in_exam
@require_safe
def matrix(request):
    """Sites × mock rounds, and whom every site still has to bring to one."""
    require(request.user, VIEW)
    lines = site_lines(request.user, request.exam, clock.now())
    mocks = mocks_of(request.exam)
    for line in lines:
        line.cells = [(one, line.done.get(one.pk, 0)) for one in mocks]
    shown = [x for x in lines if request.GET.get("show") != "left" or not x.complete]
    context = {
        "mocks": mocks,
        "lines": shown,
        "show": request.GET.get("show", ""),
        "total": sum(line.total for line in lines),
        "ever": sum(line.ever for line in lines),
        "staff": sum(line.staff for line in lines),
        "staff_ever": sum(line.staff_ever for line in lines),
    }
    context["percent"] = context["ever"] * 100 // context["total"] if context["total"] else 0
    return render(request, "scheduling/rounds/practice.html", context)


@in_exam
@require_safe
def people(request, school):
    """Candidates and staff of a site × mock rounds; first those who have not practised."""
    place, now = the_site(request, school), clock.now()
    mocks = mocks_of(request.exam)
    show = request.GET.get("show", "never")
    if show not in {"never", "all", *(f"not:{one.key}" for one in mocks)}:
        raise Http404
    page = page_of(request, people_of(place, mocks, show))
    titles = {key: c.title for key, c in request.exam.rules.categories.items()}
    for who in page.rows:
        who.category_title = titles.get(who.category, who.category)
        who.cells = [(one, getattr(who, f"mock_{one.pk}")) for one in mocks]
    staff = [
        (post, [(one, one.pk in done) for one in mocks])
        for post, done in staff_with_practice(place, mocks, now)
    ]
    context = {
        "site": place,
        "mocks": mocks,
        "open": [one for one in mocks if one.opens_on <= today_of(now)],
        "page": page,
        "staff": staff,
        "show": show,
        "may_confirm": holds_at(request.user, PRACTISE, place),
    }
    return render(request, "scheduling/rounds/people.html", context)


@in_exam
@require_POST
def confirm(request, key, school):
    """`ids`: room-sessions ("cell:…"), classes ("class:…"), people ("who:…"), posts ("post:…").
    `act`: confirm or withdraw. People's forms choose the round by `round`."""
    require(request.user, PRACTISE)
    one, place = the_round(request, request.POST.get("round") or key), the_site(request, school)
    require(request.user, PRACTISE, place)
    ids, now = request.POST.getlist("ids"), clock.now()
    chosen = {kind: _keys(ids, kind) for kind in ("who", "post")}
    candidates = of_groups(one, place, ids)
    source = PracticeSource.PERSON
    if candidates:
        by_class = any(one.startswith("class:") for one in ids)
        source = PracticeSource.CLASS if by_class else PracticeSource.SESSION
    candidates += list(people_of(place).filter(pk__in=chosen["who"]))
    posts = list(staff_of(place, now).filter(pk__in=chosen["post"]))
    if not candidates and not posts:
        raise Invalid(_("请先勾选。"))
    act = {"round_": one, "site": place, "candidates": candidates, "posts": posts,
           "by": request.user, "now": now}  # fmt: skip
    if request.POST.get("act") == "withdraw":
        count = withdraw_practice(reason=request.POST.get("reason", "")[:500], **act)
        messages.success(request, _("已撤回%(n)d条登记。") % {"n": count})
    else:
        count = confirm_practice(source=source, **act)
        messages.success(
            request, _("%(round)s：新登记%(n)d人已练习。") % {"round": one, "n": count}
        )
    if request.POST.get("back") == "people":
        return redirect("practice_people", request.exam.code, place.school.code)
    by = "?by=class" if source == PracticeSource.CLASS else ""
    where = redirect("round_site", request.exam.code, one.key, place.school.code)
    where["Location"] += by + "#practice"
    return where


def _keys(ids, kind):
    return numbers_of([key.partition(":")[2] for key in ids if key.startswith(f"{kind}:")])
