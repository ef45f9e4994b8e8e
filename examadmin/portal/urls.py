from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from . import health, trail, views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("trail/", trail.trail, name="trail"),
    path("my/rights/", views.my_rights, name="my_rights"),
    path("browser/", views.browser, name="browser"),
    path("healthz", health.healthz, name="healthz"),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
]
