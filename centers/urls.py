"""Pages of places: counties, sites, rooms, applications, hosting, preparation, people."""

from django.urls import include, path

from .views import (
    applications,
    counties,
    hosting,
    judging,
    people,
    photos,
    places,
    preparations,
    sites,
)

in_exam = [
    path("counties/", counties.counties, name="counties"),
    path("counties/<str:county>/", counties.county, name="county"),
    path("counties/<str:county>/prepare/", counties.prepare, name="county_prepare"),
    path("sites/", sites.sites, name="sites"),
    path("sites/times/", sites.set_times, name="sites_times"),
    path("sites/<str:school>/", sites.site, name="site"),
    path("sites/<str:school>/edit/", sites.site_edit, name="site_edit"),
    path("sites/<str:school>/rooms/<int:number>/", sites.room, name="room"),
    path("sites/<str:school>/preparation/", preparations.preparation, name="preparation"),
    path("sites/<str:school>/prepare/", preparations.prepare, name="prepare"),
    path("preparations/", preparations.preparations, name="preparations"),
    path("preparations/<int:tick>/photo/", preparations.proof, name="preparation_photo"),
    path("applications/", applications.applications, name="applications"),
    path("applications/decide/", applications.decide_many, name="applications_decide"),
    path("applications/<str:school>/", judging.application, name="application"),
    path("applications/<str:school>/judge/", judging.judge, name="application_judge"),
    path("applications/<str:school>/start/", applications.start, name="application_start"),
    path("applications/<str:school>/edit/", applications.edit, name="application_edit"),
    path("applications/<str:school>/preview/", applications.preview, name="application_preview"),
    path("applications/<str:school>/photos/", photos.photos, name="application_photos"),
    path("applications/<str:school>/photos/<int:photo>/", photos.photo, name="application_photo"),
    path(
        "applications/<str:school>/photos/<int:photo>/remove/",
        photos.photo_remove,
        name="application_photo_remove",
    ),
    path("hosting/", hosting.hosting, name="hosting"),
    path("hosting/place/", hosting.host, name="host"),
    path("hosting/end/", hosting.host_end, name="host_end"),
]

urlpatterns = [
    path("", include("centers.milestones.urls")),
    path("e/<slug:code>/", include(in_exam)),
    path("people/", people.people, name="people"),
    path("people/appoint/", people.people_appoint, name="people_appoint"),
    path("people/end/", people.people_end, name="people_end"),
    path("people/<int:appointment>/password/", people.people_password, name="people_password"),
    path("places/", places.places, name="places"),
    path("places/import/", places.places_import, name="places_import"),
    path("places/counties/new/", places.county_new, name="county_new"),
    path("places/counties/<str:county>/", places.county_edit, name="county_edit"),
    path("places/schools/new/", places.school_new, name="school_new"),
    path("places/schools/<str:school>/", places.school_edit, name="school_edit"),
]
