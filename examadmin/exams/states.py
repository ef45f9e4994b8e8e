"""How an exam comes into force."""

from django.utils.translation import gettext_lazy as _

from examadmin.workflow.services import Lifecycle, Transition

from .choices import ExamState

EXAM = Lifecycle(
    Transition("publish", _("发布"), (ExamState.DRAFT, ExamState.PUBLISHED), ExamState.PUBLISHED),
)
