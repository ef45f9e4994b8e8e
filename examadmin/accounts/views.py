from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from examadmin.base import clock

from . import services
from .forms import LogInForm, PasswordForm

login = LoginView.as_view(
    template_name="accounts/login.html", form_class=LogInForm, redirect_authenticated_user=True
)
logout = LogoutView.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request):
    user = request.user
    form = PasswordForm(user, request.POST or None)
    if form.is_valid():
        services.change_password(user=user, password=form.cleaned_data["new"], now=clock.now())
        update_session_auth_hash(request, user)
        messages.success(request, _("密码已修改。请妥善保管，不要告诉任何人。"))
        return redirect("home")
    context = {"form": form, "first": user.must_change_password}
    return render(request, "accounts/password.html", context)
