"""The first account of a new installation."""

import pytest
from django.core.management import CommandError, call_command

from examadmin.accounts.models import User


@pytest.mark.django_db
def test_the_first_city_administrator_gets_a_password_that_works_once_and_must_be_changed(
    capsys, client
):
    call_command("create_city_admin", "first", "李主任")
    password = capsys.readouterr().out.split("初始密码 ")[1].split("（")[0]
    user = User.objects.get(username="first")
    assert user.check_password(password)
    assert user.must_change_password
    assert user.has_perm("exams.create_exam")


@pytest.mark.django_db
def test_an_account_name_that_is_taken_is_refused_with_a_sentence(world):
    with pytest.raises(CommandError):
        call_command("create_city_admin", "officer_a", "重名")
