"""Pages of the work plan, the rounds and the windows."""

from django.urls import path

from .views import plan, rounds, windows

urlpatterns = [
    path("e/<slug:code>/milestones/", plan.milestones, name="milestones"),
    path("e/<slug:code>/milestones/confirm/", plan.confirm, name="milestones_confirm"),
    path("e/<slug:code>/milestones/withdraw/", plan.withdraw, name="milestones_withdraw"),
    path("e/<slug:code>/milestones/<int:item>/", plan.item, name="milestone_item"),
    path("e/<slug:code>/milestones/<str:key>/papers/", plan.paper, name="milestone_paper"),
    path(
        "e/<slug:code>/counties/<str:county>/milestones/<int:item>/",
        plan.item,
        name="county_milestone_item",
    ),
    path("e/<slug:code>/rounds/", rounds.rounds, name="rounds"),
    path(
        "e/<slug:code>/counties/<str:county>/rounds/<slug:key>/",
        rounds.round_report,
        name="round_report",
    ),
    path(
        "e/<slug:code>/counties/<str:county>/rounds/<slug:key>/answer/",
        rounds.round_answer,
        name="round_answer",
    ),
    path("e/<slug:code>/windows/", windows.windows, name="windows"),
]
