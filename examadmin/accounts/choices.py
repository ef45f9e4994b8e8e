"""The posts of the work and the tier at which each is held."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tier(TextChoices):
    CITY = "city", _("市")
    COUNTY = "county", _("县（区）")
    SITE = "site", _("考点")
    ROOM = "room", _("考场")


class Role(TextChoices):
    CITY_ADMIN = "city_admin", _("市级管理员")
    CITY_EXAM_OFFICE = "city_exam_office", _("市考试中心")
    AUDITOR = "auditor", _("市审计")
    COUNTY_OFFICER = "county_officer", _("县（区）考试负责人")
    SITE_CHIEF = "site_chief", _("主考")
    SITE_TECHNICIAN = "site_technician", _("考点系统管理员")
    SCHOOL_CLERK = "school_clerk", _("学校")
    INSPECTOR = "inspector", _("巡视员")
    PROCTOR = "proctor", _("监考员")


# An inspector is sent to a county; every other post has one fixed kind of place.
TIER_OF = {
    Role.CITY_ADMIN: Tier.CITY,
    Role.CITY_EXAM_OFFICE: Tier.CITY,
    Role.AUDITOR: Tier.CITY,
    Role.COUNTY_OFFICER: Tier.COUNTY,
    Role.INSPECTOR: Tier.COUNTY,
    Role.SITE_CHIEF: Tier.SITE,
    Role.SITE_TECHNICIAN: Tier.SITE,
    Role.SCHOOL_CLERK: Tier.SITE,
    Role.PROCTOR: Tier.ROOM,
}
