"""Rights of the work plan and the rounds; registered with those of the app."""

from django.utils.translation import gettext_lazy as _

from centers.permissions import SITE, WATCHERS
from examadmin.accounts.choices import Role

RIGHTS = {
    "view_milestone": (_("查看工作日程"), WATCHERS | SITE),
    "view_county_milestone": (_("查看考区的工作日程"), WATCHERS),
    "view_round_report": (_("查看模拟考试情况报告"), WATCHERS),
    "report_round": (_("上报模拟考试情况"), {Role.COUNTY_OFFICER}),
    "answer_round": (_("答复、办结模拟考试情况报告"), {Role.CITY_ADMIN}),
}
