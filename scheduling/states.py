"""The life of an arrangement and of a change order; `move()` of these is the only way."""

from django.utils.translation import gettext_lazy as _

from examadmin.workflow.services import Lifecycle, Transition

from .choices import ArrangementState as A
from .choices import ChangeState as C
from .choices import PostponementState as P

ARRANGEMENT = Lifecycle(
    Transition("submit", _("上报"), (A.DRAFT, A.RETURNED), A.SUBMITTED),
    Transition("return", _("退回"), (A.SUBMITTED, A.PASSED), A.RETURNED),
    Transition("pass", _("审核通过"), (A.SUBMITTED,), A.PASSED),
    Transition("lock", _("锁定"), (A.PASSED,), A.LOCKED),
)
CHANGE = Lifecycle(
    Transition("approve", _("批准"), (C.REQUESTED,), C.APPROVED),
    Transition("refuse", _("不批准"), (C.REQUESTED,), C.REFUSED),
)
POSTPONEMENT = Lifecycle(
    Transition("postpone", _("延考"), (P.INTERRUPTED,), P.POSTPONED),
    Transition(
        "reschedule", _("另行安排"), (P.INTERRUPTED, P.POSTPONED, P.RESCHEDULED), P.RESCHEDULED
    ),
)
