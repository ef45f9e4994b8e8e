"""Fixtures of browser tests: Chromium against the running application.

`live_world` is the small city under a live server, `page` a fresh browser context, and
`page_of(user)` the page of a person who is logged in.
"""

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, request, tmp_path_factory):
    """A live server answers in several threads. On SQLite they must not share the connection of a
    database in memory, so a run with browser tests uses a file."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    live = any("live_server" in getattr(i, "fixturenames", ()) for i in request.session.items)
    if live and database["ENGINE"].endswith("sqlite3"):
        folder = tmp_path_factory.mktemp("database")
        database["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(scope="session")
def chromium():
    """One browser process for the session; every test gets its own context."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _playwright_and_django_agree():
    """Playwright's synchronous interface runs inside an event loop of its own; Django would take
    every query of the test for one made inside asynchronous code."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def live_world(transactional_db, live_server, _playwright_and_django_agree):
    """The small city, and the address where it is served (`live_world.url`)."""
    from .world import World

    world = World()
    world.url = live_server.url
    return world


@pytest.fixture
def new_page(chromium, live_world):
    """new_page(width=1280, **options) -> a page in a context of its own. At the end it fails the
    test when the page asked for an address outside the server or wrote an error."""
    contexts, faults = [], []

    def make(width=1280, height=900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            base_url=live_world.url,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda asked: _inside(asked.url, live_world.url, faults))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: _complaint(said, faults))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not faults, faults


def _inside(url, base, faults):
    if not url.startswith((base, "data:", "blob:", "about:")):
        faults.append(f"asked for {url}")


# htmx writes these when a newer question takes the place of one still under way (hx-sync).
REPLACED = ("htmx:afterRequest", "htmx:sendAbort")


def _complaint(said, faults):
    if said.type == "error" and not said.text.startswith(("Failed to load resource", *REPLACED)):
        faults.append(said.text)


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def page_of(new_page, live_world):
    """page_of(user, width=1280) -> a page on which that person is logged in."""
    from django.conf import settings
    from django.test import Client

    def log_in(user, width=1280, **options):
        client = Client()
        client.force_login(user, backend="examadmin.accounts.backends.PasswordBackend")
        page = new_page(width, **options)
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_world.url,
                }
            ]
        )
        return page

    return log_in


def pytest_collection_modifyitems(items):
    """What asks for Chromium is a browser test, whether it says so or not."""
    for item in items:
        if "chromium" in item.fixturenames:
            item.add_marker(pytest.mark.browser)


def folder_of_pictures() -> Path | None:
    """Where tests leave their screenshots; nowhere unless SCREENSHOTS names a folder."""
    wanted = os.environ.get("SCREENSHOTS")
    return Path(wanted) if wanted else None
