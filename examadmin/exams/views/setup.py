"""The set-up of an exam, section by section, and its publication."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from examadmin.base import clock
from examadmin.base.errors import Invalid
from examadmin.ui.fetch import require

from .. import editor, files, services
from ..differences import differences
from ..forms import FirstDay, Publish, Upload
from ..rules import Rules
from ..sections import BY_KEY, SECTIONS
from ..validation import problems, shape_errors
from ..views_kit import in_exam

EDIT, PUBLISH = "exams.create_exam", "exams.publish_exam"


@require_safe
@in_exam
def setup(request):
    require(request.user, EDIT)
    errors, warnings = problems(request.exam.draft)
    lines = [
        {
            "section": section,
            "errors": sum(section.holds(f) for f in errors),
            "warnings": sum(section.holds(f) for f in warnings),
        }
        for section in SECTIONS
    ]
    context = {
        "lines": lines,
        "rules": Rules(request.exam.draft),
        "errors": errors,
        "changed": _unpublished(request.exam),
    }
    return render(request, "exams/setup.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_exam
def section(request, key):
    require(request.user, EDIT)
    one = _section(key)
    data, findings, origins, status = request.exam.draft, None, {}, 200
    if request.method == "POST":
        changes, origins = _read(one, request.POST, data)
        try:
            services.change_draft(
                exam=request.exam,
                changes=changes,
                seen=request.POST.get("seen", ""),
                by=request.user,
                now=clock.now(),
            )
        except Invalid as refusal:
            data, findings, status = {**data, **changes}, refusal.findings, 400
        else:
            messages.success(request, _("已保存“%(section)s”。") % {"section": one.title})
            return redirect("exam_section", request.exam.code, key)
    context = _page(request, one, data, findings, origins)
    return render(request, "exams/section.html", context, status=status)


def _page(request, one, data, findings, origins):
    errors, warnings = (findings, []) if findings is not None else problems(data)
    errors = [f for f in errors if one.holds(f)]
    order = list(SECTIONS)
    place = order.index(one)
    stored = {part: request.exam.draft.get(part) for part in one.parts}
    return {
        "section": one,
        "sections": SECTIONS,
        "forms": [editor.shown(g, data, errors, origins.get(g.path)) for g in one.groups],
        "errors": errors,
        "refused": findings is not None,
        "warnings": [f for f in warnings if one.holds(f)],
        "seen": services.fingerprint(stored),
        "next": order[place + 1] if place + 1 < len(order) else None,
        "data": data,
        "rules": None if errors else Rules(data),
        "first_day": FirstDay(),
        "upload": Upload(),
    }


def _read(one, post, data) -> tuple[dict, dict]:
    """The parts of a section as they stand in the form, whole; and where its rows come from."""
    changes, origins = {}, {}
    for group in one.groups:
        part, _dot, inner = group.path.partition(".")
        value, origins[group.path] = editor.read(group, post, {**data, **changes})
        changes[part] = {**changes.get(part, data.get(part, {})), inner: value} if inner else value
    return changes, origins


@require_POST
@in_exam
def sessions_preview(request):
    """The sessions of a day as the typed numbers would make them; nothing is kept."""
    require(request.user, EDIT)
    changes, _origins = _read(BY_KEY["sessions"], request.POST, request.exam.draft)
    data = {**request.exam.draft, **changes}
    errors = [f for f in shape_errors(data) if f.part == "sessions"]
    warnings = []
    if not errors:
        found = problems(data)
        errors, warnings = ([f for f in fs if f.part == "sessions"] for fs in found)
    context = {
        "rules": None if any(shape_errors(data)) else Rules(data),
        "errors": errors,
        "warnings": warnings,
    }
    return render(request, "exams/day.html", context)


@require_POST
@in_exam
def calendar_move(request):
    require(request.user, EDIT)
    form = FirstDay(request.POST)
    if not form.is_valid():
        raise Invalid(_("请填写新的考试首日。"))
    day = form.cleaned_data["first_day"]
    services.move_calendar(exam=request.exam, first_day=day, by=request.user, now=clock.now())
    messages.success(
        request, _("全部日程已平移，首日为%(day)s。请核对各窗口和期限。") % {"day": day}
    )
    return redirect("exam_section", request.exam.code, "calendar")


@require_POST
@in_exam
def legal_file(request, index):
    """The file of one legal basis."""
    require(request.user, EDIT)
    bases = request.exam.draft["legal_bases"]
    form = Upload(request.POST, request.FILES)
    if index >= len(bases):
        raise Http404
    if not form.is_valid():
        raise Invalid(_("请选择文件。"))
    services.attach_legal_basis(
        exam=request.exam,
        index=index,
        upload=form.cleaned_data["file"],
        by=request.user,
        now=clock.now(),
    )
    messages.success(request, _("已上传《%(title)s》。") % {"title": bases[index]["title"]})
    return redirect("exam_section", request.exam.code, "documents")


@require_http_methods(["GET", "HEAD", "POST"])
@in_exam
def publish(request):
    require(request.user, PUBLISH)
    form = Publish(request.POST or None)
    if request.method == "POST" and form.is_valid():
        before = request.exam.policy_id
        policy = services.publish_exam(
            exam=request.exam, by=request.user, now=clock.now(), note=form.cleaned_data["note"]
        )
        if policy.pk == before:
            messages.info(
                request, _("与%(policy)s相同，没有新的内容需要发布。") % {"policy": policy}
            )
        else:
            messages.success(request, _("已发布%(policy)s。") % {"policy": policy})
        return redirect("policy", request.exam.code)
    errors, warnings = problems(request.exam.draft)
    context = {
        "form": form,
        "errors": errors,
        "warnings": warnings,
        "changed": _unpublished(request.exam),
    }
    return render(request, "exams/publish.html", context)


def _unpublished(exam):
    """What the draft has and the policy in force has not; None before the first."""
    return differences(exam.policy.data, exam.draft) if exam.policy_id else None


def _section(key):
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def hand_out_file(request, sha256):
    """Files of the exam as a whole are for everybody who may see the exam."""
    require(request.user, "exams.view_exam")
    return files.answer(request.exam, sha256)


exam_file = require_safe(in_exam(hand_out_file))
