from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from examadmin.accounts import rights


class SchedulingConfig(AppConfig):
    name = "scheduling"
    verbose_name = _("编排")

    def ready(self):
        from .permissions import RIGHTS

        rights.register("scheduling", RIGHTS)
