from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "examadmin.portal"

    def ready(self):
        from examadmin.ui.registry import MenuItem, add_menu, find_exam_by

        from .views import find_exam

        find_exam_by(find_exam)
        add_menu(
            MenuItem(_("首页"), "home", "", "home", 0, in_exam=False),
            MenuItem(_("操作记录"), "trail", "centers.view_audit", "audit", 900, in_exam=False),
        )
