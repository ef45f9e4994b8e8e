import pytest

from examadmin.base import messages


@pytest.fixture(scope="session")
def sentences():
    """All that our code says. Reading it takes a second."""
    return messages.said()
