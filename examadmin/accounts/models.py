from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import _user_has_perm
from django.db import models
from django.utils.translation import gettext_lazy as _

from examadmin.base import clock


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who can log in. Posts and rights are not here: see centers.Appointment."""

    username = models.CharField(_("账号"), max_length=64, unique=True)
    name = models.CharField(_("姓名"), max_length=64)
    phone = models.CharField(_("联系电话"), max_length=32, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    valid_until = models.DateTimeField(_("有效期至"), null=True, blank=True)
    must_change_password = models.BooleanField(_("须修改密码"), default=False)
    # An initial password that nobody has used in time opens nothing any more.
    initial_until = models.DateTimeField(_("初始密码有效期至"), null=True, blank=True)
    created_at = models.DateTimeField(_("建立时间"), default=clock.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")
        ordering = ["username"]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def has_perm(self, perm, obj=None):
        """Django's own door: every authentication backend is asked."""
        return self.is_active and _user_has_perm(self, perm, obj)
