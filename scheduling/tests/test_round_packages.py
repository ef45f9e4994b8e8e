"""The data packages of the rounds: what is inside, when they open, who fetched them (Y-046)."""

import hashlib
import io
import re

import openpyxl
import pytest

from candidates.models import Candidate
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Refusal
from examadmin.exams.services import publish_exam
from examadmin.jobs.models import Job
from scheduling.documents.packages import build, gather
from scheduling.documents.packing import make_package
from scheduling.models import DataPackage, PackageDownload, RoundPlan, Seating
from scheduling.services.changes import approve_change, request_change
from scheduling.services.moves import Move
from scheduling.services.packages import order_package

from .acts import cell, locked, seat_of, somebody
from .rounds_acts import OPEN, at, cleaned, data, fetched, files, packed, round_of


@pytest.fixture
def plan(world):
    """County A locked, the rounds published."""
    publish_exam(exam=world.exam, by=world.exam_office, now=world.now)
    return locked(world)


def move(world, plan):
    pupil, target = somebody(world.school_a1), cell(world.site_a1, 2, 9)
    order = request_change(
        arrangement=plan, moves=[Move(pupil.pk, target.pk, 4)], reason="伤病",
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    approve_change(order=order, by=world.city_reviewer, now=world.now)
    return pupil, target


def seatings(part):
    return {
        (s["registration_no"], s["room"], s["session"], s["seat"])
        for s in data(part, "考场考务数据.json")["seatings"]
    }


# ---- what is inside


@pytest.mark.clause("Y-046")
def test_a_mock_package_holds_roster_room_data_and_question_bank_for_site_and_rooms(world, plan):
    package = packed(world)
    whole, first, second = package.parts.all()
    assert whole.room is None and (first.room.number, second.room.number) == (1, 2)
    assert set(files(whole)) == {
        "模拟考试-考生名册.xlsx", "模拟考试-考场考务数据.json", "模拟考试-题库数据.json",
        "模拟考试-文件清单.json",
    }  # fmt: skip
    real = Seating.objects.filter(room_session__room__site=world.site_a1).values_list(
        "candidate__registration_no", "room_session__room__number",
        "room_session__session__ordinal", "seat",
    )  # fmt: skip
    assert seatings(whole) == set(real)
    assert seatings(first) | seatings(second) == seatings(whole)
    assert {room for _n, room, _s, _m in seatings(first)} == {1}
    room_data = data(first, "考场考务数据.json")
    assert room_data["rooms"] == [{"number": 1, "name": "第1机房", "machines": 33, "spare": 3}]
    assert room_data["sessions"][0] == {
        "day": "2024-05-30", "ordinal": 1, "starts": "08:00", "ends": "08:20"
    }  # fmt: skip
    assert data(whole, "题库数据.json")["question_bank"] == {
        "title": "山西省2024年初中学业水平考试信息技术复习题", "version": "2024"
    }  # fmt: skip


@pytest.mark.clause("Y-046")
def test_the_manifest_proves_every_file_and_everything_of_a_mock_says_so(world, plan):
    for part in packed(world).parts.all():
        found = files(part)
        listed = data(part, "文件清单.json")
        for entry in listed["files"]:
            content = found[entry["name"]]
            assert hashlib.sha256(content).hexdigest() == entry["sha256"]
            assert len(content) == entry["size"]
        assert part.manifest == listed["files"] and len(listed["files"]) == 3
        assert part.file.name.startswith("模拟考试-")
        assert all(name.startswith("模拟考试-") for name in found)
        for name in ("考场考务数据.json", "题库数据.json", "文件清单.json"):
            assert data(part, name)["notice"].startswith("【模拟考试】")


def test_the_roster_holds_text_and_no_identity_number(world, plan):
    content = files(packed(world).parts.get(room=None))["模拟考试-考生名册.xlsx"]
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[0][0].startswith("【模拟考试】")
    heads = (
        "报名号",
        "姓名",
        "性别",
        "类别",
        "学校",
        "班级",
        "日期",
        "场次",
        "时间",
        "考场",
        "座位",
    )
    assert rows[1] == heads
    assert all(isinstance(value, str) for row in rows[2:] for value in row)
    assert len(rows) - 2 == Seating.objects.filter(room_session__room__site=world.site_a1).count()
    shown = " ".join(value for row in rows[2:] for value in row)
    assert not re.search(r"\b\d{17}[\dX]\b|\b\d{18}\b", shown)


def test_a_name_that_looks_like_a_formula_stays_a_name(world, plan):
    pupil = somebody(world.school_a1)
    Candidate.objects.filter(pk=pupil.pk).update(name="=1+1")
    content = files(packed(world).parts.get(room=None))["模拟考试-考生名册.xlsx"]
    cells = [c for row in openpyxl.load_workbook(io.BytesIO(content)).active.rows for c in row]
    (name,) = [c for c in cells if c.value == "=1+1"]
    assert name.data_type == "s"


def test_equal_data_make_equal_bytes(world, plan):
    package = packed(world)
    assert build(gather(package)) == build(gather(package))


def test_who_has_withdrawn_is_in_no_package(world, plan):
    pupil = somebody(world.school_a1)
    first = packed(world)
    Candidate.objects.filter(pk=pupil.pk).update(withdrawn_at=world.now)
    second = packed(world)
    assert (first.version, second.version) == (1, 2)
    gone = {n for n, *_ in seatings(first.parts.get(room=None))} - {
        n for n, *_ in seatings(second.parts.get(room=None))
    }
    assert gone == {pupil.registration_no}


# ---- a mock has its own data


@pytest.mark.clause("Y-045")
def test_a_mock_package_keeps_to_its_copy_when_a_seat_changes(world, plan):
    packed(world)
    pupil = somebody(world.school_a1)
    before = seat_of(pupil)
    pupil, target = move(world, plan)
    again = packed(world, now=at(4, 12))
    old = Seating.objects.select_related("room_session__room").get(candidate=pupil)
    assert (old.room_session_id, old.seat) == (target.pk, 4) != before
    mine = [s for s in seatings(again.parts.get(room=None)) if s[0] == pupil.registration_no]
    assert mine[0][1:] != (2, 9, 4)
    assert RoundPlan.objects.count() == 1
    later = packed(world, "mock2")
    assert (pupil.registration_no, 2, 9, 4) in seatings(later.parts.get(room=None))


# ---- when


@pytest.mark.clause("Y-099")
def test_a_mock_package_opens_on_the_download_day_of_its_round(world, plan):
    for key, early, sentence in (
        ("mock1", at(4, 10, 23), "从2024-04-11起下载"),
        ("mock2", at(4, 17), "从2024-04-18起下载"),
        ("mock3", at(4, 24), "从2024-04-25起下载"),
    ):
        with pytest.raises(Refusal, match=sentence):
            packed(world, key, now=early)
        assert packed(world, key).parts.count() == 3


def test_there_are_no_data_before_the_lock(world):
    publish_exam(exam=world.exam, by=world.exam_office, now=world.now)
    with pytest.raises(Refusal, match="城区的考场编排还没有锁定"):
        packed(world)
    assert not RoundPlan.objects.exists()


@pytest.mark.clause("Y-053", "Y-054")
def test_formal_data_wait_for_their_day_and_for_the_cleaning_of_every_mock_at_this_site(
    world, plan
):
    packed(world)
    packed(world, "mock2")
    with pytest.raises(Refusal, match="从2024-05-27起下载"):
        packed(world, "formal", now=at(5, 26))
    with pytest.raises(Refusal, match="阳泉市实验中学还有2次模拟考试的数据") as refused:
        packed(world, "formal")
    assert refused.value.findings == [
        "第一次模拟考试：由实验主考、实验管理员证明数据已清理",
        "第二次模拟考试：由实验主考、实验管理员证明数据已清理",
    ]
    cleaned(world, "mock1")
    with pytest.raises(Refusal, match="还有1次模拟考试"):
        packed(world, "formal")
    cleaned(world, "mock2")
    formal = packed(world, "formal")  # the other site of the county is its own matter
    assert not any("模拟" in name for name in files(formal.parts.get(room=None)))
    assert "模拟" not in data(formal.parts.get(room=None), "考场考务数据.json")["notice"]


def test_after_the_cleaning_the_mock_data_are_not_given_out_again(world, plan):
    package = packed(world)
    cleaned(world)
    for act in (lambda: fetched(package, world.chief_a1, at(5, 21)), lambda: packed(world)):
        with pytest.raises(Refusal, match="已证明第一次模拟考试的数据清理完毕"):
            act()


@pytest.mark.clause("Y-054")
def test_a_formal_package_that_a_change_made_false_is_not_given_out(world, plan):
    first = packed(world, "formal")
    pupil, _target = move(world, plan)
    with pytest.raises(Refusal, match="座位有变动"):
        fetched(first, world.chief_a1, at(5, 27))
    second = packed(world, "formal")
    assert (pupil.registration_no, 2, 9, 4) in seatings(second.parts.get(room=None))
    assert fetched(second, world.chief_a1, at(5, 27)).pk


# ---- who, and what is written down


@pytest.mark.clause("Y-046")
def test_every_download_is_written_down_with_version_and_digest(world, plan):
    package = packed(world)
    one = fetched(package, world.technician_a1, at(4, 11, 10))
    two = fetched(package, world.chief_a1, at(4, 11, 11), room=2)
    assert (one.by, one.at, one.sha256) == (
        world.technician_a1, at(4, 11, 10), package.parts.get(room=None).file.sha256,
    )  # fmt: skip
    told = Entry.objects.filter(action="scheduling.download_package").order_by("seq")
    assert [e.changes["room"] for e in told] == [None, 2]
    assert told[0].changes["sha256"] == one.sha256 and told[0].actor == str(world.technician_a1)
    assert {e.chain for e in told} == {"school:630101"}
    assert PackageDownload.objects.count() == 2 and two.part.room.number == 2


def test_a_download_is_never_changed_or_removed(world, plan):
    row = fetched(packed(world), world.chief_a1, at(4, 11))
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


@pytest.mark.parametrize("person", ["chief_a2", "chief_b1", "officer_a", "city_reviewer", "nobody"])
def test_only_the_site_itself_takes_its_data(world, plan, person):
    package, user = packed(world), getattr(world, person)
    with pytest.raises(Forbidden):
        order_package(round_=round_of(world, "mock1"), site=world.site_a1, by=user, now=at(4, 11))
    with pytest.raises(Forbidden):
        fetched(package, user, at(4, 11))
    assert not PackageDownload.objects.exists()


# ---- the job


def test_the_job_makes_the_package_and_a_second_run_changes_nothing(
    world, plan, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr("examadmin.base.clock.now", lambda: OPEN["mock1"])
    with django_capture_on_commit_callbacks(execute=True):
        order_package(
            round_=round_of(world, "mock1"), site=world.site_a1, by=world.chief_a1,
            now=OPEN["mock1"],
        )  # fmt: skip
    job = Job.objects.get()
    assert (job.state, job.error) == ("done", "")
    package = DataPackage.objects.get()
    assert package.parts.count() == 3 and package.candidates == job.result["candidates"]
    make_package(package, by=world.chief_a1, now=OPEN["mock1"])
    assert package.parts.count() == 3


def test_pressed_twice_is_made_once(world, plan):
    act = {"round_": round_of(world, "mock1"), "site": world.site_a1, "by": world.chief_a1}
    first = order_package(now=at(4, 11), **act)
    assert order_package(now=at(4, 11), **act) == first
    assert DataPackage.objects.count() == 1
