from django.utils.translation import gettext_lazy as _

from examadmin.accounts.choices import Role

CITY = {Role.CITY_ADMIN, Role.CITY_EXAM_OFFICE}

RIGHTS = {
    "view_exam": (_("查看考试、日程和规则"), set(Role)),
    "create_exam": (_("新建考试，修改草稿"), CITY),
    "publish_exam": (_("发布考试规则"), CITY),
    "view_policy": (_("查看考试规则全文"), set(Role)),
}
