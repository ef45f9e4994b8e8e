from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone

from .models import Entry


def entries(*chains):
    """The rows of these trails, newest first; of all trails when none is named. A trail may be a
    name or a subquery of names."""
    rows = Entry.objects.order_by("-id")
    if not chains:
        return rows
    reach = Q()
    for chain in chains:
        reach |= Q(chain=chain) if isinstance(chain, str) else Q(chain__in=chain)
    return rows.filter(reach)


def narrow(rows, *, who="", what="", act="", since=None, until=None):
    """Filters of the page: person, object, kind of act, days (local, both included)."""
    if who:
        rows = rows.filter(actor__icontains=who)
    if what:
        rows = rows.filter(object_name__icontains=what)
    if act:
        rows = rows.filter(action=act)
    if since:
        rows = rows.filter(at__gte=_midnight(since))
    if until:
        rows = rows.filter(at__lte=_midnight(until, time.max))
    return rows


def _midnight(day, at=time.min):
    return timezone.make_aware(datetime.combine(day, at))
