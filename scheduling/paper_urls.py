"""Pages of papers."""

from django.urls import path

from .views import papers

urlpatterns = [
    path("papers/", papers.papers, name="papers"),
    path("papers/make/", papers.papers_make, name="papers_make"),
    path("papers/<int:paper>/", papers.paper, name="paper"),
]
