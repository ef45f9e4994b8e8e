"""Pages of papers."""

from django.urls import include, path

from .views import papers

in_exam = [
    path("", papers.papers, name="papers"),
    path("make/", papers.papers_make, name="papers_make"),
    path("<int:paper>/", papers.paper, name="paper"),
    path("blank/<slug:form>/", papers.paper_blank, name="paper_blank"),
]

urlpatterns = [path("e/<slug:code>/papers/", include(in_exam))]
