"""The decorator of every page that stands inside an exam."""

from functools import wraps

from django.shortcuts import get_object_or_404

from .models import Exam


def in_exam(view):
    """Turn the exam's code in the URL into `request.exam` (404 when there is none)."""

    @wraps(view)
    def wrapped(request, code, *args, **kwargs):
        request.exam = get_object_or_404(Exam.objects.select_related("policy"), code=code)
        return view(request, *args, **kwargs)

    return wrapped
