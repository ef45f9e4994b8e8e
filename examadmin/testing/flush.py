"""What a transactional test leaves behind is flushed, and with it the small city. Here the city is
built again right after the flush, so that no test depends on the order in which it runs."""

from django.db import connection
from django.test import TransactionTestCase

from examadmin.audit import triggers

_flush = TransactionTestCase._fixture_teardown


def _flush_and_rebuild(self):
    from . import world

    triggers.drop(connection)  # the trail refuses to be deleted, in tests too
    try:
        _flush(self)
    finally:
        triggers.create(connection)
    world.build()


TransactionTestCase._fixture_teardown = _flush_and_rebuild
