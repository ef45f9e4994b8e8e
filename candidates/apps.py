"""Who sits the exam: rosters, photographs, categories, corrections."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from examadmin.accounts import rights


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("考生")

    def ready(self):
        from centers.hooks import pupil_counters
        from examadmin.audit.words import name_actions
        from examadmin.ui.registry import add_menu, add_search, add_todos

        from . import (
            jobs,  # noqa: F401 - registers the works
            portal,
        )
        from .permissions import RIGHTS
        from .queries import count_pupils

        rights.register("candidates", RIGHTS)
        pupil_counters.append(count_pupils)
        add_menu(*portal.MENU)
        add_todos(portal.todos)
        add_search(portal.search)
        name_actions(portal.ACTIONS)
