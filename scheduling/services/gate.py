"""How every service gets hold of an arrangement: locked for the transaction, and only where it
may still be changed."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from centers.windows import require_window
from examadmin.audit.services import record
from examadmin.base.errors import Invalid, Refusal
from examadmin.ui.fetch import require

from ..models import Arrangement, Seating

WINDOW = "arrangement"


def authorise(by, right: str, obj) -> None:
    """The person must hold the right at the moment of the act; None is the system itself."""
    if by is not None:
        require(by, f"scheduling.{right}", obj)


def require_reason(reason: str, sentence) -> str:
    """A reason that says something, or Invalid with the sentence."""
    if not (reason or "").strip():
        raise Invalid(sentence)
    return reason.strip()


def hold(arrangement: Arrangement) -> Arrangement:
    """The row as it is now, locked until the transaction ends: writers of one county queue here."""
    assert transaction.get_connection().in_atomic_block
    return (
        Arrangement.objects.select_for_update(of=("self",))
        .select_related("exam__policy", "county")
        .get(pk=arrangement.pk)
    )


def hold_of(*, exam, county) -> Arrangement:
    """The arrangement of a county, made if there is none, locked."""
    arrangement, _made = Arrangement.objects.get_or_create(exam=exam, county=county)
    return hold(arrangement)


def require_open(arrangement: Arrangement, *, by, now, school=None) -> None:
    """Refuse unless seats may be changed freely: by state, and for persons by the window (Y-031,
    Y-039). Windows bind the units; whoever runs commands on the server (`by` None) is none."""
    if not arrangement.is_open:
        raise Refusal(
            _("%(arrangement)s现在的状态是“%(state)s”，不能直接修改。锁定后的调整请填写变更单。")
            % {"arrangement": arrangement, "state": arrangement.get_state_display()}
        )
    if by is not None:
        require_window(arrangement.exam, WINDOW, now, county=arrangement.county, school=school)


def next_version(arrangement: Arrangement, seatings=None, **fields) -> int:
    """Count a change: the arrangement's version goes up, and the seatings it touched carry it."""
    arrangement.version += 1
    for name, value in fields.items():
        setattr(arrangement, name, value)
    Arrangement.objects.filter(pk=arrangement.pk).update(version=F("version") + 1, **fields)
    if seatings is not None:
        Seating.objects.filter(pk__in=seatings).update(version=arrangement.version)
    return arrangement.version


def chain_of(arrangement: Arrangement) -> str:
    """Whose audit trail the acts on an arrangement belong to."""
    return f"county:{arrangement.county.code}"


def audit(arrangement: Arrangement, action: str, *, by, now, changes, reason="", target=None):
    """An audit row in the county's trail."""
    return record(
        by=by,
        now=now,
        action=f"scheduling.{action}",
        target=target or arrangement,
        chain=chain_of(arrangement),
        changes=changes,
        reason=reason,
    )
