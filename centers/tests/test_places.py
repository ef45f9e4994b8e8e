"""Counties and schools."""

import csv

import pytest

from centers.models import County, School
from centers.services.places import (
    create_county,
    create_school,
    edit_county,
    edit_school,
    import_schools,
)
from examadmin.audit.models import Entry
from examadmin.base.errors import Invalid, Refusal

COLUMNS = "考区,行政区划代码,学校代码,学校名称,八年级班级数,八年级考生数,九年级零报考人数"


def table(*lines, columns=COLUMNS):
    return list(csv.DictReader([columns, *lines]))


def load(world, *lines, columns=COLUMNS):
    return import_schools(rows=table(*lines, columns=columns), by=world.exam_office, now=world.now)


@pytest.mark.clause("Y-004")
def test_the_five_counties_come_with_their_schools_and_can_be_changed(world):
    School.objects.filter(sites=None, candidates=None).delete()
    done = load(
        world,
        "城区,140302,630111,新一中学,18,935,0",
        "矿区,140303,630211,新二中学,10,493,0",
        "郊区,140311,630301,郊区荫营中学,9,418,0",
        "平定,140321,630401,平定县第二中学校,16,844,6",
        "盂县,140322,630501,盂县第三中学校,16,867,4",
    )
    assert (done.counties, done.created) == (3, 5)
    found = County.objects.values_list("name", "code", "division")
    assert list(found) == [
        ("城区", "6301", "140302"),
        ("矿区", "6302", "140303"),
        ("郊区", "6303", "140311"),
        ("平定", "6304", "140321"),
        ("盂县", "6305", "140322"),
    ]
    county = County.objects.get(code="6305")
    edit_county(county=county, name="盂县考区", by=world.exam_office, now=world.now)
    assert County.objects.get(code="6305").name == "盂县考区"


def test_the_number_of_classes_is_grade_eights_where_nothing_better_is_told(world):
    done = load(world, "城区,140302,630111,新一中学,18,935,0")
    assert School.objects.get(code="630111").classes == 18
    assert "八年级班级数" in done.notes[0]
    load(
        world, "城区,140302,630111,新一中学,54,18", columns="考区,行政区划代码,学校代码,学校名称,初中教学班数,八年级班级数"
    )  # fmt: skip
    assert School.objects.get(code="630111").classes == 54


def test_importing_the_same_table_twice_changes_nothing_the_second_time(world):
    line = "城区,140302,630111,新一中学,18,935,0"
    load(world, line)
    rows = Entry.objects.count()
    done = load(world, line)
    assert (done.created, done.updated, done.unchanged) == (0, 0, 1)
    assert Entry.objects.count() == rows


def test_every_mistake_of_the_table_is_told_at_once_and_nothing_is_kept(world):
    with pytest.raises(Invalid) as refusal:
        load(
            world,
            "城区,140301,630111,新一中学,18,9,0",
            "城区,140302,630111,,x,9,0",
            "新区,140323,63 01,甲,1,9,0",
        )
    told = "\n".join(refusal.value.findings)
    for sentence in (
        "第2行：“140301”不是县级行政区划代码",
        "第3行：没有填写“学校名称”",
        "第3行：学校代码“630111”与第2行重复",
        "第3行：考区“城区”有两个不同的行政区划代码",
        "第3行：班级数“x”应为整数",
        "第4行：“140323”不是县级行政区划代码",
        "第4行：学校代码“63 01”应为2至12位数字或字母",
    ):
        assert sentence in told
    assert not School.objects.filter(code="630111").exists()


def test_a_table_without_its_columns_is_refused_with_their_names(world):
    with pytest.raises(Invalid) as refusal:
        import_schools(rows=[{"学校": "x"}], by=world.exam_office, now=world.now)
    assert refusal.value.findings == ["缺少列：考区、行政区划代码、学校代码、学校名称"]
    with pytest.raises(Invalid):
        import_schools(rows=[], by=world.exam_office, now=world.now)


@pytest.mark.parametrize(
    "code", ["140301", "140323", "140399", "000000", "140300", "14030", "1403021"]
)
def test_a_county_has_a_division_code_of_a_county(world, code):
    with pytest.raises(Invalid, match="GB/T 2260"):
        create_county(code="6309", name="新区", division=code, by=world.exam_office, now=world.now)


@pytest.mark.clause("Y-005")
def test_a_school_is_put_under_another_county_than_the_one_it_lies_in(world):
    school = create_school(
        code="630199", name="阳泉市育英学校", county=world.county_b, by=world.exam_office,
        now=world.now,
    )  # fmt: skip
    edit_school(
        school=school, county=world.county_a, home_county=world.county_b, reason="属地原则",
        by=world.exam_office, now=world.now,
    )  # fmt: skip
    seen = School.objects.visible_to(world.officer_a, "centers.view_school")
    assert seen.filter(code="630199", home_county=world.county_b).exists()
    unseen = School.objects.visible_to(world.officer_b, "centers.view_school")
    assert not unseen.filter(code="630199").exists()
    assert Entry.objects.get(action="centers.edit_school").reason == "属地原则"


@pytest.mark.clause("Y-005")
def test_the_import_can_state_where_a_school_lies(world):
    load(
        world, "城区,140302,630111,阳泉市第一中学校,12,矿区",
        columns="考区,行政区划代码,学校代码,学校名称,八年级班级数,所在县区",
    )  # fmt: skip
    school = School.objects.get(code="630111")
    assert (school.county, school.home_county) == (world.county_a, world.county_b)


def test_moving_a_school_to_another_county_needs_a_reason(world):
    school = create_school(
        code="630199", name="甲", county=world.county_b, by=world.exam_office, now=world.now
    )
    with pytest.raises(Invalid, match="理由"):
        edit_school(school=school, county=world.county_a, by=world.exam_office, now=world.now)


def test_a_school_with_a_site_or_guests_in_an_open_exam_stays_in_its_county(world):
    for school in (world.school_a1, world.school_a3):
        with pytest.raises(Refusal) as refusal:
            edit_school(
                school=school, county=world.county_b, reason="属地", by=world.exam_office,
                now=world.now,
            )  # fmt: skip
        assert refusal.value.findings


@pytest.mark.parametrize(
    "fields", [{"code": "630101", "name": "重码"}, {"code": "x", "name": "甲"}, {"code": "630188", "name": " "}]
)  # fmt: skip
def test_a_school_has_a_code_of_its_own_and_a_name(world, fields):
    with pytest.raises(Invalid):
        create_school(county=world.county_a, by=world.exam_office, now=world.now, **fields)


def test_only_fields_of_the_record_can_be_changed(world):
    with pytest.raises(TypeError):
        edit_school(school=world.school_a1, pk=9, by=world.exam_office, now=world.now)
