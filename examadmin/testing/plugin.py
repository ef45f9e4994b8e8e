"""Fixtures for every test. Loaded by pytest.ini."""

import pytest


def pytest_addoption(parser):
    parser.addoption("--write-access", action="store_true", help="write access.csv anew")


def pytest_configure(config):
    from examadmin.base.messages import compile_catalog

    if not hasattr(config, "workerinput"):  # of parallel runs the first process does it for all
        compile_catalog()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from . import world

    with django_db_blocker.unblock():
        world.build()


@pytest.fixture(autouse=True)
def _fast_and_private(settings, tmp_path):
    """Jobs run at once; files and cache of a test are its own."""
    settings.JOBS_INLINE = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": str(tmp_path),
        }
    }


@pytest.fixture
def world(db):
    from .world import World

    return World()


@pytest.fixture
def as_user(client):
    """as_user(user) -> a test client logged in as that person."""

    def log_in(user):
        client.force_login(user, backend="examadmin.accounts.backends.PasswordBackend")
        return client

    return log_in
