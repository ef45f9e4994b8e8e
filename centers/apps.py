from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from examadmin.accounts import rights


class CentersConfig(AppConfig):
    name = "centers"
    verbose_name = _("考区与考点")

    def ready(self):
        from examadmin.accounts.services import guard
        from examadmin.audit.words import name_actions
        from examadmin.exams.duties import ask_posts_of
        from examadmin.ui.registry import add_menu, add_search, add_todos

        from . import portal
        from .milestones import portal as milestones
        from .milestones.permissions import RIGHTS as MILESTONE_RIGHTS
        from .permissions import RIGHTS
        from .scope import posts
        from .services.people import guard_account

        rights.register("centers", RIGHTS | MILESTONE_RIGHTS)
        guard(guard_account)
        ask_posts_of(lambda user: [post.role for post in posts(user)])
        add_menu(*portal.MENU)
        add_todos(portal.todos)
        add_search(portal.search)
        name_actions(portal.ACTIONS)
        milestones.register()
