"""A test that really commits leaves the small city as it found it, for whoever comes next."""

import pytest
from django.db import connection, transaction

from examadmin.accounts.models import User
from examadmin.audit.models import Entry
from examadmin.audit.services import record
from examadmin.testing.world import CAST


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_commits_the_next_does_not_find(turn):
    assert not connection.in_atomic_block
    assert set(User.objects.values_list("username", flat=True)) == set(CAST)
    assert not Entry.objects.exists()
    User.objects.create(username=f"left behind {turn}", name="x")
    with transaction.atomic():
        record(by=None, now=User.objects.first().created_at, action="x")
