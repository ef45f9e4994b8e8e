"""The REST interface, version 1. The schema is for people who are logged in."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import IsAuthenticated

schema = SpectacularAPIView.as_view(permission_classes=[IsAuthenticated])

urlpatterns = [
    path("schema/", schema, name="api-schema"),
    path("", include("centers.api_urls")),
    path("", include("candidates.api_urls")),
    path("", include("scheduling.api_urls")),
]
