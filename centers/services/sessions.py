"""Log a person out everywhere: what somebody may do has changed."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def end_sessions(*, user, now) -> int:
    """End every open log-in of a person; returns how many. Rights are read anew at each request
    anyway; this makes sure that no page of yesterday's post stays open."""
    if user.last_login is None:
        return 0
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = 0
    for session in Session.objects.filter(expire_date__gt=now).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            store(session.session_key).delete()
            ended += 1
    return ended
