"""The rules in force, for everybody: read, compare, download."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from examadmin.ui.fetch import require

from .. import reading, toml_text
from ..differences import differences
from ..queries import policies_of
from ..views_kit import in_exam

VIEW = "exams.view_policy"


@require_safe
@in_exam
def policy(request, number=None):
    """The policy in force, or an earlier one."""
    require(request.user, VIEW)
    versions = list(policies_of(request.exam))
    one = _numbered(request.exam, number) if number else request.exam.policy
    context = {"policy": one, "versions": versions}
    if one:
        context["parts"] = reading.parts(one.data)
    return render(request, "exams/policy.html", context)


@require_safe
@in_exam
def policy_compare(request, old, new):
    require(request.user, VIEW)
    before, after = _numbered(request.exam, old), _numbered(request.exam, new)
    found = differences(before.data, after.data)
    context = {"before": before, "after": after, "found": found}
    return render(request, "exams/compare.html", context)


@require_safe
@in_exam
def policy_download(request, number, form):
    """JSON for programs; TOML to keep as the profile of the next exam."""
    require(request.user, VIEW)
    one = _numbered(request.exam, number)
    if form == "json":
        text = json.dumps(one.data, ensure_ascii=False, indent=2)
    elif form == "toml":
        text = toml_text.dumps(one.data)
    else:
        raise Http404
    response = HttpResponse(text, content_type=f"application/{form}; charset=utf-8")
    name = f"{request.exam.code}-policy-{one.number}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _numbered(exam, number):
    return get_object_or_404(exam.policies, number=number)
