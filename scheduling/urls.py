"""Pages of this app: the arrangement of counties and sites, moves, review, changes, notices."""

from django.urls import include, path

from .views import (
    changes,
    counties,
    forms3,
    lists,
    move_table,
    moving,
    notices,
    postponements,
    review,
    sites,
    times,
)

county = [
    path("", counties.arrangement, name="arrangement"),
    path("run/", counties.run, name="arrangement_run"),
    path("submit/", counties.submit, name="arrangement_submit"),
    path("unplaced/", lists.unplaced, name="arrangement_unplaced"),
    path("zero/", lists.zero, name="arrangement_zero"),
    path("form3/", forms3.form3, name="form3"),
    path("timetable/", times.county_timetable, name="county_timetable"),
    path("move/", moving.move, name="arrangement_move"),
    path("moves/", move_table.move_table, name="arrangement_moves"),
    path("moves/template/", move_table.template, name="arrangement_moves_template"),
    path("<str:school>/", sites.site, name="site_arrangement"),
    path("<str:school>/timetable/", times.site_timetable, name="site_timetable"),
    path("<str:school>/<int:room_session>/", sites.room_session, name="room_session"),
    path("<str:school>/<int:room_session>/act/", sites.room_session_act, name="room_session_act"),
    path("<str:school>/<int:room_session>/interruption/", sites.interruption, name="interruption"),
]

in_exam = [
    path("arrangement/", counties.arrangements, name="arrangements"),
    path("arrangement/<str:county>/", include(county)),
    path("review/", review.review, name="arrangement_review"),
    path("review/act/", review.act, name="arrangement_review_act"),
    path("review/sites/", review.act_on_sites, name="arrangement_review_sites"),
    path("changes/", changes.changes, name="change_orders"),
    path("changes/<int:order>/", changes.change, name="change_order"),
    path("changes/<int:order>/decide/", changes.decide, name="change_order_decide"),
    path("postponements/", postponements.postponements, name="postponements"),
    path("postponements/cutoff/", postponements.extend, name="cutoff_extend"),
    path("notices/", notices.notices, name="notices"),
    path("notices/confirm/", notices.confirm, name="notices_confirm"),
    path("notices/left/", notices.left, name="notices_left"),
    path("notices/publication/", notices.publication, name="publication"),
]

urlpatterns = [
    path("e/<slug:code>/", include(in_exam)),
    path("", include("scheduling.paper_urls")),
    path("", include("scheduling.round_urls")),
]
