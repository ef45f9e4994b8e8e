from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from examadmin.accounts import rights


class SchedulingConfig(AppConfig):
    name = "scheduling"
    verbose_name = _("编排")

    def ready(self):
        from candidates import hooks as candidates
        from centers import hooks
        from examadmin.exams import checks as milestones

        from . import (
            jobs,  # noqa: F401  registers the works
            portal,
        )
        from .checks import CHECKS, round_checks, rounds_prepared
        from .permissions import RIGHTS
        from .queries.zero import SETTLED
        from .services import guards
        from .services.timetable import check_site_times

        rights.register("scheduling", RIGHTS)
        for name, check in CHECKS.items():
            milestones.register(name, check)
        milestones.register_together(round_checks(), rounds_prepared, page="round_overview")
        hooks.site_time_checks.append(check_site_times)
        hooks.room_change_checks.append(guards.check_room_change)
        hooks.hosting_change_checks.append(guards.check_hosting_change)
        candidates.settled_when.append(SETTLED)
        candidates.settle_pages.append(portal.settle_page)
        candidates.withdrawal_checks.append(guards.check_withdrawal)
        candidates.withdrawn.append(guards.free_seats)
        candidates.correction_checks.append(guards.check_correction)
        candidates.corrected.append(guards.leave_wrong_site)
        portal.register()
