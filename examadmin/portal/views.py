from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


def home(request):
    return render(request, "portal/home.html")


def search(request):
    return render(request, "portal/search.html")


def my_rights(request):
    return render(request, "portal/my_rights.html")


@login_not_required
def browser(request):
    return render(request, "portal/browser.html")
