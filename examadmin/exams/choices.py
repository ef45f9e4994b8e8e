from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExamState(TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    CLOSED = "closed", _("已结束")


class Each(TextChoices):
    """Whether a milestone is owed once, by every county, or by every site."""

    CITY = "city", _("全市")
    COUNTY = "county", _("各考区")
    SITE = "site", _("各考点")


class Kind(TextChoices):
    """How an item of the room standard is judged."""

    MIN = "min", _("不低于")
    MAX = "max", _("不高于")
    LADDER = "ladder", _("档次不低于")
    CHOICE = "choice", _("属于其中之一")
    YES = "yes", _("应当具备")
    ALL = "all", _("应当全部具备")


class Scope(TextChoices):
    SITE = "site", _("考点")
    ROOM = "room", _("考场")


class PreparationScope(TextChoices):
    COUNTY = "county", _("考区")
    SITE = "site", _("考点")
    ROOM = "room", _("考场")


class Level(TextChoices):
    MANDATORY = "mandatory", _("必须达标")
    RECOMMENDED = "recommended", _("只作提示")


class Exception_(TextChoices):
    SMALL_RURAL = "small_rural", _("农村小规模学校")


class Rounding(TextChoices):
    FLOOR = "floor", _("舍去")
    CEIL = "ceil", _("进一")


class SeatOrder(TextChoices):
    ROLL = "roll", _("按报名号")
    SHUFFLED = "shuffled", _("打乱")
