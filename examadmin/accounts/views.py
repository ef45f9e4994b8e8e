from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView

login = LoginView.as_view(template_name="accounts/login.html")
logout = LogoutView.as_view()
password_change = PasswordChangeView.as_view(template_name="accounts/password.html")
