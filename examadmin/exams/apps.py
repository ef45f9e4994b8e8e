from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from examadmin.accounts import rights


class ExamsConfig(AppConfig):
    name = "examadmin.exams"
    verbose_name = _("考试")

    def ready(self):
        from . import portal
        from .permissions import RIGHTS

        rights.register("exams", RIGHTS)
        portal.register()
