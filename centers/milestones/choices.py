from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standing(TextChoices):
    """How a step of the work plan stands with one unit. The order is that of urgency."""

    LATE = "late", _("已逾期")
    DUE = "due", _("待办")
    LATER = "later", _("未开始")
    DONE = "done", _("已完成")
