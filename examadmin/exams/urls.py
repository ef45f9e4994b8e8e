"""Pages of exams."""

from django.urls import path

from .views import duties, exams, policy, setup

urlpatterns = [
    path("exams/", exams.exams, name="exams"),
    path("exams/new/", exams.new_exam, name="exam_new"),
    path("exams/new/preview/", exams.new_exam_preview, name="exam_new_preview"),
    path("e/<slug:code>/setup/", setup.setup, name="exam_setup"),
    path("e/<slug:code>/setup/publish/", setup.publish, name="exam_publish"),
    path("e/<slug:code>/setup/calendar/move/", setup.calendar_move, name="exam_calendar_move"),
    path(
        "e/<slug:code>/setup/sessions/preview/",
        setup.sessions_preview,
        name="exam_sessions_preview",
    ),
    path(
        "e/<slug:code>/setup/documents/<int:index>/file/", setup.legal_file, name="exam_legal_file"
    ),
    path("e/<slug:code>/setup/<slug:key>/", setup.section, name="exam_section"),
    path("e/<slug:code>/files/<slug:sha256>/", setup.exam_file, name="exam_file"),
    path("e/<slug:code>/policy/", policy.policy, name="policy"),
    path("e/<slug:code>/policy/<int:number>/", policy.policy, name="policy_number"),
    path(
        "e/<slug:code>/policy/<int:old>/compare/<int:new>/",
        policy.policy_compare,
        name="policy_compare",
    ),
    path(
        "e/<slug:code>/policy/<int:number>/policy.<slug:form>",
        policy.policy_download,
        name="policy_download",
    ),
    path("e/<slug:code>/duties/", duties.duties, name="duties"),
    path("e/<slug:code>/duties/<slug:key>/read/", duties.duty_read, name="duty_read"),
]
