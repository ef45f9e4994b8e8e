"""One candidate: see, correct, leave and come back, photograph."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import queries
from candidates.documents.roster import masked
from candidates.forms import CorrectionForm, PhotoForm, ReasonForm
from candidates.models import Candidate
from candidates.services import corrections, photos
from centers.models import School
from examadmin.base import clock
from examadmin.base.errors import Refusal
from examadmin.documents.storage import hand_out
from examadmin.exams.views_kit import in_exam
from examadmin.ui.fetch import require

from .kit import the_candidate

HIDDEN, NO_DOCUMENT = ("id_number", "phone"), "无"
GROUP_TITLES = {
    "name": _lazy("更正姓名"),
    "identity": _lazy("更正证件、性别"),
    "place": _lazy("更正学校、年级、班级"),
    "registration": _lazy("更正中考报名号"),
    "more": _lazy("更正其他信息"),
}
CORRECT, REVEAL = corrections.CORRECT, "candidates.reveal_identity"


@in_exam
@require_safe
def candidate(request, number):
    return _page(request, the_candidate(request, number))


def _page(request, found, shown=None, status=200):
    user = request.user
    return render(
        request,
        "candidates/candidate.html",
        {
            "candidate": found,
            "category": request.exam.rules.categories.get(found.category),
            "seat": queries.seat_of(found),
            "masked": masked(found.id_tail),
            "shown": shown,
            "history": queries.history_of(found),
            "may_correct": user.has_perm(CORRECT, found),
            "may_reveal": user.has_perm(REVEAL, found),
            "may_set_photo": user.has_perm("candidates.import_roster")
            and Candidate.objects.visible_to(user, "candidates.import_roster")
            .filter(pk=found.pk)
            .exists(),
            "photo_rules": request.exam.rules["photo"],
            "groups": GROUP_TITLES.items(),
        },
        status=status,
    )


@in_exam
@require_POST
def reveal(request, number):
    """The whole identity number, once; the look is on record. Nothing of it stands in an address."""
    found = the_candidate(request, number)
    require(request.user, REVEAL, found)
    shown = corrections.reveal_identity(candidate=found, by=request.user, now=clock.now())
    return _page(request, found, shown)


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, number, group):
    """Correct the fields of one group."""
    if group not in corrections.GROUPS:
        raise Http404
    found, user = the_candidate(request, number), request.user
    require(user, CORRECT, found)
    fields = corrections.GROUPS[group]
    before = corrections.raw_values(found)
    initial = {name: before[name] for name in fields if name not in HIDDEN}
    initial["seen"] = corrections.seen_mark(found)
    form = CorrectionForm(
        request.POST or None,
        initial=initial,
        group=fields,
        schools=School.objects.visible_to(user, CORRECT),
        categories=request.exam.rules.categories.values(),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            told = corrections.correct_candidate(
                candidate=found,
                values=_typed(fields, given),
                by=user,
                now=clock.now(),
                reason=given["reason"],
                seen=given["seen"],
            )
        except Refusal as refusal:
            for sentence in refusal.findings or [str(refusal)]:
                form.add_error(None, sentence)
        else:
            messages.success(request, _("已更正并记入操作记录。"))
            for sentence in told:
                messages.warning(request, sentence)
            number = _typed(fields, given).get("registration_no", number)
            return redirect("candidate", request.exam.code, number)
    return render(
        request,
        "candidates/correct.html",
        {"candidate": found, "form": form, "group": group, "title": GROUP_TITLES[group]},
        status=400 if request.method == "POST" else 200,
    )


def _typed(fields, given):
    """A hidden value that was left empty stays as it is, unless there is no document at all."""
    values = {name: given[name] for name in fields if name not in HIDDEN or given[name]}
    if given.get("id_kind") == NO_DOCUMENT:
        values["id_number"] = ""
    return values


@in_exam
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, number):
    """Withdraw, or bring back who has withdrawn."""
    found, user = the_candidate(request, number), request.user
    require(user, CORRECT, found)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        one = Candidate.objects.filter(pk=found.pk)
        who = {"by": user, "now": clock.now(), "reason": form.cleaned_data["reason"]}
        if found.withdrawn_at:
            corrections.return_candidates(candidates=one, **who)
            messages.success(request, _("已恢复该考生。"))
        else:
            corrections.withdraw_candidates(candidates=one, **who)
            messages.success(request, _("已登记该考生退出考试。"))
        return redirect("candidate", request.exam.code, number)
    return render(request, "candidates/leave.html", {"candidate": found, "form": form})


@in_exam
@require_safe
def photo(request, number):
    found = the_candidate(request, number)
    if found.photo is None:
        raise Http404
    return hand_out(found.photo, inline=True)


@in_exam
@require_POST
def set_photo(request, number):
    """One photograph, judged by the same rules as an archive of them."""
    found = the_candidate(request, number, "candidates.import_roster")
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        rules = photos.rules_of(request.exam)
        data = form.cleaned_data["photo"].read(rules.max_megabytes * photos.MB + 1)
        told = photos.set_photo(candidate=found, data=data, by=request.user, now=clock.now())
        messages.success(request, _("照片已保存。"))
        for sentence in told:
            messages.warning(request, sentence)
    else:
        messages.error(request, _("请先选择照片文件。"))
    return redirect("candidate", request.exam.code, number)
