from urllib.parse import urlsplit

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from examadmin.base.errors import Refusal


class RefusalMiddleware:
    """A refusal raised by a service becomes a page (or a fragment, or JSON) with its sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.content and not _is_api(request):
            page = _wrong_method(request)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request, error):
        if not isinstance(error, Refusal):
            return None
        if _is_api(request):
            body = {"detail": str(error), "findings": [str(f) for f in error.findings]}
            return JsonResponse(body, status=error.status)
        if not request.htmx:
            context = {"refusal": error, "back": _where_from(request)}
            return render(request, "ui/refusal.html", context, status=error.status)
        response = render(
            request, "ui/refusal_fragment.html", {"refusal": error}, status=error.status
        )
        # Not into the part that asked: what stands there is still true.
        response.headers["HX-Retarget"] = "#refusals"
        response.headers["HX-Reswap"] = "innerHTML show:top"
        return response


def _is_api(request):
    return request.path.startswith("/api/")


def _where_from(request):
    """The page that the refused form stood on, if it was one of ours."""
    came = urlsplit(request.headers.get("Referer", ""))
    return came.path if came.netloc == request.get_host() else ""


def _wrong_method(request):
    """A form's address opened as a page: after a log-in in between, or from the history."""
    context = {
        "status": 405,
        "heading": _("这个操作没有完成"),
        "text": _(
            "登录已过期或页面已关闭，操作没有提交，没有留下任何改动。请回到原来的页面再办理一次。"
        ),
    }
    return render(request, "ui/error.html", context, status=405)
