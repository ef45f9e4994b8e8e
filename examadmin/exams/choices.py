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
