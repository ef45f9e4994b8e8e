"""附件2, at every boundary. The profile's own standard is what is judged."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centers import standard
from centers.standard import SchoolFacts, judge, rooms_asked_for, tally
from examadmin.exams import profiles
from examadmin.exams.rules import Rules
from examadmin.testing.world import complete_answers

DATA = profiles.load("yangquan-2024")
RULES = Rules(DATA)
MACHINE_ITEMS = ("machines", "machines_maximum", "spare_machines")


def answers(rooms=1, *, site=None, **room):
    found = complete_answers(DATA, rooms)
    found["site"] |= site or {}
    for one in found["rooms"]:
        one |= room
    return found


def verdicts(given, *, classes=7, **facts):
    found = judge(DATA["standard"], given, RULES, SchoolFacts(classes=classes, **facts))
    return {(v.item, v.room): v for v in found}


def result(item, given=None, *, room=1, **facts):
    return verdicts(given or answers(), **facts)[item, room].result


def test_a_school_that_meets_everything_passes_every_item():
    assert {v.result for v in verdicts(answers(2), classes=14).values()} == {"pass"}


@pytest.mark.clause("Y-153")
@pytest.mark.parametrize(
    ("classes", "rooms", "expected"),
    [(0, 1, "pass"), (1, 1, "pass"), (7, 1, "pass"), (8, 1, "fail"), (8, 2, "pass"),
     (14, 2, "pass"), (15, 2, "fail"), (15, 3, "pass")],
)  # fmt: skip
def test_one_room_is_asked_for_every_seven_classes(classes, rooms, expected):
    verdict = verdicts(answers(rooms), classes=classes)["rooms", 0]
    assert (verdict.result, verdict.given) == (expected, rooms)
    assert verdict.asked == max(1, -(-classes // 7))


@pytest.mark.clause("Y-161")
@pytest.mark.parametrize(
    ("machines", "least", "most"),
    [(32, "fail", "pass"), (33, "pass", "pass"), (50, "pass", "pass"), (51, "pass", "fail")],
)
def test_a_room_has_33_to_50_machines(machines, least, most):
    found = verdicts(answers(machines=machines, spare_machines=9))
    assert found["machines", 1].result == least
    assert found["machines_maximum", 1].result == most


@pytest.mark.clause("Y-162")
@pytest.mark.parametrize(
    ("machines", "spare", "asked", "expected"),
    [(33, 2, 3, "fail"), (33, 3, 3, "pass"), (39, 3, 3, "pass"), (40, 3, 4, "fail"),
     (40, 4, 4, "pass"), (9, 1, 1, "pass"), (9, 0, 1, "fail")],
)  # fmt: skip
def test_ten_percent_of_the_machines_stand_by(machines, spare, asked, expected):
    verdict = verdicts(answers(machines=machines, spare_machines=spare))["spare_machines", 1]
    assert (verdict.asked, verdict.given, verdict.result) == (asked, spare, expected)


@pytest.mark.clause("Y-162")
def test_the_rounding_of_the_spare_share_is_a_setting():
    data = copy.deepcopy(DATA)
    data["capacity"]["spare_rounding"] = "ceil"
    found = judge(data["standard"], answers(), Rules(data), SchoolFacts(classes=7))
    spare = next(v for v in found if v.item == "spare_machines")
    assert (spare.asked, spare.given, spare.result) == (4, 3, "fail")


@pytest.mark.clause("Y-169", "Y-170")
@pytest.mark.parametrize(
    ("machines", "asked"),
    [(39, (4, 300, 256)), (40, (10, 1024, 512)), (41, (10, 1024, 512))],
)
def test_the_internet_line_follows_the_number_of_terminals(machines, asked):
    found = verdicts(answers(machines=machines, spare_machines=4))
    lines = [v for v in found.values() if v.item.startswith(("bandwidth", "download", "upload"))]
    assert tuple(v.asked for v in lines) == asked
    for key, number in zip(("bandwidth", "download", "upload"), asked, strict=True):
        for less, expected in ((0, "pass"), (1, "fail")):
            line = {key: number - less}
            found = verdicts(answers(machines=machines, spare_machines=4, site=line))
            assert [v.result for v in found.values() if v.item.startswith(key)] == [expected]


def test_terminals_are_counted_over_all_rooms():
    found = verdicts(answers(2), classes=7)
    assert standard.terminals_of(answers(2)) == 66
    assert ("bandwidth_40", 0) in found
    assert ("bandwidth", 0) not in found


@pytest.mark.parametrize(
    ("item", "good", "bad"),
    [
        pytest.param("proctor_machines", 1, 0, marks=pytest.mark.clause("Y-154")),
        pytest.param("spare_proctor_machines", 1, 0, marks=pytest.mark.clause("Y-154")),
        pytest.param(
            "proctor_cpu", "酷睿i7或同档次", "酷睿i5或同档次", marks=pytest.mark.clause("Y-155")
        ),
        pytest.param("proctor_memory", 4, 3.9, marks=pytest.mark.clause("Y-156")),
        pytest.param("proctor_disk", 50, 49, marks=pytest.mark.clause("Y-156")),
        pytest.param("proctor_nic", True, False, marks=pytest.mark.clause("Y-156")),
        pytest.param("proctor_os", "Windows 2003 server SP2", "其他",
                     marks=pytest.mark.clause("Y-157")),
        pytest.param("proctor_browser", "IE 6.0", "其他", marks=pytest.mark.clause("Y-158")),
        pytest.param("proctor_tools", ["WinRAR", "简体中文输入法"], ["WinRAR"],
                     marks=pytest.mark.clause("Y-159")),
        pytest.param(
            "proctor_software",
            ["Office 2003 完全安装", "Adobe Photoshop CS3（10.0）简体中文版（非绿色版）",
             "Adobe Flash Professional CS5.5 简体中文版"],
            ["Office 2003 完全安装", "Adobe Flash Professional CS5.5 简体中文版"],
            marks=pytest.mark.clause("Y-160"),
        ),
        pytest.param(
            "candidate_cpu", "酷睿i3或同档次", "低于酷睿i3", marks=pytest.mark.clause("Y-164")
        ),
        pytest.param("candidate_memory", 2, 1.5, marks=pytest.mark.clause("Y-164")),
        pytest.param("candidate_disk", 20, 19, marks=pytest.mark.clause("Y-164")),
        pytest.param("candidate_nic", True, False, marks=pytest.mark.clause("Y-164")),
        pytest.param("candidate_os", "Windows 10 64位企业版", "Windows 2003 server SP2",
                     marks=pytest.mark.clause("Y-165")),
        pytest.param("candidate_browser", "IE 8.0", "其他", marks=pytest.mark.clause("Y-166")),
        pytest.param(
            "candidate_software",
            ["简体中文输入法", "Office 2003 完全安装",
             "Adobe Photoshop CS3（10.0）简体中文版（非绿色版）",
             "Adobe Flash Professional CS5.5 简体中文版"],
            ["简体中文输入法", "Office 2003 完全安装"],
            marks=pytest.mark.clause("Y-166"),
        ),
        pytest.param("ups_watts", 500, 499, marks=pytest.mark.clause("Y-171")),
    ],
)  # fmt: skip
def test_an_item_of_a_room_passes_at_the_number_and_fails_below_it(item, good, bad):
    assert result(item, answers(**{item: good})) == "pass"
    assert result(item, answers(**{item: bad})) == "fail"
    assert result(item, answers(**{item: None})) == "missing"


@pytest.mark.parametrize(
    ("item", "count"),
    [
        pytest.param("lan", 4, marks=pytest.mark.clause("Y-167")),
        pytest.param("switch", 4, marks=pytest.mark.clause("Y-168")),
    ],
)
def test_every_check_of_the_network_is_asked(item, count):
    options = next(i["options"] for i in DATA["standard"] if i["key"] == item)
    assert len(options) == count
    assert result(item, answers(site={item: options}), room=0) == "pass"
    for left_out in options:
        some = [o for o in options if o != left_out]
        assert result(item, answers(site={item: some}), room=0) == "fail"


@pytest.mark.clause("Y-172", "Y-156")
@pytest.mark.parametrize("item", ["proctor_resolution", "candidate_resolution"])
def test_a_recommended_item_warns_and_never_blocks(item):
    verdict = verdicts(answers(**{item: False}))[item, 1]
    assert verdict.result == "warning"
    assert not verdict.blocks
    assert not verdicts(answers(**{item: None}))[item, 1].blocks


@pytest.mark.clause("Y-163")
@pytest.mark.parametrize(
    ("machines", "largest", "expected"), [(20, 18, "exception"), (20, 19, "fail"), (33, 35, "pass")]
)
def test_a_small_rural_school_needs_a_machine_for_every_pupil_of_a_class(
    machines, largest, expected
):
    given = answers(machines=machines, spare_machines=2 if machines == 20 else 3)
    verdict = verdicts(given, classes=1, rural=True, exception=True, largest_class=largest)
    assert verdict["machines", 1].result == expected
    if expected != "pass":
        assert verdict["machines", 1].asked == largest + 2


@pytest.mark.clause("Y-163")
def test_only_a_rural_school_that_asks_and_tells_its_largest_class_is_an_exception():
    given = answers(machines=20, spare_machines=2)
    asks = {"classes": 1, "largest_class": 10}
    assert result("machines", given, **asks, rural=True) == "fail"
    assert result("machines", given, **asks, exception=True) == "fail"
    unknown = {"classes": 1, "rural": True, "exception": True}
    assert result("machines", given, **unknown) == "missing"


@pytest.mark.clause("Y-172")
def test_what_is_mandatory_blocks_and_the_numbers_stand_beside_each_other():
    found = verdicts(answers(machines=32)).values()
    (obstacle,) = standard.obstacles(found)
    assert (obstacle.item, obstacle.asked, obstacle.given, obstacle.unit) == (
        "machines", 33, 32, "台",
    )  # fmt: skip
    assert tally(found)["fail"] == 1


def test_an_empty_form_is_missing_everywhere_and_never_crashes():
    found = verdicts({}, classes=7)
    assert found["rooms", 0].result == "missing"
    found = verdicts({"rooms": [{"number": 1}]}, classes=7)
    assert {v.result for v in found.values() if v.room} == {"missing"}


@pytest.mark.parametrize("value", ["33", True, None, [], {}])
def test_what_is_no_number_counts_as_not_answered(value):
    assert result("machines", answers(machines=value)) == "missing"


ROOM_MINIMUMS = [
    i["key"] for i in DATA["standard"] if i["kind"] == "min" and i["scope"] == "room"
]  # fmt: skip
NUMBERS = st.integers(min_value=0, max_value=2000)


@given(st.sampled_from([k for k in ROOM_MINIMUMS if k not in MACHINE_ITEMS]), NUMBERS, NUMBERS)
def test_more_never_makes_a_minimum_worse(item, one, other):
    less, more = sorted((one, other))
    if result(item, answers(**{item: less})) == "pass":
        assert result(item, answers(**{item: more})) == "pass"


@given(st.integers(0, 60), st.integers(0, 12), st.integers(0, 12))
def test_more_rooms_never_fail_where_fewer_pass(classes, one, other):
    less, more = sorted((one, other))
    if result("rooms", answers(less), classes=classes, room=0) == "pass":
        assert result("rooms", answers(more), classes=classes, room=0) == "pass"


@given(
    classes=st.integers(0, 80),
    candidates=st.integers(0, 4000),
    largest=st.integers(0, 60),
    rural=st.booleans(),
)
def test_the_rooms_asked_for_always_pass_the_standard(classes, candidates, largest, rural):
    plan = rooms_asked_for(
        RULES, classes=classes, candidates=candidates, largest_class=largest, rural=rural
    )
    given = complete_answers(DATA, len(plan))
    for room, planned in zip(given["rooms"], plan, strict=True):
        room |= {"machines": planned.machines, "spare_machines": planned.spare}
    small = plan[0].machines < 33
    facts = SchoolFacts(
        classes=classes, largest_class=largest, rural=rural, exception=small
    )  # fmt: skip
    found = judge(DATA["standard"], given, RULES, facts)
    assert not standard.obstacles(found)
    assert sum(p.machines - p.spare for p in plan) * 45 >= candidates
    assert not small or plan[0].machines - plan[0].spare >= largest
