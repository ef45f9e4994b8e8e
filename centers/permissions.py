from django.utils.translation import gettext_lazy as _

from examadmin.accounts.choices import Role

EVERYBODY = set(Role)
CITY = {Role.CITY_ADMIN, Role.CITY_EXAM_OFFICE}
OFFICERS = CITY | {Role.COUNTY_OFFICER}
WATCHERS = OFFICERS | {Role.AUDITOR, Role.INSPECTOR}
SITE = {Role.SITE_CHIEF, Role.SITE_TECHNICIAN, Role.SCHOOL_CLERK}

RIGHTS = {
    "view_county": (_("查看考区"), EVERYBODY),
    "manage_places": (_("维护考区和学校"), CITY),
    "view_school": (_("查看学校"), WATCHERS | SITE | {Role.PROCTOR}),
    "view_site": (_("查看考点和考场"), WATCHERS | SITE | {Role.PROCTOR}),
    "view_application": (_("查看考点申报"), WATCHERS | {Role.SITE_CHIEF, Role.SCHOOL_CLERK}),
    "edit_application": (_("填写、提交考点申报"), {Role.SITE_CHIEF, Role.SCHOOL_CLERK}),
    "judge_application": (_("审核考点申报"), {Role.COUNTY_OFFICER}),
    "manage_hosting": (_("安排借考"), OFFICERS),
    "reopen_window": (_("为单位重新开放期限"), CITY),
    "view_appointment": (_("查看人员任职"), WATCHERS | {Role.SITE_CHIEF}),
    "appoint": (_("任命人员"), OFFICERS | {Role.SITE_CHIEF}),
    "confirm_milestone": (_("确认日程节点"), OFFICERS | {Role.SITE_CHIEF}),
    "confirm_preparation": (_("确认考点准备事项"), {Role.SITE_CHIEF, Role.SITE_TECHNICIAN}),
    "confirm_county_preparation": (_("确认考区准备事项"), {Role.COUNTY_OFFICER}),
    "view_preparation": (_("查看准备事项"), WATCHERS | SITE),
    "view_county_preparation": (_("查看考区准备事项"), WATCHERS),
    "manage_site": (_("维护考点信息和考场"), OFFICERS),
    "view_audit": (_("查看操作记录"), CITY | {Role.AUDITOR, Role.COUNTY_OFFICER}),
}
