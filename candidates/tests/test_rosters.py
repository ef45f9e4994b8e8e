"""Rosters from hand-in to table: check, apply, once more, undo."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from candidates.choices import ImportState
from candidates.models import Candidate, RosterImport
from candidates.queries import findings_of, lines_of
from candidates.services import rosters, stash
from examadmin.audit.models import Entry
from examadmin.base.errors import Refusal

from .kit import identity, row, workbook

pytestmark = pytest.mark.django_db


def handed_in(world, rows, *, by=None, county="a", **options):
    county = county and getattr(world, f"county_{county}")
    by = by or world.officer_a
    content = rows if isinstance(rows, bytes) else workbook(rows, **options)
    name = "名册.xlsx"
    roster = rosters.keep_roster(
        exam=world.exam, source=io.BytesIO(content), name=name, by=by, now=world.now, county=county
    )
    return rosters.check_roster(roster, now=world.now)


def applied(world, roster, **options):
    by = options.pop("by", world.officer_a)
    rosters.begin_apply(roster=roster, by=by, now=world.now, **options)
    return rosters.apply_roster(roster, by=by, now=world.now)


def new_rows(count=3, **other):
    return [row(n, **other) for n in range(1, count + 1)]


@pytest.mark.clause("Y-003")
def test_check_writes_nothing_and_apply_writes_every_row(world):
    before = Candidate.objects.count()
    roster = handed_in(world, new_rows())
    assert roster.state == ImportState.CHECKED
    assert (roster.counts["rows"], roster.counts["new"], roster.counts["bad"]) == (3, 3, 0)
    assert Candidate.objects.count() == before
    applied(world, roster)
    assert roster.state == ImportState.APPLIED
    assert Candidate.objects.count() == before + 3
    candidate = Candidate.objects.get(registration_no=row(1)["registration_no"])
    assert candidate.school == world.school_a1
    assert candidate.id_number == identity(1)
    assert candidate.id_tail == identity(1)[-4:]
    assert identity(1).encode() not in bytes(candidate.id_sealed)
    assert candidate.phone == "13800000000"
    assert candidate.birth_date == date(2010, 5, 12)
    assert (candidate.category, candidate.class_no, candidate.sex) == ("grade8", 1, "M")
    assert candidate.name_sort.startswith("li")
    assert candidate.source == roster


def test_the_same_file_twice_changes_nothing_x15(world):
    content = workbook(new_rows())
    applied(world, handed_in(world, content))
    again = handed_in(world, content)
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 3)


def test_one_changed_row_is_shown_before_it_is_applied_x15(world):
    applied(world, handed_in(world, new_rows()))
    rows = new_rows()
    rows[1] |= {"class_no": 2.0, "phone": "13900000000"}
    again = handed_in(world, rows)
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 1, 2)
    (line,) = [line for line in lines_of(again.differences) if line[0] == "changed"]
    pk, fields = line[2], line[6]
    assert fields["class_no"] == [1, 2]
    assert "13900000000" not in str(fields)
    assert Candidate.objects.get(pk=pk).class_no == 1
    applied(world, again)
    changed = Candidate.objects.get(pk=pk)
    assert (changed.class_no, changed.phone) == (2, "13900000000")
    assert handed_in(world, rows).counts["unchanged"] == 3


def test_a_column_that_the_file_does_not_have_keeps_its_values(world):
    from .kit import HEADINGS

    applied(world, handed_in(world, new_rows()))
    fewer = {k: v for k, v in HEADINGS.items() if k not in ("phone", "ethnicity", "remark")}
    rows = [{k: v for k, v in r.items() if k in fewer} for r in new_rows()]
    assert handed_in(world, rows, headings=fewer).counts["unchanged"] == 3


def test_candidates_of_the_schools_who_are_missing_from_the_file_are_told(world):
    applied(world, handed_in(world, new_rows()))
    roster = handed_in(world, new_rows(2))
    numbers = {line[3] for line in lines_of(roster.differences) if line[0] == "missing"}
    assert row(3)["registration_no"] in numbers
    applied(world, roster)
    assert Candidate.objects.filter(registration_no=row(3)["registration_no"]).exists()


@pytest.mark.clause("Y-003")
def test_county_officer_cannot_import_a_school_of_another_county(world):
    roster = handed_in(world, [row(1), row(2, school_code="630201", school_name="")])
    assert [f["code"] for f in findings_of(roster).rows] == ["school_of_other_county"]
    with pytest.raises(Refusal):
        rosters.begin_apply(roster=roster, by=world.officer_a, now=world.now)
    applied(world, roster, good_rows_only=True)
    assert not Candidate.objects.filter(registration_no=row(2)["registration_no"]).exists()


def test_the_city_may_import_schools_of_every_county(world):
    rows = [row(1), row(2, school_code="630201", school_name="")]
    roster = handed_in(world, rows, by=world.city_reviewer, county=None)
    assert roster.counts["new"] == 2


def test_a_candidate_of_another_school_is_an_error_that_says_where(world):
    known = Candidate.objects.filter(school=world.school_b1).first()
    rows = [
        row(1, registration_no=known.registration_no),
        row(2, id_number="140302201001100013"),
    ]
    known.id_digest = rosters.plan.digest("140302201001100013")
    known.save()
    roster = handed_in(world, rows)
    found = findings_of(roster).rows
    assert [f["code"] for f in found] == ["registration_elsewhere", "id_elsewhere"]
    assert all("矿区" in f["sentence"] and "第十一中学校" in f["sentence"] for f in found)


def test_another_person_under_a_known_number_is_an_error(world):
    applied(world, handed_in(world, new_rows()))
    roster = handed_in(world, [row(1, name="王五", id_number=identity(77))])
    assert [f["code"] for f in findings_of(roster).rows] == ["registration_other_person"]


def test_a_withdrawn_candidate_is_told_and_stays_withdrawn(world):
    applied(world, handed_in(world, new_rows()))
    Candidate.objects.filter(registration_no=row(1)["registration_no"]).update(
        withdrawn_at=world.now
    )
    roster = handed_in(world, new_rows())
    assert [f["code"] for f in findings_of(roster).rows] == ["withdrawn"]


def test_of_two_people_who_press_apply_one_succeeds(world):
    roster = handed_in(world, new_rows())
    same = RosterImport.objects.get(pk=roster.pk)
    rosters.begin_apply(roster=roster, by=world.officer_a, now=world.now)
    with pytest.raises(Refusal):
        rosters.begin_apply(roster=same, by=world.officer_a, now=world.now)
    rosters.apply_roster(roster, by=world.officer_a, now=world.now)
    rosters.apply_roster(roster, by=world.officer_a, now=world.now)
    assert Candidate.objects.filter(source=roster).count() == 3


def test_what_changed_since_the_check_is_not_overwritten(world):
    first, second = handed_in(world, new_rows()), handed_in(world, new_rows())
    applied(world, first)
    with pytest.raises(Refusal, match="重新检查"):
        applied(world, second)
    second.refresh_from_db()
    assert second.state == ImportState.CHECKED
    assert "重新检查" in second.error
    assert Candidate.objects.filter(source=second).count() == 0


def test_an_import_can_be_undone_while_nobody_has_used_it(world):
    applied(world, handed_in(world, new_rows(2)))
    rows = [row(1, class_no=5.0, phone="13900000000"), row(2), row(3)]
    roster = applied(world, handed_in(world, rows))
    rosters.undo_roster(roster=roster, by=world.officer_a, now=world.now, reason="传错文件")
    assert roster.state == ImportState.UNDONE
    assert not Candidate.objects.filter(registration_no=row(3)["registration_no"]).exists()
    back = Candidate.objects.get(registration_no=row(1)["registration_no"])
    assert (back.class_no, back.phone, back.id_number) == (1, "13800000000", identity(1))
    assert handed_in(world, new_rows(2)).counts["unchanged"] == 2


def test_an_import_whose_candidates_are_used_cannot_be_undone(world):
    roster = applied(world, handed_in(world, new_rows()))
    seat(world, Candidate.objects.filter(source=roster).first())
    with pytest.raises(Refusal, match="座位"):
        rosters.undo_roster(roster=roster, by=world.officer_a, now=world.now, reason="传错文件")
    assert Candidate.objects.filter(source=roster).count() == 3


def seat(world, candidate):
    """A seat from the app above: whatever points at a candidate counts as use."""
    from django.apps import apps

    session = apps.get_model("scheduling", "Session").objects.create(
        site=world.site_a1, day="2024-05-30", ordinal=1, band="morning",
        starts_at=world.now, ends_at=world.now.replace(hour=10),
    )  # fmt: skip
    room_session = apps.get_model("scheduling", "RoomSession").objects.create(
        session=session, room=world.room_a1_1
    )
    arrangement = apps.get_model("scheduling", "Arrangement").objects.create(
        exam=world.exam, county=world.county_a
    )
    apps.get_model("scheduling", "Seating").objects.create(
        arrangement=arrangement, candidate=candidate, room_session=room_session, seat=1
    )


def test_every_import_says_who_and_what_and_leaves_a_trail(world):
    roster = applied(world, handed_in(world, new_rows()))
    assert (roster.created_by, len(roster.file.sha256)) == (world.officer_a, 64)
    actions = list(
        Entry.objects.filter(object_id=str(roster.pk), chain="county:6301")
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert actions == [
        "candidates.RosterImport.found",
        "candidates.RosterImport.apply",
        "candidates.RosterImport.done",
    ]


def test_no_identity_number_lies_open_between_the_runs(world):
    roster = handed_in(world, new_rows())
    assert identity(1).encode() not in roster.plan.path.read_bytes()
    assert identity(1) in str(list(stash.take_out(roster.plan)))
    path = roster.plan.path
    applied(world, roster)
    assert not path.exists()


def test_a_thousand_rows_with_one_error_are_all_or_good_rows_only_x14(world):
    rows = [
        row(1, registration_no=f"2363010{n:05d}", id_number=identity(n % 499, born=f"2010{n // 499 + 1:02d}15"))
        for n in range(1, 1001)
    ]  # fmt: skip
    rows[998]["grade"] = "七年级"
    before = Candidate.objects.count()
    roster = handed_in(world, rows)
    (finding,) = findings_of(roster).rows
    assert (finding["row"], finding["column"]) == (1002, "年级")
    with pytest.raises(Refusal, match="1行"):
        rosters.begin_apply(roster=roster, by=world.officer_a, now=world.now)
    assert Candidate.objects.count() == before
    applied(world, roster, good_rows_only=True)
    assert Candidate.objects.count() == before + 999


def mistakes():
    """One row for every kind of mistake and of forgiven form: (row or None, expected level)."""
    lost = float(identity(4))
    wide = identity(8).translate({0x30 + i: 0xFF10 + i for i in range(10)})
    wrong = wide[:-1] + chr(0xFF10 + (int(identity(8)[-1].replace("X", "3")) + 1) % 10)
    return [
        (row(1), "ok"),
        (row(2, name="  李 明 "), "ok"),
        (row(3, sex="女 "), "warning"),
        (row(4, id_number=lost), "error"),
        (row(5, id_number="140302201013010011"), "error"),
        (row(6, id_number="140302201001100011"), "error"),
        (row(7, name="重复者", id_number=identity(1)), "error"),
        (row(8, id_number=wrong), "error"),
        (row(9, id_number="140302100203001"), "error"),
        (row(10, id_number="", remark="港澳台居民, 证件待补"), "error"),
        (row(11, registration_no=236301019011.0), "ok"),
        (row(12, registration_no="23630101901"), "error"),
        (row(13, registration_no="226301019013"), "error"),
        (row(14, registration_no=row(1)["registration_no"]), "error"),
        (row(15, school_code="639999", school_name="不存在的学校"), "error"),
        (row(16, school_name="阳泉市第四中学校"), "warning"),
        (row(17, school_code=630101.0), "ok"),
        (row(18, grade="初二"), "ok"),
        (row(19, grade="七年级"), "error"),
        (row(20, grade="九年级", remark="零报考"), "ok"),
        (row(21, grade="九年级"), "warning"),
        (row(22, class_no="八(3)班"), "ok"),
        (row(23, class_no=""), "error"),
        (row(24, name=""), "error"),
        (row(25, name='=HYPERLINK("http://x","王")'), "error"),
        (row(26, name="买买提•艾力"), "ok"),
        (row(27, name="𬭎㛃"), "ok"),
        (row(28, name="张" * 80), "error"),
        (row(29, ethnicity="火星族"), "error"),
        (row(30, phone=13800000000.0), "ok"),
        (row(31, phone="1380000"), "warning"),
        (None, "ok"),
        (row(32, id_number=date(2010, 5, 3)), "error"),
        (row(33), "warning"),
        ({"serial": "合计", "name": "33人"}, "ok"),
    ]


@pytest.mark.clause("Y-212")
def test_a_workbook_of_all_mistakes_gets_the_level_of_every_row_x04(world, tmp_path):
    cases = mistakes()
    content = workbook(
        [values for values, _ in cases],
        hidden=[4 + len(cases) - 2],
        more_sheets=[("填表说明", [["请勿修改表头"]])],
    )
    path = tmp_path / "补报.xlsx"
    path.write_bytes(content)
    status, levels = run_check(path)
    assert status == 1
    wrong = {
        number: (values, level, levels.get(number, "ok"))
        for number, (values, level) in enumerate(cases, 4)
        if levels.get(number, "ok") != level
    }
    assert wrong == {}


def run_check(path):
    """(exit status, the gravest level of every row) of the command."""
    out, status = io.StringIO(), 0
    try:
        call_command("import_roster", str(path), exam="yq2024", check=True, stdout=out)
    except SystemExit as end:
        status = end.code
    lines = list(csv.DictReader(io.StringIO(out.getvalue())))
    order = ["ok", "warning", "error"]
    levels = {}
    for line in lines:
        number = int(line["row"])
        levels[number] = max(levels.get(number, "ok"), line["level"], key=order.index)
    return status, levels


def test_the_command_imports_as_a_named_person_within_the_persons_county(world, tmp_path):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(workbook([row(1), row(2, grade="?")]))
    out = io.StringIO()
    call_command(
        "import_roster", str(path), exam="yq2024", user="officer_a", good_rows=True, stdout=out
    )
    assert "新增1人" in out.getvalue()
    assert RosterImport.objects.get().county == world.county_a


def test_the_command_ends_with_status_0_where_no_error_stands(world, tmp_path):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(workbook([row(1), row(2, phone="1")]))
    assert run_check(path) == (0, {5: "warning"})


def test_the_command_refuses_errors_and_leaves_nothing_waiting(world, tmp_path):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(workbook([row(1), row(2, grade="?")]))
    with pytest.raises(CommandError, match="1行"):
        call_command("import_roster", str(path), exam="yq2024")
    assert RosterImport.objects.get().state == ImportState.DISCARDED


def test_the_command_writes_the_marked_workbook(world, tmp_path):
    path, answer = tmp_path / "名册.xlsx", tmp_path / "答复.xlsx"
    path.write_bytes(workbook([row(1), row(2, grade="?")]))
    with pytest.raises(SystemExit):
        call_command(
            "import_roster", str(path), exam="yq2024", check=True, answer=answer,
            stdout=io.StringIO(),
        )  # fmt: skip
    sheet = openpyxl.load_workbook(answer).active
    assert "错误说明" in [cell.value for cell in sheet[3]]


def test_the_command_asks_the_right_of_the_named_person(world, tmp_path):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(workbook([row(1)]))
    with pytest.raises(CommandError, match="权限"):
        call_command("import_roster", str(path), exam="yq2024", user="officer_a", county="矿区")
    with pytest.raises(CommandError, match="权限"):
        call_command("import_roster", str(path), exam="yq2024", user="chief_a1")


def test_a_remark_with_any_signs_is_kept_as_it_is(world):
    remark = 'a\\b "引号" it\'s, \\N 100%'
    roster = handed_in(world, [row(1, remark=remark), row(2, remark="第一行\n第二行\t完")])
    applied(world, roster)
    kept = Candidate.objects.filter(source=roster).order_by("registration_no")
    assert [c.remark for c in kept] == [remark, "第一行\n第二行\t完"]
