"""Search finds within the scope, and what was typed leaves no trace."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from examadmin.audit.models import Entry
from examadmin.portal import queries
from examadmin.portal.search import text_of, token_of
from examadmin.ui.registry import Hit

NUMBER = "140302201001101001"


@pytest.fixture
def asked(monkeypatch):
    """What the one source of hits was asked."""
    texts = []

    def source(user, exam, text):
        texts.append((str(user), exam.code, text))
        return [Hit("考生", "考生<甲>", "实验中学", "/there/")]

    monkeypatch.setattr(queries, "search_sources", [source])
    return texts


def test_a_search_answers_by_an_address_that_does_not_tell_what_was_typed(as_user, world, asked):
    client = as_user(world.officer_a)
    answer = client.post(reverse("search"), {"q": f" {NUMBER} "})
    assert answer.status_code == 302
    assert NUMBER not in answer.url
    text = client.get(answer.url).content.decode()
    assert asked == [("城区负责人", "yq2024", NUMBER)]
    assert "考生&lt;甲&gt;" in text
    assert f'value="{NUMBER}"' in text


def test_the_same_text_never_has_the_same_address(world):
    assert token_of(NUMBER) != token_of(NUMBER)
    assert text_of(token_of(NUMBER)) == NUMBER


@pytest.mark.parametrize("token", ["", "x", "AAAA", "A" * 80, "..", "考"])
def test_a_made_up_address_finds_nothing(as_user, world, asked, token):
    answer = as_user(world.officer_a).get(reverse("search"), {"s": token})
    assert answer.status_code == 200
    assert asked == []


def test_what_was_typed_is_kept_nowhere(as_user, world, asked, caplog):
    client = as_user(world.officer_a)
    with caplog.at_level("DEBUG"):
        client.get(client.post(reverse("search"), {"q": NUMBER}).url)
    kept = [s.get_decoded() for s in Session.objects.all()] + list(Entry.objects.values())
    assert NUMBER not in str(kept)
    assert NUMBER not in "".join(r.getMessage() for r in caplog.records if "SQL" not in r.msg)


def test_while_one_types_only_the_hits_come_back(as_user, world, asked):
    client = as_user(world.officer_a)
    answer = client.post(reverse("search"), {"q": "王子"}, headers={"hx-request": "true"})
    text = answer.content.decode()
    assert 'href="/there/"' in text
    assert "<html" not in text
    assert "王子" not in answer.headers["HX-Replace-Url"]


def test_a_single_character_asks_nobody(as_user, world, asked):
    client = as_user(world.officer_a)
    text = client.post(reverse("search"), {"q": "王"}, follow=True).content.decode()
    assert "请至少输入 2 个字" in text
    assert asked == []


def test_when_nothing_is_found_the_page_says_what_to_check(as_user, world, monkeypatch):
    monkeypatch.setattr(queries, "search_sources", [])
    text = as_user(world.officer_a).post(reverse("search"), {"q": "查无此人"}, follow=True)
    assert "没有找到" in text.content.decode()


def test_somebody_without_a_post_asks_nobody(as_user, world, asked):
    as_user(world.nobody).post(reverse("search"), {"q": "王子"}, follow=True)
    assert asked == []


def test_search_is_in_reach_of_every_page_and_names_the_exam(as_user, world):
    text = as_user(world.officer_a).get("/jobs/").content.decode()
    assert '<input type="hidden" name="exam" value="yq2024">' in text
