"""The checks of a roster, rule by rule. The identity number has its own file."""

import dataclasses
import time

import pytest

from candidates import sentences
from candidates.checks import findings
from candidates.checks.columns import TITLES

from .kit import EXPECTED, codes, identity, judge, row


def found(**other):
    return codes(judge(row(1, **other)))


def value(field, **other):
    return judge(row(1, **other)).values[field][0]


def test_a_good_row_has_no_findings():
    assert found() == []


@pytest.mark.clause("Y-212")
@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("236301010001", []),
        (236301010001.0, []),
        ("23630101001", ["registration_length"]),
        ("2363010100001", ["registration_length"]),
        ("226301010001", ["registration_prefix"]),
        ("23630101000A", ["registration_digits"]),
        ("２３６３０１０１０００１", ["registration_digits"]),
        (2.36301010001e16, ["number_lost"]),
        ("", ["missing"]),
    ],
)
def test_a_registration_number_follows_the_pattern_of_the_exam_d12(number, why):
    assert found(registration_no=number) == why


@pytest.mark.clause("Y-212")
def test_the_pattern_is_the_exams_and_may_name_the_school_d12():
    other = dataclasses.replace(
        EXPECTED,
        registration_pattern="^K(?P<school>[0-9]{6})[0-9]{3}$",
        registration_prefix="K",
        registration_length=10,
    )
    assert codes(judge(row(1, registration_no="K630101001"), expected=other)) == []
    assert codes(judge(row(1, registration_no="K630201001"), expected=other)) == [
        "registration_school"
    ]


def test_a_number_that_stands_twice_is_an_error_of_the_later_row():
    checked = judge(row(1), row(2, registration_no=row(1)["registration_no"]))
    assert [f[:3] for f in checked.findings] == [(3, "registration_twice", "registration_no")]
    assert checked.findings[0][3]["row"] == 2
    assert checked.bad == {1}


def test_a_number_cell_against_a_text_cell_blames_neither_row_but_holds_both_back():
    number = row(1)["registration_no"]
    checked = judge(row(1, registration_no=float(number)), row(2, registration_no=number))
    assert [f[:2] for f in checked.findings] == [(1, "number_in_two_kinds")]
    assert checked.bad == {0, 1}


def test_an_identity_that_stands_twice_is_an_error_of_the_later_row():
    checked = judge(row(1), row(2, id_number=identity(1)), row(3, id_number=identity(1)))
    assert [(f[0], f[1], f[3]["row"]) for f in checked.findings] == [
        (3, "id_twice", 2),
        (4, "id_twice", 2),
    ]


@pytest.mark.parametrize(
    ("name", "read", "why"),
    [
        ("  李 明 ", "李明", ["name_space"]),
        ("李　明", "李明", ["name_space"]),
        ("  张三丰", "张三丰", []),
        ("买买提•艾力", "买买提·艾力", ["name_dot"]),
        ("阿依古丽 ・ 买买提江", "阿依古丽·买买提江", ["name_dot"]),
        ("迪丽努尔．吾买尔", "迪丽努尔·吾买尔", ["name_dot"]),
        ("迪丽努尔·吾买尔", "迪丽努尔·吾买尔", []),
        ("𬭎㛃", "𬭎㛃", []),
        ("吴䶮", "吴䶮", []),
        ("Anna Smith", "Anna Smith", []),
        ("Jose\u0301", "José", ["name_form"]),
        ("李\u200b明", "李明", ["name_invisible"]),
        ("李明\ue863", "李明\ue863", ["name_private"]),
        ("=HYPERLINK(1)", "=HYPERLINK(1)", ["name_symbols"]),
        ("李\x00明", "", ["control_characters"]),
        ("张" * 61, "", ["too_long"]),
        ("张" * 60, "张" * 60, []),
        ("", "", ["missing"]),
        ("#N/A", "", ["error_cell"]),
    ],
)
def test_names_are_made_tidy_without_losing_a_character_x04(name, read, why):
    checked = judge(row(1, name=name))
    assert codes(checked) == why
    assert checked.values["name"] == [read]


def test_a_formula_is_not_read_whatever_it_shows_x04():
    checked = judge(row(1), row(2, name="王"), formulas={(3, "name"), (3, "serial")})
    assert [f[:3] for f in checked.findings] == [(3, "formula", "name")]


@pytest.mark.parametrize(
    ("written", "name"),
    [("汉族", "汉族"), ("汉", "汉族"), ("01", "汉族"), (3.0, "回族"), ("维族", "维吾尔族"),
     ("穿青人", "其他"), ("其他", "其他"), ("外国血统", "外国血统中国籍人士"), ("", "")],
)  # fmt: skip
def test_an_ethnicity_is_one_of_the_national_standard(written, name):
    assert value("ethnicity", ethnicity=written) == name
    assert found(ethnicity=written) == []


def test_an_unknown_ethnicity_is_an_error():
    assert found(ethnicity="火星族") == ["ethnicity_unknown"]


@pytest.mark.parametrize(
    "written", ["八年级", "初二", "8年级", "８年级", "八", " 八年级 ", 8.0, "8"]
)
def test_a_grade_may_be_written_as_the_profile_allows(written):
    assert value("category", grade=written) == "grade8"


def test_a_grade_that_is_none_of_this_exam_is_an_error():
    assert found(grade="七年级") == ["grade_unknown"]


@pytest.mark.parametrize(
    ("written", "number"),
    [(1.0, 1), ("1", 1), ("01", 1), ("1班", 1), ("(1)班", 1), ("（12）班", 12), ("八(3)班", 3),
     ("八年级三班", 3), ("八年级(3)班", 3), ("八3班", 3), ("初二3班", 3), ("初二（3）班", 3),
     ("第3班", 3), ("三班", 3), ("十二班", 12), ("二十班", 20), ("8-3", 3), ("12", 12)],
)  # fmt: skip
def test_a_class_is_found_in_what_schools_write(written, number):
    assert value("class_no", class_no=written) == number
    assert found(class_no=written) == []


@pytest.mark.parametrize(("written", "number"), [("803班", 3), ("2203班", 3), (2212.0, 12)])
def test_a_class_inside_a_longer_number_is_told(written, number):
    assert value("class_no", class_no=written) == number
    assert found(class_no=written) == ["class_read_as"]


@pytest.mark.parametrize("written", ["实验班", "0", 0.0, 1.5, "2303班三", "99999"])
def test_an_unreadable_class_is_an_error(written):
    assert found(class_no=written) == ["class_unreadable"]


def test_a_class_of_another_grade_is_a_warning():
    assert found(class_no="九(3)班") == ["class_of_other_grade"]
    assert found(class_no="2103班") == ["class_read_as", "class_of_other_grade"]


def test_a_missing_class_is_an_error():
    assert found(class_no="") == ["missing"]


@pytest.mark.clause("Y-032")
def test_a_candidate_belongs_to_the_school_of_the_code_and_not_of_the_name():
    checked = judge(row(1, school_name="阳泉市第十一中学校"))
    assert codes(checked) == ["school_name_differs"]
    assert checked.values["school"] == [1]


def test_a_school_code_in_a_number_cell_loses_nothing():
    assert value("school", school_code=630101.0) == 1


def test_an_unknown_school_is_an_error():
    assert found(school_code="639999") == ["school_unknown"]


def test_a_county_may_only_bring_its_own_schools():
    own = dataclasses.replace(EXPECTED, counties=frozenset({10}))
    checked = judge(row(1), row(2, school_code="630201", school_name=""), expected=own)
    assert codes(checked) == ["school_of_other_county"]
    assert checked.bad == {1}


@pytest.mark.parametrize("phone", ["13800000000", 13800000000.0, "0353-2022222", "", "+8613800000000",
                                   "138 0000 0000", "13800000000/13900000000"])  # fmt: skip
def test_telephone_numbers_of_many_forms_pass(phone):
    assert found(phone=phone) == []


def test_a_doubtful_telephone_number_is_a_warning():
    checked = judge(row(1, phone="1380000"))
    assert codes(checked) == ["phone_doubtful"]
    assert not checked.bad


@pytest.mark.clause("Y-008")
def test_a_grade_9_candidate_is_expected_to_be_zero_registered():
    assert found(grade="九年级", remark="零报考") == []
    assert found(grade="九年级", remark="") == ["remark_expected"]
    assert found(grade="八年级", remark="") == []


def test_empty_rows_total_rows_and_repeated_headings_are_passed_over():
    from .kit import HEADINGS

    total = dict.fromkeys(row(1), "") | {"serial": "合计", "name": "33人"}
    checked = judge(row(1), dict.fromkeys(row(1), ""), total, HEADINGS, row(2))
    assert codes(checked) == ["total_row", "header_row"]
    assert checked.rows == [2, 6]
    assert checked.passed_over == 3


def test_a_hidden_row_is_read_and_told():
    checked = judge(row(1), row(2), hidden={3})
    assert [f[:2] for f in checked.findings] == [(3, "hidden_row")]
    assert len(checked.rows) == 2


def test_every_finding_of_a_row_is_told_at_once_c04():
    wrong = row(1, name="", id_number="1", school_code="", grade="", class_no="", sex="?")
    assert set(codes(judge(wrong))) == {
        "missing", "id_length", "sex_unknown",
    }  # fmt: skip
    assert len(judge(wrong).findings) == 6


def test_every_finding_has_a_level_and_a_sentence():
    assert set(findings.LEVELS) == set(sentences.SENTENCES)
    assert set(TITLES) <= set(sentences.TITLES)


@pytest.mark.slow
def test_checking_costs_little_time_a_row():
    rows = [
        row(n % 90) | {"registration_no": f"23{n:010d}", "id_number": ""} for n in range(20_000)
    ]
    started = time.process_time()
    judge(*rows)
    assert time.process_time() - started < 5  # a bound for disasters, not a measurement
