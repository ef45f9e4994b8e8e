"""Photographs of an application, handed in by the school or by the county."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.services.photos import add_photo, remove_photo
from examadmin.base import clock
from examadmin.base.errors import Forbidden
from examadmin.documents.storage import hand_out
from examadmin.exams.views_kit import in_exam

from .kit import number_of, the_application


@in_exam
@require_POST
def photos(request, school):
    """Hand in photographs, by the school or by the county."""
    application = the_application(request, school)
    by_county = _side(request.user, application)
    room = request.POST.get("room", "0")
    for upload in request.FILES.getlist("photo"):
        add_photo(
            application=application, upload=upload, item=request.POST.get("item", ""),
            room=number_of(room), by_county=by_county, by=request.user, now=clock.now(),
        )  # fmt: skip
    messages.success(request, _("已上传%(n)d张照片。") % {"n": len(request.FILES.getlist("photo"))})
    page = "application" if by_county else "application_edit"
    return redirect(page, request.exam.code, school)


def _side(user, application) -> bool:
    """Whether the person acts for the county; neither is forbidden."""
    if user.has_perm("centers.judge_application", application):
        return True
    if user.has_perm("centers.edit_application", application):
        return False
    raise Forbidden(_("您的职务不能为这份申报上传或删除照片。"))


@in_exam
@require_safe
def photo(request, school, photo):
    application = the_application(request, school)
    found = _photo_of(application, photo)
    return hand_out(found.file, inline=True)


@in_exam
@require_POST
def photo_remove(request, school, photo):
    application = the_application(request, school)
    by_county = _side(request.user, application)
    found = _photo_of(application, photo)
    found.application = application
    remove_photo(photo=found, by_county=by_county, by=request.user, now=clock.now())
    messages.success(request, _("照片已删除。"))
    page = "application" if by_county else "application_edit"
    return redirect(page, request.exam.code, school)


def _photo_of(application, pk):
    return get_object_or_404(application.photos.select_related("file"), pk=pk)
