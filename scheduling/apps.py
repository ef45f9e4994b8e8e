from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from examadmin.accounts import rights


class SchedulingConfig(AppConfig):
    name = "scheduling"
    verbose_name = _("编排")

    def ready(self):
        from centers import hooks
        from examadmin.exams import checks as milestones

        from . import (
            jobs,  # noqa: F401  registers the works
            portal,
        )
        from .checks import CHECKS, round_checks, rounds_prepared
        from .permissions import RIGHTS
        from .services.guards import check_hosting_change, check_room_change
        from .services.timetable import check_site_times

        rights.register("scheduling", RIGHTS)
        for name, check in CHECKS.items():
            milestones.register(name, check)
        milestones.register_together(round_checks(), rounds_prepared, page="round_overview")
        hooks.site_time_checks.append(check_site_times)
        hooks.room_change_checks.append(check_room_change)
        hooks.hosting_change_checks.append(check_hosting_change)
        portal.register()
