from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "examadmin.audit"
    verbose_name = _("操作记录")

    def ready(self):
        from . import receivers  # noqa: F401  (listens)
