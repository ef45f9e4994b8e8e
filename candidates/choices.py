from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    MALE = "M", _("男")
    FEMALE = "F", _("女")


class ImportState(TextChoices):
    CHECKING = "checking", _("检查中")
    CHECKED = "checked", _("已检查，待导入")
    APPLYING = "applying", _("导入中")
    APPLIED = "applied", _("已导入")
    UNDONE = "undone", _("已撤销")
    DISCARDED = "discarded", _("已放弃")
    FAILED = "failed", _("无法读取")


class Level(TextChoices):
    """How grave a finding is: an error keeps the row out, a warning does not."""

    ERROR = "error", _("错误")
    WARNING = "warning", _("提示")
    NOTE = "note", _("说明")
