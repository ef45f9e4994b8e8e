"""A profile is usable, or sentences say what is not."""

from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examadmin.exams import profiles
from examadmin.exams.rules import Rules
from examadmin.exams.schema import FORMS
from examadmin.exams.validation import problems

DATA = profiles.load("yangquan-2024")


@pytest.fixture
def data():
    return deepcopy(DATA)


def said(findings):
    return [str(finding) for finding in findings]


def errors_of(data):
    return said(problems(data)[0])


def warnings_of(data):
    return said(problems(data)[1])


def paths(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(one, (*path, key))


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(
        ["", " ", "\x00", "\ud800", "(", "{x", "{number:9999999d}", "9999-12-31", "八"]
    ),
    st.sampled_from(
        ["2024-02-30", "0001-01-01T00:00", "25:00", "08:00+08:00", "2024-05-30T08:00Z"]
    ),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.lists(st.integers() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=3), st.none() | st.integers(), max_size=2),
)


@settings(max_examples=200, deadline=None)
@given(path=st.sampled_from([p for p in paths(DATA) if p]), junk=JUNK, drop=st.booleans())
def test_a_corrupted_value_never_raises_anything_but_sentences(path, junk, drop):
    data = deepcopy(DATA)
    group = data
    for key in path[:-1]:
        group = group[key]
    if drop:
        del group[path[-1]]
    else:
        group[path[-1]] = junk
    errors, warnings = problems(data)
    assert all(any("一" <= c <= "龥" for c in text) for text in said(errors + warnings))
    if not errors:
        use_every_rule(data)


def use_every_rule(data):
    """What passed must be usable."""
    rules = Rules(data)
    assert rules.dates and rules.bands and rules.categories and rules.windows
    assert rules.spare(33) >= 0 and rules.rooms_needed(10) >= 1
    assert rules.sessions_of_a_day()
    assert rules.login_cutoff >= max(start for _n, _b, start, _e in rules.sessions_of_a_day())
    assert rules.working_day(rules.dates[0], -2) < rules.dates[0]
    assert all(rules.form(name, site="甲") for name in FORMS)
    names = {"site": "甲", "exam": "乙", "standard": "丙"}
    assert all(text.format(**names) for text in data["certificate"]["paragraphs"])
    assert data["codes"]["room_in_folder"].format(number=1)


@pytest.mark.parametrize("junk", [None, 3, "text", [], {}, {"sessions": []}])
def test_what_is_no_profile_at_all_gets_sentences_too(junk):
    assert errors_of(junk)


def test_the_shipped_profile_has_no_error():
    assert errors_of(DATA) == []


def test_a_finding_says_where_in_the_file(data):
    data["sessions"]["bands"][0]["cap"] = 0
    assert "sessions.bands[0].cap：必须至少为 1" in errors_of(data)


def test_a_number_written_as_text_is_refused(data):
    data["sessions"]["minutes"] = "20"
    assert errors_of(data) == ["sessions.minutes：应为整数"]


def test_an_unknown_key_is_a_warning(data):
    data["sessions"]["gap"] = 5
    assert "sessions.gap：没有这一项，不会起作用" in warnings_of(data)


@pytest.mark.clause("Y-013", "Y-012")
def test_the_profile_plans_fifteen_sessions_of_twenty_minutes_in_two_bands():
    rules = Rules(DATA)
    day = rules.sessions_of_a_day()
    assert len(day) == 15 and len(rules.dates) * len(day) == 45
    assert [(b.start.hour, b.end.hour, b.cap) for b in rules.bands] == [(8, 12, 8), (14, 18, 7)]
    assert all((e.hour * 60 + e.minute) - (s.hour * 60 + s.minute) == 20 for _n, _b, s, e in day)
    assert [f"{s:%H:%M}" for _n, _b, s, _e in day][:2] == ["08:00", "08:30"]
    assert f"{day[-1][2]:%H:%M}–{day[-1][3]:%H:%M}" == "17:30–17:50"


@pytest.mark.clause("Y-011")
def test_the_exam_is_on_three_dates():
    assert Rules(DATA).dates == (date(2024, 5, 30), date(2024, 5, 31), date(2024, 6, 1))


def test_a_band_must_hold_its_sessions(data):
    data["sessions"]["bands"][0]["cap"] = 9
    assert errors_of(data) == [
        "sessions.bands[0].cap：容不下9场：最后一场要到12:20才结束，本时段12:00结束"
    ]


def test_the_login_cutoff_may_not_lie_before_the_last_start(data):
    data["sessions"]["login_cutoff"] = "17:29:00"
    assert errors_of(data) == ["sessions.login_cutoff：早于“下午”最后一场的开始17:30"]
    data["sessions"]["login_cutoff"] = "17:30:00"
    assert errors_of(data) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"opens": "2024-04-17"}, "rounds[1].opens：应在前一轮结束之后"),
        ({"download": "2024-04-20"}, "rounds[1].download：不能晚于开始"),
        ({"closes": "2024-04-18"}, "rounds[1].closes：不能早于开始"),
        ({"mock": False}, "rounds：应当有且只有一个正式考试轮次"),
    ],
)
def test_rounds_follow_each_other(data, change, sentence):
    data["rounds"][1].update(change)
    assert sentence in errors_of(data)


def test_the_formal_round_is_on_the_dates_of_the_exam(data):
    data["rounds"][3]["closes"] = "2024-06-02"
    assert "rounds[3].opens：正式考试应为考试日期2024-05-30至2024-06-01" in errors_of(data)


def test_a_milestone_after_one_that_is_not_there_is_an_error(data):
    data["milestones"][1]["after"] = "99"
    assert errors_of(data) == ["milestones[1].after：没有第99项"]


def test_milestones_that_wait_for_each_other_are_an_error(data):
    data["milestones"][0]["after"] = "3"
    assert "milestones[0].after：前后关系绕成了圈" in errors_of(data)


def test_a_step_due_no_later_than_the_one_before_it_draws_a_warning(data):
    """K-08: the shipped plan itself leaves the first download no time; the city is told."""
    assert [w for w in warnings_of(data) if ".due" in w] == [
        "milestones[3].due：第4.1项的期限不晚于它所等待的第3项（2024-04-11 23:59），负责人没有办理时间"
    ]
    data["milestones"][2]["due"] = "2024-04-11T20:00:00"
    assert any(w.startswith("milestones[2].due：第3项") for w in warnings_of(data))


@pytest.mark.clause("Y-051")
def test_tickets_are_due_two_working_days_before_the_exam(data):
    rules = Rules(data)
    assert rules.working_day(rules.dates[0], -2) == date(2024, 5, 28)
    eight = next(m for m in data["milestones"] if m["key"] == "8")
    assert eight["due"].startswith("2024-05-28")
    eight["due"] = "2024-05-29T08:00:00"
    assert errors_of(data) == ["milestones[11].due：最迟应在考前2个工作日，即2024-05-28"]


def test_working_days_skip_holidays_and_count_worked_weekends(data):
    rules = Rules(data)
    assert rules.working_day(date(2024, 5, 6), -1) == date(2024, 4, 30)  # 五一
    assert rules.working_day(date(2024, 5, 13), -1) == date(2024, 5, 11)  # a worked Saturday


@pytest.mark.clause("Y-212")
def test_the_registration_pattern_must_fit_its_example(data):
    assert data["codes"]["registration_example"] == "236301010001"
    data["codes"]["registration_pattern"] = "^24[0-9]{10}$"
    assert errors_of(data) == ["codes.registration_example：与中考报名号格式不符"]
    data["codes"]["registration_pattern"] = "^23[0-9"
    assert errors_of(data) == ["codes.registration_pattern：不是可用的正则表达式"]


@pytest.mark.clause("Y-213")
def test_the_patterns_of_site_codes_and_room_numbers_belong_to_the_exam(data):
    codes = data["codes"]
    assert codes["room_in_folder"].format(number=1) == "01"
    assert codes["room_in_package"].format(number=1) == "第1考场"
    codes["site_pattern"], codes["room_in_folder"] = "[", "{room}"
    assert errors_of(data) == [
        "codes.room_in_folder：格式不对，应如：{number:02d}",
    ]
    codes["room_in_folder"] = "{number:03d}"
    assert errors_of(data) == ["codes.site_pattern：不是可用的正则表达式"]


@pytest.mark.clause("Y-006")
def test_each_category_has_its_full_mark():
    marks = {c.title: c.full_mark for c in Rules(DATA).categories.values()}
    assert marks == {"八年级": 15, "九年级零报考": 10}


@pytest.mark.clause("Y-007")
def test_whether_a_category_counts_for_admission_is_a_choice_of_the_exam(data):
    flags = {c.title: c.counts_for_admission for c in Rules(DATA).categories.values()}
    assert flags == {"八年级": False, "九年级零报考": True}
    data["categories"][0]["counts_for_admission"] = True
    assert errors_of(data) == []
    data["categories"][0]["counts_for_admission"] = "maybe"
    assert errors_of(data) == ["categories[0].counts_for_admission：应为是或否"]


def test_categories_share_neither_key_nor_synonym(data):
    data["categories"][1]["key"] = "grade8"
    data["categories"][1]["synonyms"].append("初二")
    assert errors_of(data) == [
        "categories：“grade8”出现了2次",
        "categories[1].synonyms：“初二”也是“八年级”的写法，名册无法区分",
    ]


@pytest.mark.clause("Y-010")
def test_the_question_bank_is_a_name_and_a_version(data):
    assert data["profile"]["question_bank"] == "山西省2024年初中学业水平考试信息技术复习题"
    data["profile"]["question_bank_version"] = ""
    assert errors_of(data) == ["profile.question_bank_version：不能为空"]


def test_all_eleven_forms_need_a_title(data):
    del data["forms"]["form11"]
    assert errors_of(data) == ["forms.form11：缺少这一项"]


@pytest.mark.parametrize(
    ("key", "change", "sentence"),
    [
        ("proctor_cpu", {"asked": "奔腾"}, "asked：应为可选项之一"),
        ("proctor_os", {"asked": ["DOS"]}, "asked：应为可选项中的若干项"),
        ("machines", {"asked": "many"}, "asked：应为数"),
        ("lan", {"options": []}, "options：应列出要全部具备的各项"),
        ("bandwidth_40", {"reads": "nothing"}, "reads：没有项目“nothing”"),
    ],
)
def test_items_of_the_standard_fit_their_kind(data, key, change, sentence):
    index, item = next((i, x) for i, x in enumerate(data["standard"]) if x["key"] == key)
    item.update(change)
    assert errors_of(data) == [f"standard[{index}].{sentence}"]


@pytest.mark.clause("Y-076")
def test_the_legal_bases_stand_in_the_profile_with_number_and_title():
    numbers = {basis["number"]: basis["title"] for basis in DATA["legal_bases"]}
    assert numbers["晋教基〔2014〕8号"] == (
        "山西省教育厅关于做好中考加试理化实验操作和信息技术（信息科技）有关工作的通知"
    )
    assert all(basis["cited_on"] for basis in DATA["legal_bases"])


@pytest.mark.clause("Y-110")
def test_each_category_has_its_own_login_address():
    urls = {c.key: c.login_url for c in Rules(DATA).categories.values()}
    assert urls == {
        "grade8": "http://10.40.159.2/web_bsexam",
        "grade9": "http://10.40.159.1/web_bsexam",
    }
