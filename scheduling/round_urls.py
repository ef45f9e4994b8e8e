"""Pages of the rounds: data packages, who has practised, cleaning up."""

from django.urls import include, path

from .views import practice, rounds

site = [
    path("", rounds.site, name="round_site"),
    path("package/", rounds.package, name="round_package"),
    path("package/<int:version>/", rounds.part, name="round_part"),
    path("practice/", practice.confirm, name="practice_confirm"),
    path("cleanup/", rounds.cleanup, name="round_cleanup"),
]
in_exam = [
    path("mocks/", rounds.overview, name="round_overview"),
    path("mocks/<slug:key>/", rounds.sites, name="round_sites"),
    path("mocks/<slug:key>/<str:school>/", include(site)),
    path("practice/", practice.matrix, name="practice"),
    path("practice/<str:school>/", practice.people, name="practice_people"),
]

urlpatterns = [path("e/<slug:code>/", include(in_exam))]
