"""What this app puts on the shared pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from examadmin.audit.words import name_actions
from examadmin.ui.registry import MenuItem, Todo, add_menu, add_todos

from .duties import duties_of

ACTIONS = {
    "exams.create": gettext_lazy("新建考试"),
    "exams.change_draft": gettext_lazy("修改考试草稿"),
    "exams.Exam.publish": gettext_lazy("发布考试规则"),
    "exams.attach_file": gettext_lazy("上传考试文件"),
    "exams.read_duty": gettext_lazy("确认阅读职责文件"),
}


def register():
    name_actions(ACTIONS)
    add_menu(
        MenuItem(gettext_lazy("考试规则"), "policy", "exams.view_policy", "rules", 70),
        MenuItem(gettext_lazy("职责文件"), "duties", "exams.view_exam", "book", 72),
        MenuItem(gettext_lazy("考试设置"), "exam_setup", "exams.create_exam", "settings", 90),
        MenuItem(
            gettext_lazy("全部考试"), "exams", "exams.create_exam", "exam", 790, in_exam=False
        ),
    )
    add_todos(unread_duties)


def unread_duties(user, exam, now):
    """Duty documents that bind this person and that he has not read yet."""
    unread = [duty for duty in duties_of(user, exam) if duty.owed]
    if unread:
        yield Todo(
            title=_("阅读职责文件"),
            url=reverse("duties", args=[exam.code]),
            detail="、".join(f"《{duty.title}》" for duty in unread),
            count=len(unread),
        )
