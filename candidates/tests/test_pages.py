"""The pages: who sees what, what the acts do, how many queries they cost."""

import io
import uuid

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from candidates import hooks
from candidates.choices import ImportState
from candidates.models import Candidate, RosterImport
from candidates.queries import zero_left
from candidates.services import rosters
from examadmin.audit.models import Entry
from examadmin.jobs.models import Job

from .kit import row, workbook
from .test_photos import archive, picture
from .test_rosters import handed_in, new_rows, seat

pytestmark = pytest.mark.django_db
NUMBER = "236301010001"


def url(name, *args):
    return reverse(name, args=["yq2024", *args])


@pytest.fixture
def officer(world, as_user):
    return as_user(world.officer_a)


def body(answer):
    """The bytes of a file; reading them to the end closes it."""
    return b"".join(answer.streaming_content)


def upload(client, name, content, filename):
    return client.post(url(name), {"file": SimpleUploadedFile(filename, content)})


@pytest.mark.clause("Y-003")
def test_county_officer_sees_the_candidates_of_the_own_county_only(world, officer):
    page = officer.get(url("candidates")).content.decode()
    assert NUMBER in page
    assert "236302010001" not in page
    assert officer.get(url("candidate", NUMBER)).status_code == 200
    assert officer.get(url("candidate", "236302010001")).status_code == 404


@pytest.mark.parametrize("name", ["candidates", "candidates_complete", "candidates_settle"])
def test_a_page_costs_few_queries_however_many_rows(
    world, officer, name, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        assert officer.get(url(name)).status_code == 200
    Candidate.objects.filter(school__county=world.county_a).exclude(registration_no=NUMBER).delete()
    with django_assert_max_num_queries(20):
        assert officer.get(url(name)).status_code == 200


@pytest.mark.parametrize("who", ["officer_a", "chief_a1", "clerk_a3", "auditor", "city_reviewer"])
def test_no_page_shows_a_whole_identity_number_p02(world, as_user, who):
    client = as_user(getattr(world, who))
    numbers = [c.id_number for c in Candidate.objects.all()[:200]]
    numbers += [c.id_number for c in Candidate.objects.filter(school=world.school_a3)]
    for name, *args in (["candidates"], ["candidates_settle"], ["candidate", NUMBER]):
        page = client.get(url(name, *args)).content.decode()
        assert not any(number in page for number in numbers)


def test_the_whole_number_is_shown_once_by_a_press_that_is_recorded_p02(world, officer):
    number = Candidate.objects.get(registration_no=NUMBER).id_number
    page = officer.post(url("candidate_reveal", NUMBER))
    assert number in page.content.decode()
    assert Entry.objects.filter(action="candidates.reveal_identity").count() == 1
    assert number not in officer.get(url("candidate", NUMBER)).content.decode()


def test_a_site_technician_may_not_reveal(world, as_user):
    client = as_user(world.technician_a1)
    assert client.post(url("candidate_reveal", NUMBER)).status_code == 403
    assert not Entry.objects.filter(action="candidates.reveal_identity").exists()


@pytest.mark.parametrize(
    ("asked", "hits"),
    [
        ({"q": "考生1001"}, 1),
        ({"q": "ks1001"}, 1),
        ({"q": "kaosheng1001"}, 1),
        ({"q": "23630101000"}, 9),
        ({"school": "630103"}, 10),
        ({"school": "630103", "category": "grade9"}, 1),
        ({"school": "630101", "class": "2"}, 25),
        ({"flag": "withdrawn"}, 0),
        ({"county": "6302"}, 0),
    ],
)
def test_the_list_is_filtered_by_place_class_and_name(world, officer, asked, hits):
    from candidates.pinyin import sort_key

    for candidate in Candidate.objects.filter(registration_no=NUMBER):
        candidate.name_sort, candidate.initials = sort_key(candidate.name)
        candidate.save()
    answer = officer.post(url("candidates"), asked, follow=True)
    assert len(answer.context["page"].rows) == hits


def test_an_identity_number_is_found_without_standing_in_the_address(world, officer):
    number = Candidate.objects.get(registration_no=NUMBER).id_number
    answer = officer.post(url("candidates"), {"q": number}, follow=True)
    assert [c.registration_no for c in answer.context["page"].rows] == [NUMBER]
    assert number not in str(answer.redirect_chain)
    assert number not in answer.content.decode()


def test_a_roster_travels_from_upload_to_table_by_pages(
    world, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        upload(officer, "rosters", workbook(new_rows()), "名册.xlsx")
    roster = RosterImport.objects.get()
    assert (roster.state, roster.county) == (ImportState.CHECKED, world.county_a)
    page = officer.get(url("roster", roster.pk)).content.decode()
    assert "全部导入（新增 3，变更 0）" in page
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(url("roster_act", roster.pk), {"act": "apply"})
    roster.refresh_from_db()
    assert roster.state == ImportState.APPLIED
    assert officer.post(url("roster_act", roster.pk), {"act": "apply"}).status_code == 409
    undone = officer.post(
        url("roster_act", roster.pk), {"act": "undo", "reason": "传错"}, follow=True
    )
    assert "已撤销" in undone.content.decode()


def test_a_faulty_roster_is_answered_with_the_same_workbook(
    world, officer, django_capture_on_commit_callbacks
):
    content = workbook([row(1), row(2, grade="七年级"), row(3, phone="1")])
    with django_capture_on_commit_callbacks(execute=True):
        upload(officer, "rosters", content, "名册.xlsx")
    roster = RosterImport.objects.get()
    page = officer.get(url("roster", roster.pk)).content.decode()
    assert "七年级" in page
    assert "只导入正确的行" in page
    only = officer.get(url("roster", roster.pk) + "?level=warning").content.decode()
    assert "七年级" not in only
    answer = body(officer.get(url("roster_answer", roster.pk)))
    sheet = openpyxl.load_workbook(io.BytesIO(answer)).active
    head = [cell.value for cell in sheet[3]]
    at = head.index("错误说明")
    assert sheet.cell(4, at + 1).value is None
    assert "七年级" in sheet.cell(5, at + 1).value
    grade = head.index("年级") + 1
    assert sheet.cell(5, grade).fill.fgColor.rgb != sheet.cell(4, grade).fill.fgColor.rgb


def test_an_unreadable_file_gets_a_page_with_its_sentence(
    world, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        upload(officer, "rosters", b"<html><table></table></html>", "名册.xlsx")
    roster = RosterImport.objects.get()
    assert "网页" in officer.get(url("roster", roster.pk)).content.decode()


def test_an_import_of_another_county_does_not_exist_for_an_officer(world, as_user):
    roster = handed_in(world, new_rows())
    client = as_user(world.officer_b)
    for name in ("roster", "roster_answer", "roster_file"):
        assert client.get(url(name, roster.pk)).status_code == 404
    assert client.post(url("roster_act", roster.pk), {"act": "apply"}).status_code == 404
    assert "名册.xlsx" not in client.get(url("rosters")).content.decode()


@pytest.mark.parametrize("who", ["chief_a1", "clerk_a3", "auditor", "inspector_a"])
def test_only_officers_import(world, as_user, who):
    client = as_user(getattr(world, who))
    assert client.get(url("rosters")).status_code == 403
    assert client.get(url("photos")).status_code == 403


def test_the_original_file_is_fetched_on_record(world, officer):
    roster = handed_in(world, new_rows())
    answer = officer.get(url("roster_file", roster.pk))
    assert body(answer)
    assert answer.status_code == 200
    assert Entry.objects.filter(action="candidates.fetch_roster").count() == 1


def test_the_template_holds_text_cells_and_the_required_columns(world, officer):
    book = openpyxl.load_workbook(io.BytesIO(officer.get(url("roster_template")).content))
    sheet = book.worksheets[0]
    heads = {str(cell.value).strip("*"): cell.column_letter for cell in sheet[1]}
    assert {"中考报名号", "姓名", "性别", "身份证号", "学校代码", "年级", "班级"} <= set(heads)
    assert all(sheet.column_dimensions[heads[name]].width for name in heads)


def exported(client, callbacks, **data):
    with callbacks(execute=True):
        client.post(url("candidates_act"), {"act": "export", **data})
    job = Job.objects.filter(kind="candidates.export").latest("created_at")
    assert job.state == "done", job.error
    answer = client.get(url("candidates_export", job.pk))
    content = io.BytesIO(body(answer))
    return list(openpyxl.load_workbook(content).active.iter_rows())


@pytest.mark.clause("Y-007")
def test_an_export_says_which_scores_count_and_masks_identity_numbers(
    world, officer, django_capture_on_commit_callbacks
):
    rows = exported(officer, django_capture_on_commit_callbacks, school="630103")
    head = [str(cell.value).strip("*") for cell in rows[1]]
    told = [dict(zip(head, (cell.value for cell in r), strict=True)) for r in rows[2:]]
    assert len(told) == 10
    assert {(t["年级"], t["满分"], t["计入中考录取总分"]) for t in told} == {
        ("八年级", "15", "否"),
        ("九年级零报考", "10", "是"),
    }
    assert all(t["身份证号"].startswith("●●●●") for t in told)
    assert "城区负责人" in rows[0][0].value


def test_an_export_with_identity_numbers_needs_a_reason_and_is_text_p03(
    world, officer, django_capture_on_commit_callbacks
):
    refused = officer.post(url("candidates_act"), {"act": "export", "with_identity": "1"})
    assert refused.status_code == 400
    Candidate.objects.filter(registration_no=NUMBER).update(name='=HYPERLINK("http://x")')
    rows = exported(
        officer, django_capture_on_commit_callbacks, school="630101", with_identity="1",
        reason="学籍核对",
    )  # fmt: skip
    head = [str(cell.value).strip("*") for cell in rows[1]]
    first = dict(zip(head, rows[2], strict=True))
    assert first["身份证号"].value == Candidate.objects.get(registration_no=NUMBER).id_number
    assert {first[n].data_type for n in ("身份证号", "中考报名号", "学校代码", "姓名")} == {"s"}
    assert first["姓名"].value == '=HYPERLINK("http://x")'
    entry = Entry.objects.get(action="candidates.export")
    assert entry.reason == "学籍核对"


def test_an_export_of_somebody_else_does_not_exist_b14(
    world, officer, as_user, django_capture_on_commit_callbacks
):
    exported(officer, django_capture_on_commit_callbacks, school="630103")
    job = Job.objects.get(kind="candidates.export")
    client = as_user(world.officer_b)
    assert client.get(url("candidates_export", job.pk)).status_code == 404
    assert client.get(url("candidates_export", uuid.uuid4())).status_code == 404


def test_chosen_candidates_leave_and_come_back_together(world, officer):
    ids = list(Candidate.objects.filter(school=world.school_a3).values_list("pk", flat=True))
    foreign = Candidate.objects.filter(school=world.school_b1).first()
    data = {"act": "withdraw", "ids": [*ids, foreign.pk], "leave_reason": "转学"}
    officer.post(url("candidates_act"), data)
    assert Candidate.objects.exclude(withdrawn_at=None).count() == len(ids)
    officer.post(url("candidates_act"), data | {"act": "return"})
    assert not Candidate.objects.exclude(withdrawn_at=None).exists()


def test_a_correction_by_page_asks_for_a_reason_and_tells_what_is_wrong(world, officer):
    address = url("candidate_correct", NUMBER, "name")
    form = officer.get(address).context["form"]
    data = {"seen": form.initial["seen"], "name": "李明", "reason": ""}
    assert officer.post(address, data).status_code == 400
    answer = officer.post(address, data | {"name": "张" * 70, "reason": "户口簿"})
    assert "超过上限" in answer.content.decode()
    officer.post(address, data | {"reason": "户口簿"})
    assert Candidate.objects.get(registration_no=NUMBER).name == "李明"
    assert "户口簿" in officer.get(url("candidate", NUMBER)).content.decode()


def test_a_hidden_number_that_is_left_empty_stays(world, officer):
    before = Candidate.objects.get(registration_no=NUMBER).id_number
    address = url("candidate_correct", NUMBER, "more")
    page = officer.get(address)
    assert before not in page.content.decode()
    data = page.context["form"].initial | {"remark": "转入", "reason": "学校来函", "phone": ""}
    officer.post(address, data)
    after = Candidate.objects.get(registration_no=NUMBER)
    assert (after.id_number, after.remark) == (before, "转入")


@pytest.mark.parametrize("group", ["name", "identity", "place", "registration", "more"])
def test_only_the_county_corrects(world, as_user, group):
    for who, status in (("officer_a", 200), ("chief_a1", 403), ("officer_b", 404), ("nobody", 404)):
        client = as_user(getattr(world, who))
        assert client.get(url("candidate_correct", NUMBER, group)).status_code == status


def test_photographs_travel_from_upload_to_the_page(
    world, officer, as_user, django_capture_on_commit_callbacks
):
    content = archive([(f"{NUMBER}.jpg", picture()), ("x.jpg", picture())])
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(officer, "photos", content, "照片.zip")
    page = officer.get(answer.headers["Location"]).content.decode()
    assert "没有对应的考生" in page
    shown = officer.get(url("candidate_photo", NUMBER))
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert body(shown)
    assert as_user(world.officer_b).get(url("candidate_photo", NUMBER)).status_code == 404


def test_one_photograph_is_set_by_the_same_rules(world, officer):
    address = url("candidate_set_photo", NUMBER)
    small = SimpleUploadedFile("a.jpg", picture(100, 140))
    assert officer.post(address, {"photo": small}).status_code == 400
    officer.post(address, {"photo": SimpleUploadedFile("a.jpg", picture())})
    assert Candidate.objects.get(registration_no=NUMBER).photo is not None


@pytest.mark.clause("Y-008")
def test_zero_registered_candidates_are_settled_one_by_one(world, officer, monkeypatch):
    assert zero_left(world.exam, world.county_a) == 2
    page = officer.get(url("candidates_settle"))
    assert (page.context["left"], page.context["done"]) == (2, 0)
    one = Candidate.objects.get(school=world.school_a3, category="grade9")
    seat(world, one)
    assert zero_left(world.exam, world.county_a) == 2  # a seat alone settles nobody
    monkeypatch.setattr(hooks, "settled_when", [])  # as where nobody says more than a seat
    page = officer.get(url("candidates_settle"))
    assert (page.context["left"], page.context["done"]) == (1, 1)
    assert zero_left(world.exam, world.county_a) == 1
    left = officer.get(url("candidates_settle") + "?state=left").context["page"].rows
    assert [c.school for c in left] == [world.school_a1]
    Candidate.objects.filter(pk=left[0].pk).update(withdrawn_at=world.now)
    assert zero_left(world.exam, world.county_a) == 0


def test_completeness_names_schools_without_candidates(world, officer):
    Candidate.objects.filter(school=world.school_a3).delete()
    (group,) = officer.get(url("candidates_complete")).context["groups"]
    assert group["empty"] == [world.school_a3.name]
    assert group["total"] == 130


def test_what_is_due_is_told_to_the_officer(world, as_user):
    from candidates.portal import todos

    handed_in(world, new_rows())
    titles = [todo.title for todo in todos(world.officer_a, world.exam, world.now)]
    assert titles == ["名册已检查，等待导入", "考生缺少照片", "零报考考生还没有逐一落实"]
    assert list(todos(world.chief_a1, world.exam, world.now)) == []


def test_search_finds_by_name_number_and_identity_within_reach(world):
    from candidates.portal import search

    one = Candidate.objects.get(registration_no=NUMBER)
    one.name = "欧阳子涵"
    one.save()
    for text in (one.name, NUMBER, one.id_number, one.id_number.lower()):
        assert [hit.title for hit in search(world.officer_a, world.exam, text)] == [one.name]
        assert list(search(world.officer_b, world.exam, text)) == []
    assert one.id_number not in str(list(search(world.officer_a, world.exam, one.id_number)))


def test_the_interface_gives_no_identity_number_and_no_telephone_m07(world, officer, as_user):
    answer = officer.get("/api/v1/e/yq2024/candidates/?school=630103").json()["results"]
    assert len(answer) == 10
    assert set(answer[0]) == {
        "registration_no", "name", "sex", "school", "county", "category", "class_no", "remark",
        "has_photo", "withdrawn",
    }  # fmt: skip
    one = f"/api/v1/e/yq2024/candidates/{NUMBER}/"
    assert officer.get(one).status_code == 200
    assert as_user(world.officer_b).get(one).status_code == 404
    assert as_user(world.proctor_a1_2).get("/api/v1/e/yq2024/candidates/").json()["results"] == []


def test_a_checked_roster_can_be_let_go(world, officer):
    roster = handed_in(world, new_rows())
    officer.post(url("roster_act", roster.pk), {"act": "discard"})
    roster.refresh_from_db()
    assert (roster.state, roster.plan) == (ImportState.DISCARDED, None)


def test_an_apply_whose_work_was_lost_can_be_pressed_again(world):
    roster = handed_in(world, new_rows())
    rosters.start_apply(roster=roster, by=world.officer_a, now=world.now)
    Job.objects.filter(pk=roster.job.pk).update(state="failed")
    again = RosterImport.objects.select_related("job", "file", "county").get(pk=roster.pk)
    rosters.start_apply(roster=again, by=world.officer_a, now=world.now)
    rosters.apply_roster(again, by=world.officer_a, now=world.now)
    assert Candidate.objects.filter(source=roster).count() == 3
