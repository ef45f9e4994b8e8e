"""Open, change, close accounts. Nobody ever chooses or sees another person's lasting password."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from examadmin.base.errors import Forbidden, Invalid, Refusal

from .facts import account_changed
from .models import User

# Without letters and digits that look alike on paper or are hard to read out.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 3, 4
OWN = "accounts"  # the trail of what people do with their own accounts
INITIAL_VALID = timedelta(hours=72)

_guards: list[Callable[..., None]] = []


def guard(check: Callable[..., None]) -> Callable[..., None]:
    """Register check(*, by, user, now), which raises Forbidden when `by` may not manage the account
    of `user`. `user` is None for an account that is being opened."""
    if check not in _guards:
        _guards.append(check)
    return check


def may_manage(*, by, user, now) -> bool:
    """Whether a page should offer the acts below."""
    try:
        _check(by=by, user=user, now=now)
    except Forbidden:
        return False
    return True


def _check(*, by, user, now) -> None:
    """by=None is the system itself. Without any guard nobody else may."""
    if by is None:
        return
    if not _guards:
        raise Forbidden(_("账号管理尚未开通。"))
    if user is not None and user.pk == by.pk:
        raise Forbidden(_("不能管理自己的账号。修改密码请用“修改密码”。"))
    for check in _guards:
        check(by=by, user=user, now=now)


def initial_password() -> str:
    """About 59 bits, easy to read out: k7mp-x2tz-9hcw."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


@transaction.atomic
def create_user(
    *, username, name, by, now, phone="", valid_until=None, chain="city"
) -> tuple[User, str]:
    """Open an account; returns it and its initial password, which is kept nowhere and must be
    changed at the first log-in. Show it once."""
    _check(by=by, user=None, now=now)
    username = username.strip()
    if not username or not name.strip():
        raise Invalid(_("请填写账号和姓名。"))
    if User.objects.filter(username__iexact=username).exists():
        raise Refusal(_("账号“%(username)s”已经有人使用，请换一个。") % {"username": username})
    user = User(
        username=username,
        name=name.strip(),
        phone=phone.strip(),
        valid_until=valid_until,
        created_at=now,
    )
    password = _give_initial_password(user, now)
    user.save()
    _announce(user, "created", by, now, chain, {"username": username, "name": user.name})
    return user, password


@transaction.atomic
def reset_password(*, user, by, now, chain="city") -> str:
    """A new initial password, shown once; the old one and all open log-ins end at once."""
    _check(by=by, user=user, now=now)
    if not user.is_active:
        raise Refusal(_("“%(user)s”的账号已停用，请先启用。") % {"user": user})
    password = _give_initial_password(user, now)
    user.save()
    _announce(user, "password_reset", by, now, chain)
    return password


@transaction.atomic
def change_password(*, user, password, now) -> User:
    """The person's own choice, already validated by the form. Ends the other open log-ins."""
    user.set_password(password)
    user.must_change_password = False
    user.initial_until = None
    user.save()
    _announce(user, "password_changed", user, now, OWN)
    return user


@transaction.atomic
def edit_user(*, user, by, now, chain="city", name=None, phone=None, valid_until=...) -> User:
    """Change name, telephone or end of validity; what is not given stays."""
    _check(by=by, user=user, now=now)
    given = {"name": name, "phone": phone}
    wanted = {field: value.strip() for field, value in given.items() if value is not None}
    if valid_until is not ...:
        wanted["valid_until"] = valid_until
    if wanted.get("name") == "":
        raise Invalid(_("请填写姓名。"))
    changed = {f: v for f, v in wanted.items() if getattr(user, f) != v}
    if not changed:
        return user
    for field, value in changed.items():
        setattr(user, field, value)
    user.save(update_fields=list(changed))
    # The number itself is nobody's business in the trail.
    told = {f: ("…" if f == "phone" else v) for f, v in changed.items()}
    _announce(user, "edited", by, now, chain, told)
    return user


@transaction.atomic
def deactivate(*, user, by, now, reason, chain="city") -> User:
    """No log-in any more; open log-ins end at the next click. The person's history stays."""
    _check(by=by, user=user, now=now)
    if not reason.strip():
        raise Invalid(_("请写明停用的理由。"))
    return _switch(user, False, "deactivated", by, now, chain, reason.strip())


@transaction.atomic
def activate(*, user, by, now, chain="city") -> User:
    """May log in again."""
    _check(by=by, user=user, now=now)
    return _switch(user, True, "activated", by, now, chain)


def _switch(user, active, verb, by, now, chain, reason=""):
    changed = User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active)
    user.is_active = active
    if changed:
        _announce(user, verb, by, now, chain, reason=reason)
    return user


def _give_initial_password(user, now) -> str:
    password = initial_password()
    user.set_password(password)
    user.must_change_password = True
    user.initial_until = now + INITIAL_VALID
    return password


def _announce(user, verb, by, now, chain, changes=None, reason=""):
    account_changed.send(
        sender=User,
        user=user,
        verb=verb,
        by=by,
        now=now,
        chain=chain,
        changes=changes or {},
        reason=reason,
    )
