from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ApplicationState(TextChoices):
    DRAFT = "draft", _("填写中")
    SUBMITTED = "submitted", _("待县（区）审核")
    RETURNED = "returned", _("已退回修改")
    APPROVED = "approved", _("已通过")
    REFUSED = "refused", _("未通过")


class Result(TextChoices):
    PASS = "pass", _("达标")
    WARNING = "warning", _("提示")
    FAIL = "fail", _("不达标")
    MISSING = "missing", _("未填写")
    EXCEPTION = "exception", _("例外")
