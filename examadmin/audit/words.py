"""How the acts in the trail are called on a page. Apps add theirs from `AppConfig.ready`."""

from django.apps import apps

_titles = {}


def name_actions(table: dict) -> None:
    """{"accounts.User.created": _("开设账号"), …}"""
    _titles.update(table)


def known() -> list[tuple[str, str]]:
    """(action, its name) of all that have a name, by name."""
    return sorted(((action, str(name)) for action, name in _titles.items()), key=lambda p: p[1])


def is_known(action: str) -> bool:
    return action in _titles


def title(action: str) -> str:
    """The act in words; an act without a name shows its object and verb."""
    if action in _titles:
        return str(_titles[action])
    label, _, verb = action.rpartition(".")
    return f"{kind(label)} {verb}".strip() if kind(label) else action


def kind(label: str) -> str:
    """What a model is called, from its label; nothing for a label that is none."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return ""
