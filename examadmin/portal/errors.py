"""What a person reads when something does not work: what happened, and what to do next."""

from django.http import HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def _answer(request, status, heading, text, **more) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": f"{heading} {text}"}, status=status)
    context = {"status": status, "heading": heading, "text": text, **more}
    return render(request, "ui/error.html", context, status=status)


def bad_request(request, exception=None):
    return _answer(
        request,
        400,
        _("这个请求不完整"),
        _("可能是文件太大、字段太多，或网址被改动。请回到原来的页面重新办理。"),
    )


def forbidden(request, exception=None):
    return _answer(
        request,
        403,
        _("您的职务不能办理这项工作"),
        _("可以在右上角“我的权限”中查看您能办理的事项；如需办理，请联系有此权限的人员。"),
    )


def not_found(request, exception=None):
    return _answer(
        request,
        404,
        _("找不到这个页面"),
        _("网址可能有误，内容可能已经移动，或者不在您负责的范围内。"),
    )


def csrf_failure(request, reason=""):
    return _answer(
        request,
        403,
        _("页面停留太久，操作没有提交"),
        _("为了安全，本页的有效凭证已经失效，没有留下任何改动。请刷新页面后再办理一次。"),
        again=request.path,
    )


def server_error(request):
    """Stands on nothing that may have failed: no database, no person, no language."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "server error"}, status=500)
    return HttpResponseServerError(render_to_string("portal/500.html"))
