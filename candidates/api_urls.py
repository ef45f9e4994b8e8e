from django.urls import path

from . import api

urlpatterns = [
    path("e/<slug:code>/candidates/", api.CandidatesView.as_view(), name="api-candidates"),
    path(
        "e/<slug:code>/candidates/<str:number>/", api.CandidateView.as_view(), name="api-candidate"
    ),
]
