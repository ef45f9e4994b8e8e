"""The REST interface of places."""

from django.urls import path

from . import api

urlpatterns = [
    path("e/<slug:code>/sites/", api.Sites.as_view(), name="api_sites"),
]
