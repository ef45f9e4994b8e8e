"""Every page of the portal. The tests walk this tree: a URL that is missing from the access
matrix fails them."""

from django.urls import include, path

urlpatterns = [
    path("", include("examadmin.portal.urls")),
]
