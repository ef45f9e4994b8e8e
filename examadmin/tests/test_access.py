"""Every URL × every person × things of county A and of county B: exactly the table.

The table is access.csv. A URL that is not in it fails; so does an answer that differs.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from examadmin.testing import access
from examadmin.testing.things import SIDES, Things
from examadmin.testing.world import CAST

PEOPLE = ["anonymous", *CAST]
URLS = {name: (route, names) for name, route, names in access.patterns()}
PLACES = {
    "county", "school", "photo", "tick", "appointment", "pk", "job", "room_session", "order", "paper",
}  # fmt: skip
PARTS = 12  # the URLs are dealt out: making one thing of every kind costs more than asking
OWN_ONLY = {"healthz", "login", "logout", "set_language"}  # nothing of anybody's behind them


class Browser(Client):
    """A client that keeps neither templates nor contexts: thousands of questions are asked here."""

    def request(self, **request):
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


def of_a_place(url):
    """Whether the address names a thing of one county. A candidate is named by a number."""
    names = set(URLS[url][1])
    return bool(PLACES & names) or (url.startswith("candidate") and "number" in names)


def sides(url):
    return list(SIDES) if of_a_place(url) else ["a"]


def answers(clients, url, things):
    route, names = URLS[url]
    table = {}
    for side in sides(url):
        path = reverse(url, kwargs=things.values(url, names, side))
        for method in ("get", "post"):
            table[(url, method.upper(), side)] = {
                person: answer(client, method, path) for person, client in clients.items()
            }
    return table


def answer(client, method, path):
    client.cookies = client.at_log_in.copy()  # the one before may have been the log-out
    with transaction.atomic():
        response = getattr(client, method)(path)
        if response.streaming:
            b"".join(response)  # a file that nobody reads to its end would stay open
        transaction.set_rollback(True)
    if response.status_code == 302 and "/login/" in response["Location"]:
        return "login"
    return str(response.status_code)


@pytest.fixture
def clients(world, settings):
    """A logged-in browser for every person. Sessions in the cookie: no query for them."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    browsers = {person: Browser() for person in PEOPLE}
    for person in CAST:
        browsers[person].force_login(
            getattr(world, person), "examadmin.accounts.backends.PasswordBackend"
        )
    for browser in browsers.values():
        browser.at_log_in = browser.cookies.copy()
    return browsers


@pytest.fixture
def things(world):
    return Things(world)


@pytest.fixture(scope="session")
def written(request):
    """Collects what is found when the table is to be written anew."""
    found = {}
    yield found
    if request.config.getoption("--write-access") and found:
        access.write(found)


@pytest.mark.clause("Y-001")
@pytest.mark.parametrize("part", range(PARTS))
def test_b03_every_person_gets_from_every_url_what_the_table_says(
    request, clients, things, part, written
):
    asked = sorted(URLS)[part::PARTS]
    found = {}
    for url in asked:
        found |= answers(clients, url, things)
    if request.config.getoption("--write-access"):
        written.update(found)
        return
    table = access.read()
    for key, row in found.items():
        assert key in table, f"{key} is missing in access.csv"
        assert row == table[key], key
    assert set(asked) <= {key[0] for key in table}


def test_the_table_names_no_url_that_is_gone():
    assert {key[0] for key in access.read()} <= set(URLS)


def test_b01_nobody_of_county_b_gets_a_thing_of_county_a_and_the_other_way_round():
    strangers = {"a": {"officer_b", "chief_b1"}, "b": {"officer_a", "chief_a1", "chief_a2"}}
    for (url, method, side), row in access.read().items():
        if url in OWN_ONLY or not of_a_place(url):
            continue
        for person in strangers[side] | {"nobody"}:
            assert row[person] in ("403", "404", "405"), (url, method, side, person)


def test_nothing_is_open_to_a_stranger_from_the_street():
    open_to_all = {"login", "healthz", "browser", "set_language"}
    for (url, method, side), row in access.read().items():
        if url not in open_to_all:
            assert row["anonymous"] in ("login", "401", "403", "405"), (url, method, side)
