"""Every page of the portal. The tests walk this tree: a URL that is missing from the access
matrix fails them."""

from django.urls import include, path

urlpatterns = [
    path("", include("examadmin.portal.urls")),
    path("", include("examadmin.accounts.urls")),
    path("", include("examadmin.jobs.urls")),
    path("", include("examadmin.exams.urls")),
    path("", include("centers.urls")),
    path("", include("candidates.urls")),
    path("", include("scheduling.urls")),
    path("api/v1/", include("examadmin.api_urls")),
]

handler400 = "examadmin.portal.errors.bad_request"
handler403 = "examadmin.portal.errors.forbidden"
handler404 = "examadmin.portal.errors.not_found"
handler500 = "examadmin.portal.errors.server_error"
