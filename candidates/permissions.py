from django.utils.translation import gettext_lazy as _

from examadmin.accounts.choices import Role

CITY = {Role.CITY_ADMIN, Role.CITY_EXAM_OFFICE}
OFFICERS = CITY | {Role.COUNTY_OFFICER}
SITE = {Role.SITE_CHIEF, Role.SITE_TECHNICIAN, Role.SCHOOL_CLERK}

RIGHTS = {
    "view_candidate": (_("查看考生"), OFFICERS | SITE | {Role.AUDITOR, Role.INSPECTOR}),
    "reveal_identity": (_("查看完整证件号码和监护人电话"), OFFICERS | {Role.SITE_CHIEF}),
    "import_roster": (_("导入考生名册和照片"), {Role.COUNTY_OFFICER} | CITY),
    "correct_candidate": (_("更正考生信息"), {Role.COUNTY_OFFICER}),
    "export_candidate": (_("导出考生名册"), OFFICERS),
}
