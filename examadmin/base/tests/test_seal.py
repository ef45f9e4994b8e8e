"""What is sealed can be read again with the key, and with nothing else."""

import pytest
from cryptography.exceptions import InvalidTag

from examadmin.base.seal import digest, seal, unseal


def test_what_is_sealed_can_be_read_again_and_never_looks_the_same_twice():
    number = "140302201001100013"
    first, second = seal(number), seal(number)
    assert unseal(first) == unseal(second) == number
    assert first != second
    assert number.encode() not in first


def test_o19_a_database_without_the_key_tells_nothing(settings):
    sealed, mark = seal("140302201001100013"), digest("140302201001100013")
    settings.SEAL_KEY = "another key that was not used to seal"
    with pytest.raises(InvalidTag):
        unseal(sealed)
    assert digest("140302201001100013") != mark


def test_equal_numbers_have_equal_marks_and_nothing_stays_nothing():
    assert digest("a") == digest("a") != digest("b")
    assert len(digest("a")) == 32
    assert unseal(seal("")) == ""
