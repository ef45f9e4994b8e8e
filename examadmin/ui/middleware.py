from django.http import JsonResponse
from django.shortcuts import render

from examadmin.base.errors import Refusal


class RefusalMiddleware:
    """A refusal raised by a service becomes a page (or a fragment, or JSON) with its sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if not isinstance(error, Refusal):
            return None
        if request.path.startswith("/api/"):
            body = {"detail": str(error), "findings": [str(f) for f in error.findings]}
            return JsonResponse(body, status=error.status)
        template = "ui/refusal_fragment.html" if request.htmx else "ui/refusal.html"
        return render(request, template, {"refusal": error}, status=error.status)
