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


class RoundReportState(TextChoices):
    SUBMITTED = "submitted", _("已上报")
    ANSWERED = "answered", _("市级已答复")
    CLOSED = "closed", _("已办结")


class ProblemKind(TextChoices):
    """What went wrong in a round, as a county reports it (Y-048)."""

    POWER = "power", _("供电")
    NETWORK = "network", _("网络")
    MACHINE = "machine", _("机器和外设")
    SYSTEM = "system", _("考试系统")
    DATA = "data", _("考务数据和考生信息")
    PEOPLE = "people", _("人员和组织")
    OTHER = "other", _("其他")
