"""Log-in by password. Rights are answered elsewhere."""

from django.contrib.auth.backends import ModelBackend

from examadmin.base import clock


class PasswordBackend(ModelBackend):
    def user_can_authenticate(self, user):
        return user.is_active and (user.valid_until is None or user.valid_until > clock.now())

    def has_perm(self, user_obj, perm, obj=None):
        return False

    def get_all_permissions(self, user_obj, obj=None):
        return set()
