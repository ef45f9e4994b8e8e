"""How a view gets hold of things: through the person. Out of scope is 404, in scope but not
allowed is 403 with the reason."""

from django.http import Http404
from django.utils.translation import gettext as _

from examadmin.accounts import rights
from examadmin.base.errors import Forbidden


def fetch(user, queryset, perm, **where):
    """The one row that fits, if the person may see it by `perm`; otherwise 404."""
    try:
        return queryset.visible_to(user, perm).get(**where)
    except queryset.model.DoesNotExist:
        raise Http404 from None


def require(user, perm, obj=None):
    """Refuse with a sentence unless the person holds the right on the object."""
    if not user.has_perm(perm, obj):
        raise Forbidden(
            _("您的职务不能“%(right)s”。如需办理，请联系有此权限的人员。")
            % {"right": rights.title(perm)}
        )
