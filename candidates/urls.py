"""Pages of this app."""

from django.urls import include, path

from .views import lists, person, photos, rosters

in_exam = [
    path("candidates/", lists.candidates, name="candidates"),
    path("candidates/act/", lists.act, name="candidates_act"),
    path("candidates/complete/", lists.completeness, name="candidates_complete"),
    path("candidates/settle/", lists.settle, name="candidates_settle"),
    path("candidates/export/<uuid:job>/", lists.export, name="candidates_export"),
    path("candidates/<str:number>/", person.candidate, name="candidate"),
    path("candidates/<str:number>/reveal/", person.reveal, name="candidate_reveal"),
    path("candidates/<str:number>/leave/", person.leave, name="candidate_leave"),
    path("candidates/<str:number>/photo/", person.photo, name="candidate_photo"),
    path("candidates/<str:number>/photo/set/", person.set_photo, name="candidate_set_photo"),
    path("candidates/<str:number>/correct/<slug:group>/", person.correct, name="candidate_correct"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/template/", rosters.template, name="roster_template"),
    path("rosters/<int:pk>/", rosters.roster, name="roster"),
    path("rosters/<int:pk>/act/", rosters.act, name="roster_act"),
    path("rosters/<int:pk>/answer/", rosters.answer, name="roster_answer"),
    path("rosters/<int:pk>/file/", rosters.original, name="roster_file"),
    path("photos/", photos.photos, name="photos"),
    path("photos/<int:pk>/", photos.photo_import, name="photo_import"),
]

urlpatterns = [path("e/<slug:code>/", include(in_exam))]
