from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("browser/", views.browser, name="browser"),
    path("my/rights/", views.my_rights, name="my_rights"),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
]
