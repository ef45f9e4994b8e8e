"""The pages on which a city sets up an exam, and on which everybody reads its rules."""

import json
import tomllib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from examadmin.exams import editor, profiles, services, toml_text
from examadmin.exams.duties import duties_of
from examadmin.exams.models import Exam, ExamFile, ReadReceipt
from examadmin.exams.sections import BY_KEY, SECTIONS

DATA = profiles.load("yangquan-2024")


def url(name, *args, code="yq2025"):
    return reverse(name, args=[code, *args])


def typed(section, data=None):
    """What a browser sends when a section is saved as it stands."""
    post = QueryDict(mutable=True)
    for group in BY_KEY[section].groups:
        form = editor.shown(group, data or DATA)
        rows = [form.inputs] + [line.inputs for line in form.lines]
        for line in form.lines:
            post[f"{line.name}.was"] = str(line.was)
        if group.is_table:
            post[f"{group.path}.rows"] = str(len(form.lines))
        for one in (one for inputs in rows for one in inputs):
            if one.kind == "flag":
                if one.value:
                    post[one.name] = "on"
            elif one.kind in ("dates", "picks"):
                post.setlist(one.name, one.value)
            elif one.kind != "fixed":
                post[one.name] = str(one.value).replace("\n", "\r\n")
    return post


@pytest.mark.parametrize("section", [section.key for section in SECTIONS])
def test_saving_a_section_as_it_stands_changes_nothing(section):
    for group in BY_KEY[section].groups:
        part = DATA
        for name in group.path.split("."):
            part = part[name]
        assert editor.read(group, typed(section), DATA)[0] == part


def test_every_value_of_a_profile_is_in_a_section_or_is_a_key():
    shown = {section_part for section in SECTIONS for section_part in section.parts}
    assert shown == set(DATA)


def test_the_city_makes_an_exam_from_a_profile_and_sees_beforehand_what_comes(world, as_user):
    client = as_user(world.exam_office)
    preview = client.get(
        reverse("exam_new_preview"), {"profile": "yangquan-2024", "first_day": "2025-05-29"}
    ).content.decode()
    assert "2025-05-29" in preview and "上午 08:00–12:00 8场" in preview
    answer = client.post(
        reverse("exam_new"),
        {
            "profile": "yangquan-2024",
            "code": "yq2025",
            "title": "阳泉2025",
            "first_day": "2025-05-29",
        },
    )
    assert answer.url == url("exam_setup")
    assert str(Exam.objects.get(code="yq2025").first_day) == "2025-05-29"


def test_a_code_that_is_taken_is_said_on_the_form(world, as_user):
    answer = as_user(world.exam_office).post(
        reverse("exam_new"), {"profile": "yangquan-2024", "code": "yq2024", "title": "甲"}
    )
    assert answer.status_code == 400 and "已经用过" in answer.content.decode()


def test_a_section_is_saved_and_what_it_does_not_show_stays(world, exam, as_user):
    post = typed("categories", exam.draft)
    post["categories.0.full_mark"] = "20"
    post["seen"] = services.fingerprint({"categories": exam.draft["categories"]})
    assert (
        as_user(world.exam_office).post(url("exam_section", "categories"), post).status_code == 302
    )
    exam.refresh_from_db()
    assert exam.draft["categories"][0] == {**DATA["categories"][0], "full_mark": 20}


@pytest.mark.clause("Y-010")
def test_the_city_names_the_question_bank_and_its_version(world, exam, as_user):
    post = typed("basics", exam.draft)
    post["profile.question_bank"], post["profile.question_bank_version"] = "复习题", "2025.1"
    as_user(world.exam_office).post(url("exam_section", "basics"), post)
    exam.refresh_from_db()
    assert exam.draft["profile"]["question_bank"] == "复习题"
    services.publish_exam(exam=exam, by=world.exam_office, now=world.now)
    page = as_user(world.proctor_a1_2).get(url("policy")).content.decode()
    assert "复习题" in page and "2025.1" in page


def test_a_wrong_value_is_said_beside_its_input_and_nothing_is_kept(world, exam, as_user):
    post = typed("sessions", exam.draft)
    post["sessions.minutes"] = "二十"
    post["sessions.bands.2.title"] = "晚上"
    answer = as_user(world.exam_office).post(url("exam_section", "sessions"), post)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "场次 › 每场分钟数：应为整数" in page and 'value="二十"' in page
    assert "半天时段第3行 › 开始：应为时间，如 08:00" in page
    exam.refresh_from_db()
    assert exam.draft == DATA


def test_rows_are_added_and_removed(world, exam, as_user):
    post = typed("windows", exam.draft)
    post = typed("rounds", exam.draft)
    post["rounds.1.remove"] = "on"
    post["rounds.4.title"], post["rounds.4.mock"] = "加试模拟", "on"
    for key, day in (("download", "2024-05-06"), ("opens", "2024-05-07"), ("closes", "2024-05-08")):
        post[f"rounds.4.{key}"] = day
    as_user(world.exam_office).post(url("exam_section", "rounds"), post)
    exam.refresh_from_db()
    keys = [one["key"] for one in exam.draft["rounds"]]
    assert keys == ["mock1", "mock3", "formal", "round1"]


def test_after_a_refusal_the_rows_still_know_where_they_came_from(world, exam, as_user):
    """A row removed and another wrong: the next try must not mix up the hidden values."""
    post = typed("categories", exam.draft)
    post["categories.0.remove"] = "on"
    post["categories.1.full_mark"] = ""
    answer = as_user(world.exam_office).post(url("exam_section", "categories"), post)
    (form,) = answer.context["forms"]
    assert [line.was for line in form.lines] == [1, ""]


@pytest.mark.parametrize("junk", ["9" * 5000, "-1", "x", "٣"])
def test_a_forged_row_number_is_no_row(world, exam, as_user, junk):
    post = typed("rounds", exam.draft)
    post["rounds.rows"] = junk
    answer = as_user(world.exam_office).post(url("exam_section", "rounds"), post)
    assert answer.status_code == 400
    post = typed("rounds", exam.draft)
    post["rounds.0.was"] = junk
    assert as_user(world.exam_office).post(url("exam_section", "rounds"), post).status_code == 302


@pytest.mark.parametrize("section", [section.key for section in SECTIONS])
def test_a_section_of_an_older_draft_can_be_filled_in(world, exam, as_user, section):
    services.publish_exam(exam=exam, by=world.exam_office, now=world.now)
    for part in BY_KEY[section].parts:
        del exam.draft[part]
        del exam.policy.data[part]
    exam.save()
    exam.policy.save()
    client = as_user(world.exam_office)
    assert client.get(url("policy")).status_code == 200
    answer = client.post(url("exam_calendar_move"), {"first_day": "2024-06-06"})
    assert answer.status_code == 400
    assert client.get(url("exam_section", section)).status_code == 200
    assert client.get(url("exam_publish")).status_code == 200
    client.post(url("exam_section", section), typed(section))


def test_the_sessions_preview_follows_what_is_typed(world, exam, as_user):
    client = as_user(world.exam_office)
    post = typed("sessions", exam.draft)
    page = client.post(url("exam_sessions_preview"), post).content.decode()
    assert "每天 15 场" in page and "17:30–17:50" in page
    post["sessions.bands.1.cap"] = "9"
    page = client.post(url("exam_sessions_preview"), post).content.decode()
    assert "容不下9场" in page
    post["sessions.bands.1.cap"] = "many"
    assert "应为整数" in client.post(url("exam_sessions_preview"), post).content.decode()
    exam.refresh_from_db()
    assert exam.draft == DATA


def test_the_calendar_moves_as_a_whole(world, exam, as_user):
    as_user(world.exam_office).post(url("exam_calendar_move"), {"first_day": "2024-06-06"})
    exam.refresh_from_db()
    assert exam.draft["rounds"][0]["opens"] == "2024-04-19"
    assert str(exam.first_day) == "2024-06-06"


def test_the_publish_page_says_what_changes(world, published, as_user):
    services.change_draft(
        exam=published,
        changes={"sessions": {"gap_minutes": 9}},
        by=world.exam_office,
        now=world.now,
    )
    client = as_user(world.exam_office)
    page = client.get(url("exam_publish")).content.decode()
    assert "与现行第1版的不同" in page and "场次间隔" in page
    client.post(url("exam_publish"), {"note": "缩短间隔"})
    published.refresh_from_db()
    assert published.policy.number == 2
    assert "缩短间隔" in client.get(url("policy_compare", 1, 2)).content.decode()


def test_the_publish_page_shows_errors_and_no_button(world, exam, as_user):
    services.change_draft(
        exam=exam,
        changes={"sessions": {"login_cutoff": "17:00:00"}},
        by=world.exam_office,
        now=world.now,
    )
    client = as_user(world.exam_office)
    page = client.get(url("exam_publish")).content.decode()
    assert "错误 1 处" in page and "<textarea" not in page
    assert client.post(url("exam_publish"), {"note": ""}).status_code == 400


def test_a_policy_downloads_as_json_and_as_a_profile(world, published, as_user):
    client = as_user(world.officer_a)
    text = client.get(url("policy_download", 1, "json")).content
    assert json.loads(text) == published.policy.data
    text = client.get(url("policy_download", 1, "toml")).content.decode()
    assert profiles._plain(tomllib.loads(text)) == published.policy.data
    assert client.get(url("policy_download", 1, "xml")).status_code == 404


@pytest.mark.parametrize("text", ["2024-02-30", "25:00:00", 'a"b\\n\nc"""', "\\n", "1\x7f", ""])
def test_odd_texts_survive_toml(text):
    assert tomllib.loads(toml_text.dumps({"a": text, "b": {"c d": [text]}})) == {
        "a": text,
        "b": {"c d": [text]},
    }


@pytest.mark.clause("Y-076")
def test_a_legal_basis_is_kept_with_its_file_and_everybody_can_read_it(world, exam, as_user):
    file = SimpleUploadedFile("晋教基8号.pdf", b"%PDF-1.4 test")
    as_user(world.exam_office).post(url("exam_legal_file", 1), {"file": file})
    exam.refresh_from_db()
    services.publish_exam(exam=exam, by=world.exam_office, now=world.now)
    basis = exam.policy.data["legal_bases"][1]
    assert (basis["number"], basis["title"]) == (
        "晋教基〔2014〕8号",
        "山西省教育厅关于做好中考加试理化实验操作和信息技术（信息科技）有关工作的通知",
    )
    answer = as_user(world.proctor_a1_2).get(url("exam_file", basis["file"]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 test"
    assert basis["file"] in as_user(world.officer_b).get(url("policy")).content.decode()


def test_a_file_of_another_exam_is_not_found(world, exam, as_user):
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4 other")
    as_user(world.exam_office).post(url("exam_legal_file", 0), {"file": file})
    sha256 = ExamFile.objects.get().file.sha256
    answer = as_user(world.officer_a).get(url("exam_file", sha256, code="yq2024"))
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.pdf.svg"])
def test_only_documents_and_pictures_are_taken(world, exam, as_user, name):
    file = SimpleUploadedFile(name, b"x")
    answer = as_user(world.exam_office).post(url("exam_legal_file", 0), {"file": file})
    assert answer.status_code == 400 and not ExamFile.objects.exists()


DUTIES = {"officer_a": "county", "chief_a1": "site", "clerk_a3": "site", "proctor_a1_2": "proctor"}


@pytest.mark.clause("Y-078")
@pytest.mark.parametrize(("person", "key"), DUTIES.items())
def test_a_person_sees_the_duties_of_the_own_post_first_and_says_that_they_are_read(
    world, published, as_user, person, key
):
    user = getattr(world, person)
    first, *others = duties_of(user, published)
    assert (first.key, first.owed) == (key, True) and not any(d.mine for d in others)
    client = as_user(user)
    assert first.text.split("\n")[0] in client.get(url("duties")).content.decode()
    client.post(url("duty_read", key))
    client.post(url("duty_read", key))
    assert ReadReceipt.objects.filter(exam=published, user=user).count() == 1
    assert duties_of(user, published)[0].read_at is not None


def test_nobody_confirms_duties_that_are_not_the_own(world, published, as_user):
    assert as_user(world.officer_a).post(url("duty_read", "proctor")).status_code == 409
    assert as_user(world.officer_a).post(url("duty_read", "none")).status_code == 409


def test_a_changed_duty_is_to_be_read_again(world, published):
    services_now = {"by": world.exam_office, "now": world.now}
    from examadmin.exams.duties import confirm_reading

    confirm_reading(exam=published, document="county", by=world.officer_a, now=world.now)
    duties = [dict(d) for d in published.draft["duty_documents"]]
    duties[0]["text"] += "七、其他。"
    services.change_draft(exam=published, changes={"duty_documents": duties}, **services_now)
    services.publish_exam(exam=published, **services_now)
    assert duties_of(world.officer_a, published)[0].owed


CITY_PAGES = [
    "exam_setup",
    *[("exam_section", section.key) for section in SECTIONS],
    "exam_publish",
]
PAGES = ["policy", "duties", ("policy_number", 1), ("policy_compare", 1, 1)]


@pytest.mark.parametrize("page", [*CITY_PAGES, *PAGES])
def test_a_page_of_the_city_needs_few_queries(
    world, published, as_user, page, django_assert_max_num_queries
):
    client = as_user(world.exam_office)
    name, *args = page if isinstance(page, tuple) else (page,)
    with django_assert_max_num_queries(20):
        assert client.get(url(name, *args)).status_code == 200


@pytest.mark.parametrize("page", CITY_PAGES[:2] + CITY_PAGES[-1:])
@pytest.mark.parametrize("person", ["officer_a", "chief_a1", "proctor_a1_2", "auditor"])
def test_the_set_up_is_the_citys(world, exam, as_user, page, person):
    name, *args = page if isinstance(page, tuple) else (page,)
    answer = as_user(getattr(world, person)).get(url(name, *args))
    assert answer.status_code == 403


def test_drafts_are_listed_only_for_those_who_prepare_them(world, exam, as_user):
    assert "yq2025" in as_user(world.exam_office).get(reverse("exams")).content.decode()
    assert "yq2025" not in as_user(world.officer_a).get(reverse("exams")).content.decode()


def test_before_the_first_policy_the_rules_page_says_so(world, exam, as_user):
    assert "还没有发布" in as_user(world.officer_a).get(url("policy")).content.decode()
