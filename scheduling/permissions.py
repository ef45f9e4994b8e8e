from django.utils.translation import gettext_lazy as _

from examadmin.accounts.choices import Role

CITY = {Role.CITY_ADMIN, Role.CITY_EXAM_OFFICE}
OFFICERS = CITY | {Role.COUNTY_OFFICER}
SITE = {Role.SITE_CHIEF, Role.SITE_TECHNICIAN, Role.SCHOOL_CLERK}
RUNNERS = {Role.SITE_CHIEF, Role.SITE_TECHNICIAN}  # who run a site's machines
WATCHERS = {Role.AUDITOR, Role.INSPECTOR}

RIGHTS = {
    "view_arrangement": (_("查看考场编排"), OFFICERS | SITE | WATCHERS),
    "arrange": (_("编排考场、调整座位"), {Role.COUNTY_OFFICER}),
    "adjust_timetable": (_("调整考点场次时间"), {Role.COUNTY_OFFICER, Role.SITE_CHIEF}),
    "run_session": (_("登记场次实际开始和结束"), SITE | {Role.PROCTOR}),
    "extend_cutoff": (_("延长登录截止时间"), {Role.CITY_ADMIN}),
    "report_interruption": (_("报告中断"), {Role.COUNTY_OFFICER} | SITE | {Role.PROCTOR}),
    "postpone": (_("安排延考"), {Role.CITY_ADMIN, Role.COUNTY_OFFICER}),
    "settle": (_("逐一落实零报考生"), {Role.COUNTY_OFFICER}),
    "submit_arrangement": (_("上报编排和附件3"), {Role.COUNTY_OFFICER}),
    "review_arrangement": (_("审核编排"), {Role.CITY_ADMIN}),
    "lock_arrangement": (_("锁定编排"), {Role.CITY_ADMIN}),
    "request_change": (_("申请变更"), {Role.COUNTY_OFFICER}),
    "view_change": (_("查看变更单"), OFFICERS | {Role.AUDITOR}),
    "approve_change": (_("批准变更"), {Role.CITY_ADMIN}),
    "view_paper": (_("下载打印件"), OFFICERS | SITE | WATCHERS),
    "print_paper": (_("制作打印件"), OFFICERS | {Role.SITE_CHIEF}),
    "prepare_round": (_("生成轮次数据"), {Role.CITY_ADMIN, Role.COUNTY_OFFICER}),
    "certify_cleanup": (_("证明模考数据已清理"), {Role.SITE_CHIEF, Role.SITE_TECHNICIAN}),
    "view_round": (_("查看模拟考试和数据包"), OFFICERS | WATCHERS | RUNNERS),
    "download_package": (_("生成、下载考试数据包"), RUNNERS),
    "confirm_practice": (_("登记模拟考试练习"), RUNNERS),
    "confirm_notice": (
        _("登记通知和准考证发放"),
        {Role.COUNTY_OFFICER, Role.SITE_CHIEF, Role.SCHOOL_CLERK},
    ),
}
