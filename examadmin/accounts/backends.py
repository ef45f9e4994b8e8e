"""Log-in by password. Rights are answered elsewhere."""

from django.contrib.auth.backends import ModelBackend

from examadmin.base import clock


class PasswordBackend(ModelBackend):
    def user_can_authenticate(self, user):
        ends = [end for end in (user.valid_until, user.initial_until) if end]
        return user.is_active and all(end > clock.now() for end in ends)

    def has_perm(self, user_obj, perm, obj=None):
        return False

    def get_all_permissions(self, user_obj, obj=None):
        return set()
