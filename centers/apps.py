from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from examadmin.accounts import rights


class CentersConfig(AppConfig):
    name = "centers"
    verbose_name = _("考区与考点")

    def ready(self):
        from examadmin.accounts.services import guard

        from .permissions import RIGHTS
        from .services.people import guard_account

        rights.register("centers", RIGHTS)
        guard(guard_account)
