"""`move()` is the only way in which a state changes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from examadmin.audit.services import record
from examadmin.base.errors import Refusal

from .models import Step


@dataclass(frozen=True)
class Transition:
    """One row of an app's transition table.

    verb: code's name of the act; title: what the button says; sources → target: states.
    """

    verb: str
    title: str
    sources: tuple[str, ...]
    target: str


_titles = {}  # (model, verb, new state) → what the button says


class Lifecycle:
    """A model's transition table. `field` is the state column; `model`, its label, keeps the names
    of the buttons apart from those of other models with the same verbs."""

    def __init__(self, *transitions: Transition, field: str = "state", model: str = ""):
        self.field = field
        self.by_verb = {t.verb: t for t in transitions}
        _titles.update({(model, t.verb, t.target): t.title for t in transitions})

    def open_to(self, state: str) -> list[Transition]:
        """The transitions that lead out of a state."""
        return [t for t in self.by_verb.values() if state in t.sources]

    def move(self, obj, verb: str, *, by, now, chain="city", comment="", changes=None, **fields):
        """Change the state (and `fields` with it) if it still is one of the sources.

        Two people pressing at once: the second finds the state moved and is told so. Writes the
        step and the audit row; must run inside the transaction of the act.
        Raises Refusal when the state does not allow the verb.
        """
        transition = self.by_verb[verb]
        before = getattr(obj, self.field)
        changed = (
            type(obj)
            ._base_manager.filter(pk=obj.pk, **{f"{self.field}__in": transition.sources})
            .update(**{self.field: transition.target}, **fields)
        )
        if not changed:
            obj.refresh_from_db(fields=[self.field])
            raise Refusal(
                _("“%(object)s”现在的状态是“%(state)s”，不能%(verb)s。请刷新页面查看最新情况。")
                % {
                    "object": obj,
                    "state": getattr(obj, f"get_{self.field}_display")(),
                    "verb": transition.title,
                }
            )
        setattr(obj, self.field, transition.target)
        for name, value in fields.items():
            setattr(obj, name, value)
        Step.objects.create(
            object_type=obj._meta.label,
            object_id=str(obj.pk),
            verb=verb,
            source=before,
            target=transition.target,
            by=by,
            at=now,
            comment=comment,
        )
        record(
            by=by,
            now=now,
            action=f"{obj._meta.label}.{verb}",
            target=obj,
            chain=chain,
            reason=comment,
            changes={"from": before, "to": transition.target, **(changes or {})},
        )
        return obj


def history(obj):
    """The steps of an object, oldest first."""
    return Step.objects.filter(object_type=obj._meta.label, object_id=str(obj.pk)).select_related(
        "by"
    )


def title_of(step: Step) -> str:
    """What the button said that made this step."""
    act = (step.verb, step.target)
    return _titles.get((step.object_type, *act)) or _titles.get(("", *act), step.verb)
