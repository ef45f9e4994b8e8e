"""What the accounts below announce is written into the trail, in the same transaction."""

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from examadmin.accounts.facts import account_changed
from examadmin.accounts.services import OWN
from examadmin.base import clock

from .services import record
from .words import name_actions

name_actions(
    {
        "accounts.User.created": _("开设账号"),
        "accounts.User.edited": _("修改账号资料"),
        "accounts.User.password_reset": _("重置密码"),
        "accounts.User.password_changed": _("修改自己的密码"),
        "accounts.User.deactivated": _("停用账号"),
        "accounts.User.activated": _("启用账号"),
        "accounts.User.logged_in": _("登录"),
        "accounts.User.logged_out": _("退出登录"),
        "accounts.User.login_failed": _("登录未成功"),
    }
)


@receiver(account_changed)
def write_account(*, user, verb, by, now, chain, changes, reason, **_kwargs):
    record(
        by=by,
        now=now,
        action=f"accounts.User.{verb}",
        target=user,
        chain=chain,
        changes=changes,
        reason=reason,
    )


@receiver(user_logged_in)
def write_log_in(*, request, user, **_kwargs):
    if "REMOTE_ADDR" in request.META:  # every server names it; force_login of a test does not
        _write("logged_in", request, user, by=user)


@receiver(user_logged_out)
def write_log_out(*, request, user, **_kwargs):
    if user is not None:
        _write("logged_out", request, user, by=user)


@receiver(user_login_failed)
def write_failure(*, credentials, request=None, **_kwargs):
    """Also for names that nobody has, so that the answer takes as long; the typed name itself is
    not kept then, because people type passwords into the wrong box."""
    name = credentials.get("username") or ""
    user = get_user_model().objects.filter(username=name).first()
    _write("login_failed", request, user, reason=_why(user, request))


def _why(user, request) -> str:
    now = clock.now()
    if getattr(request, "axes_locked_out", False):
        return "locked"
    if user is None:
        return "unknown account"
    if not user.is_active:
        return "deactivated"
    if user.valid_until and user.valid_until <= now:
        return "expired"
    if user.initial_until and user.initial_until <= now:
        return "initial password expired"
    return "wrong password"


def _write(verb, request, user, *, by=None, reason=""):
    address = request.META.get("REMOTE_ADDR", "") if request is not None else ""
    with transaction.atomic():
        record(
            by=by,
            now=clock.now(),
            action=f"accounts.User.{verb}",
            target=user,
            chain=OWN,
            changes={"address": address},
            reason=reason,
            name="" if user is not None else "未知账号",
        )
