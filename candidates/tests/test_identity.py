from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.checks.codes import read_date
from candidates.checks.identity import Numbers

from .kit import codes, identity, judge, row


def judged(number, **other):
    return codes(judge(row(1, id_number=number, **other)))


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "440524188001010014", "140302201001100013"]
)
def test_valid_identity_numbers_are_accepted_d10(number):
    sex = "男" if int(number[16]) % 2 else "女"
    assert judged(number, sex=sex) == []


@pytest.mark.parametrize("first", ["81", "82", "83"])
def test_residence_permits_of_hong_kong_macau_and_taiwan_are_accepted_d10(first):
    checked = judge(row(1, id_number=identity(1, place=f"{first}0000")))
    assert codes(checked) == []
    assert checked.values["id_kind"] == ["permit"]


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("140302201001100011", "id_check"),
        ("140302100203001", "id_fifteen"),
        ("140302190002290019", "id_date"),
        ("140302201302290011", "id_date"),
        ("140302201013010011", "id_date"),
        (identity(1, born="20240411"), "id_future"),
        ("1403022010011000", "id_length"),
        ("14030220100110001A", "id_characters"),
        ("G12345678", "id_characters"),
        ("1.40302201001E+17", "number_lost"),
        (1.40302201001100e17, "number_lost"),
        (date(2010, 5, 3), "date_cell"),
        ("", "id_missing"),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong_d10(number, why):
    assert judged(number) == [why]


def test_a_lower_case_x_is_stored_as_a_capital_d10():
    checked = judge(row(1, id_number="11010519491231002x", sex="女"))
    assert checked.values["id_number"] == ["11010519491231002X"]
    assert not checked.bad


def test_full_width_digits_are_read_as_digits():
    wide = identity(1).translate({0x30 + i: 0xFF10 + i for i in range(10)})
    checked = judge(row(1, id_number=wide))
    assert codes(checked) == ["id_full_width"]
    assert checked.values["id_number"] == [identity(1)]


def test_sex_against_the_17th_digit_is_a_warning_d10():
    checked = judge(row(1, sex="女"))
    assert codes(checked) == ["sex_differs"]
    assert not checked.bad
    assert checked.values["sex"] == ["F"]


def test_a_missing_sex_is_taken_from_the_number():
    checked = judge(row(1, sex=""))
    assert codes(checked) == ["sex_from_id"]
    assert checked.values["sex"] == ["M"]


@pytest.mark.parametrize(
    ("kind", "number", "found"),
    [
        ("护照", "E12345678", []),
        ("港澳居民来往内地通行证", "H12345678", []),
        ("台胞证", "12345678", []),
        ("护照", "护照号", ["id_of_kind"]),
        ("无", "", ["id_none"]),
        ("学生证", identity(1), ["id_kind_unknown"]),
        ("居民身份证", identity(1), []),
    ],
)
def test_another_document_is_accepted_when_its_kind_is_named(kind, number, found):
    assert judged(number, id_kind=kind) == found


@given(st.integers(0, 17), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(place, shift):
    good = identity(7)
    numbers = Numbers(date(2024, 4, 10))
    assert numbers.fast(good)
    value = 10 if good[place] == "X" else int(good[place])
    wrong = good[:place] + str((value + shift) % 10) + good[place + 1 :]
    assert wrong == good or numbers.fast(wrong) is None


@given(st.text(max_size=30))
def test_any_text_is_judged_without_a_crash_c06(text):
    judge(row(1, id_number=text, name=text, registration_no=text, class_no=text, phone=text))


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2010-5-3", date(2010, 5, 3)),
        ("2010/05/03", date(2010, 5, 3)),
        ("2010年5月3日", date(2010, 5, 3)),
        ("20100503", date(2010, 5, 3)),
        (20100503.0, date(2010, 5, 3)),
        (40301.0, date(2010, 5, 3)),
        (date(2010, 5, 3), date(2010, 5, 3)),
        ("3/5/2010", None),
        ("10-05-03", None),
        ("2010-13-01", None),
    ],
)
def test_a_birth_date_is_read_in_many_forms_but_never_guessed(value, day):
    assert read_date(value) == day
