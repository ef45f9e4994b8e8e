import pytest


@pytest.fixture(autouse=True)
def _quick_passwords(settings, request):
    """The real hash costs half a second on purpose; only the test of its timing needs it."""
    if not request.node.get_closest_marker("slow"):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
