from django.urls import path

from . import api

urlpatterns = [
    path(
        "e/<slug:code>/arrangements/<slug:county>/",
        api.ArrangementView.as_view(),
        name="api-arrangement",
    ),
    path("e/<slug:code>/seatings/", api.SeatingsView.as_view(), name="api-seatings"),
    path("e/<slug:code>/moves/", api.MovesView.as_view(), name="api-moves"),
]
