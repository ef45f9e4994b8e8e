"""The authentication backend that answers `user.has_perm(right, object)` from appointments."""

from django.contrib.auth.backends import BaseBackend

from examadmin.accounts import rights

from .scope import ScopedQuerySet, posts


class AppointmentBackend(BaseBackend):
    def has_perm(self, user_obj, perm, obj=None):
        if perm not in rights.known():
            return False
        holders = rights.holders(perm)
        if not any(post.role in holders for post in posts(user_obj)):
            return False
        if obj is None:
            return True
        rows = type(obj)._default_manager.all()
        if not isinstance(rows, ScopedQuerySet):
            return True  # not tied to a place: holding the right anywhere is enough
        return rows.visible_to(user_obj, perm).filter(pk=obj.pk).exists()

    def get_all_permissions(self, user_obj, obj=None):
        held = {post.role for post in posts(user_obj)}
        return {perm for perm in rights.known() if rights.holders(perm) & held}
