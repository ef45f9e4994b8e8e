"""Pages of the work plan, the rounds, the windows, and who has read the duty documents."""

from django.urls import path

from .views import plan, readers, rounds, windows

urlpatterns = [
    path("e/<slug:code>/milestones/", plan.milestones, name="milestones"),
    path("e/<slug:code>/milestones/confirm/", plan.confirm, name="milestones_confirm"),
    path("e/<slug:code>/milestones/withdraw/", plan.withdraw, name="milestones_withdraw"),
    path("e/<slug:code>/milestones/<int:item>/", plan.item, name="milestone_item"),
    path("e/<slug:code>/milestones/<str:key>/papers/", plan.paper, name="milestone_paper"),
    path(
        "e/<slug:code>/milestones/<int:item>/<slug:county>/",
        plan.item,
        name="county_milestone_item",
    ),
    path("e/<slug:code>/rounds/", rounds.rounds, name="rounds"),
    path(
        "e/<slug:code>/rounds/<slug:key>/<slug:county>/", rounds.round_report, name="round_report"
    ),
    path(
        "e/<slug:code>/rounds/<slug:key>/<slug:county>/answer/",
        rounds.round_answer,
        name="round_answer",
    ),
    path("e/<slug:code>/duties/readers/", readers.readers, name="duty_readers"),
    path("e/<slug:code>/windows/", windows.windows, name="windows"),
]
