"""The life of an import: checked, looked at by a person, applied or let go, perhaps undone."""

from django.utils.translation import gettext_lazy as _

from examadmin.workflow.services import Lifecycle, Transition

from .choices import ImportState as S

IMPORT = Lifecycle(
    Transition("found", _("检查完成"), (S.CHECKING,), S.CHECKED),
    Transition("store", _("照片入库"), (S.CHECKING,), S.APPLIED),
    Transition("fail", _("无法读取"), (S.CHECKING,), S.FAILED),
    Transition("apply", _("导入"), (S.CHECKED,), S.APPLYING),
    Transition("release", _("退回待导入"), (S.APPLYING,), S.CHECKED),
    Transition("done", _("导入完成"), (S.APPLYING,), S.APPLIED),
    Transition("discard", _("放弃"), (S.CHECKED,), S.DISCARDED),
    Transition("undo", _("撤销"), (S.APPLIED,), S.UNDONE),
)
