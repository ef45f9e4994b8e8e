"""Which act leads a site application from which state to which."""

from django.utils.translation import gettext_lazy as _

from examadmin.workflow.services import Lifecycle, Transition

from .choices import ApplicationState as S

EDITABLE = (S.DRAFT, S.RETURNED)

APPLICATION = Lifecycle(
    Transition("submit", _("提交"), EDITABLE, S.SUBMITTED),
    Transition("approve", _("通过"), (S.SUBMITTED,), S.APPROVED),
    Transition("return", _("退回修改"), (S.SUBMITTED,), S.RETURNED),
    Transition("refuse", _("不予通过"), (S.SUBMITTED,), S.REFUSED),
    Transition("reconsider", _("准予重新申报"), (S.REFUSED,), S.RETURNED),
    model="centers.SiteApplication",
)
