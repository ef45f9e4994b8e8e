from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from examadmin.accounts import rights


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("考生")

    def ready(self):
        from centers import hooks

        from . import jobs  # noqa: F401 - registers the works
        from .permissions import RIGHTS
        from .pupils import count_pupils

        rights.register("candidates", RIGHTS)
        hooks.pupil_counters.append(count_pupils)
