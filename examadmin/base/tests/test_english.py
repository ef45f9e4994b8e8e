"""The pages in English: what stands there in Chinese is data, not ours."""

import re

import lxml.html
import pypdfium2
import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

pytestmark = pytest.mark.django_db

CHINESE = re.compile(r"[\u3400-\u9fff]+")
READ = ("title", "aria-label", "placeholder", "alt", "data-label", "data-ask", "data-bulk-count")
PAGES = {
    "officer_a": {
        "home": "", "my_rights": "", "people": "", "jobs": "", "browser": "", "trail": "",
        "sites": "e", "site": "es", "applications": "e", "application": "es", "hosting": "e",
        "counties": "e", "preparations": "e", "candidates": "e", "rosters": "e", "photos": "e",
        "arrangement": "ec", "site_arrangement": "ecs", "form3": "ec", "notices": "e",
        "papers": "e", "milestones": "e", "rounds": "e",
    },
    "city_reviewer": {
        "exams": "", "exam_new": "", "exam_setup": "e", "places": "", "windows": "e",
        "arrangement_review": "e", "change_orders": "e",
    },
}  # fmt: skip


def texts(html):
    """What a page says, its hidden parts included, but not the other language's name."""
    for part in lxml.html.fromstring(html).iter():
        if isinstance(part.tag, str) and part.tag not in ("script", "style"):
            if part.get("lang") != "zh-hans":
                yield part.text
            yield from (part.get(name) for name in READ)
        yield part.tail


def written(value):
    """All texts within a profile."""
    if isinstance(value, dict):
        value = [part for pair in value.items() for part in pair]
    if isinstance(value, list):
        return [text for part in value for text in written(part)]
    return [value] if isinstance(value, str) else []


@pytest.fixture
def ours(world, sentences):
    """ours(html): its Chinese that is neither a name nor a text of the profile."""
    named = ("School", "County", "Room", "Candidate", "User")
    names = {
        name
        for model in apps.get_models()
        if model.__name__ in named
        for name in model.objects.values_list("name", flat=True)
    }
    names = sorted([world.exam.title, "中国联通", *names], key=len, reverse=True)
    profile = "\n".join(written(world.exam.policy.data))
    doubtful = sentences.keys() - set(CHINESE.findall(profile))

    def find(html):
        found = set()
        for text in filter(None, texts(html)):
            for name in names:
                text = text.replace(name, "")
            runs = CHINESE.findall(text)
            found |= {run for run in runs if run in doubtful or run not in profile}
        return found

    return find


@pytest.fixture
def in_english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_the_log_in_page_is_english(in_english, ours):
    answer = in_english.get("/login/")
    assert answer.headers["Content-Language"] == "en"
    assert ours(answer.content.decode()) == set()
    assert "Log in" in answer.content.decode()


@pytest.mark.parametrize("person", PAGES)
def test_pages_are_english(in_english, as_user, world, ours, person):
    as_user(getattr(world, person))
    parts = {"e": world.exam.code, "c": "6301", "s": "630101"}
    found = {}
    for name, keys in PAGES[person].items():
        answer = in_english.get(reverse(name, args=[parts[key] for key in keys]))
        assert answer.status_code == 200, name
        if said := ours(answer.content.decode()):
            found[name] = said
    assert found == {}


def test_the_chinese_page_would_not_pass(client, as_user, world, ours):
    as_user(world.officer_a)
    assert {"考点与考场", "考生"} <= ours(client.get("/").content.decode())


@pytest.mark.parametrize("form", ["form1", "form2", "form3"])
def test_forms_of_the_office_stay_chinese(in_english, as_user, world, form):
    as_user(world.officer_a)
    answer = in_english.get(reverse("paper_blank", args=[world.exam.code, form]))
    document = pypdfium2.PdfDocument(b"".join(answer.streaming_content))
    text = document[0].get_textpage().get_text_bounded()
    assert f"附件{form[-1]}" in text
    assert "Form" not in text
