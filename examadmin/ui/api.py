"""Answers of the REST interface."""

from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from examadmin.base.errors import Refusal


class Pages(CursorPagination):
    """Constant cost however deep one reads; no total count."""

    ordering = "pk"
    page_size = 50
    page_size_query_param = "size"
    max_page_size = 500


def answer_refusal(error, context):
    if isinstance(error, Refusal):
        body = {"detail": str(error), "findings": [str(f) for f in error.findings]}
        return Response(body, status=error.status)
    return exception_handler(error, context)
