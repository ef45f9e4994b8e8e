"""Slips, sign-in sheets, rosters, seat charts and labels."""

from dataclasses import fields, replace

import pytest

from examadmin.documents.tests.papers import LONG, RARE, bookmarks, pages, portrait, text
from scheduling.papers import labels, room_roster, seat_chart, sign_in, slips

SLIP = slips.Slip(
    name="张三",
    ticket_no="236301010001",
    login_no="8001",
    site="阳泉市第一中学校",
    room="第1考场",
    session="第3场",
    seat="07号",
    date="5月30日上午",
    time="9:00～9:20",
    login_address="http://10.40.159.2/web_bsexam",
)


def slip_pages(imprint, *several, **changes):
    made = slips.SlipSheet(imprint=imprint("考生考条", **changes), slips=several)
    return pages(slips.build(made))


@pytest.mark.clause("Y-057", "Y-110")
def test_a_slip_shows_who_sits_where_and_when_and_with_which_login(imprint):
    (page,) = slip_pages(imprint, SLIP)
    for field in fields(slips.Slip):
        assert getattr(SLIP, field.name) in page


def test_a_slip_has_no_place_for_a_password():
    assert not any("password" in field.name or "code" in field.name for field in fields(slips.Slip))


def test_slips_keep_their_order_and_a_group_begins_a_page(imprint):
    several = [replace(SLIP, ticket_no=f"2363{at:08d}", group=f"{at // 20}班") for at in range(40)]
    found = slip_pages(imprint, *several)
    assert [page.count("准考证号") for page in found] == [16, 4, 16, 4]
    places = ["".join(found).index(slip.ticket_no) for slip in several]
    assert places == sorted(places)


@pytest.mark.parametrize("name", [RARE, LONG, "<b>张</b>"])
def test_x11_any_name_stands_whole_on_a_slip(imprint, name):
    assert name in slip_pages(imprint, replace(SLIP, name=name))[0]


def test_the_order_of_printing_stands_on_every_page_of_slips(imprint):
    several = [replace(SLIP, group=str(at)) for at in range(3)]
    found = slip_pages(imprint, *several, order="班级－学号")
    assert all("班级－学号" in page for page in found)


def sign_in_pages(imprint, where, count, **more):
    rows = [
        sign_in.SignInRow(f"{at:02d}", f"2363{at:08d}", RARE if at == 1 else "张三", "八年级1班")
        for at in range(1, count + 1)
    ]
    one = sign_in.SignInSheet(where=where, rows=rows, mark="YQ/1", **more)
    return sign_in.build(sign_in.SignInBook(imprint=imprint("考生签到表"), sheets=[one]))


def test_a_full_room_signs_on_one_page(imprint, where):
    (page,) = pages(sign_in_pages(imprint, where, 33))
    assert "考点：阳泉市实验中学" in page and "第1考场第3场" in page
    assert "236300000033" in page and RARE in page
    assert "应到33人" in page and "主监考人签字" in page
    assert "第1页共1页" in page


def test_the_largest_room_takes_two_pages_and_is_signed_for_once(imprint, where):
    found = pages(sign_in_pages(imprint, where, 50))
    assert [page.count("2363") for page in found] == [25, 25]
    assert ["应到50人" in page for page in found] == [False, True]
    assert "第2页共2页" in found[1]


def test_an_empty_session_still_has_its_sheet(imprint, where):
    assert "应到0人" in text(sign_in_pages(imprint, where, 0))


@pytest.mark.clause("Y-056")
def test_a_roster_lists_a_session_of_a_room_for_checking(imprint, where):
    row = room_roster.RosterRow("01", "236301010001", RARE, "女", "九年级零报考", "实验中学 1班")
    roster = room_roster.Roster(where=where, rows=[row], capacity=30, spare=3, group="第1考场")
    data = room_roster.build(
        room_roster.RosterBook(imprint=imprint("考场名册"), rosters=[roster, roster])
    )
    first, second = pages(data)
    assert first == second
    for part in (*(value for value in ("01", row.ticket_no, RARE, "女", row.category)), "核对"):
        assert part in first
    assert "本场考生1人可用考试机30台备用机3台" in first
    assert bookmarks(data) == [(0, "第1考场")]


def test_a_seat_chart_shows_faces_from_the_front_and_which_machines_are_free(imprint, where):
    seats = [
        [seat_chart.ChartSeat("01", "张三", "236301010001", portrait(1)), None],
        [
            seat_chart.ChartSeat("02", RARE, "236301010002"),
            seat_chart.ChartSeat("03", note="备用机"),
        ],
    ]
    chart = seat_chart.SeatChart(where=where, rows=seats)
    data = seat_chart.build(seat_chart.SeatChartBook(imprint=imprint("座位图"), charts=[chart]))
    shown = text(data)
    assert portrait(1) in data
    assert shown.index("讲台") < shown.index("张三") < shown.index(RARE)
    assert "照片" in shown and "备用机" in shown and "2人" in shown


def test_a_door_names_its_room_and_every_session(imprint):
    lines = [labels.DoorLine(f"第{at}场", "8:00～8:20", "30人") for at in range(1, 46)]
    label = labels.DoorLabel(room="第1考场", site="实验中学", place="三层", lines=lines)
    data = labels.DoorLabels(imprint=imprint("信息技术（信息科技）考场"), labels=[label])
    (page,) = pages(labels.build_doors(data))
    assert "信息技术（信息科技）考场" in page and "实验中学三层" in page
    assert all(f"第{at}场" in page for at in range(1, 46))


def test_a_room_without_sessions_still_has_a_label(imprint):
    label = labels.DoorLabel(room="第9考场", site="实验中学")
    data = labels.DoorLabels(imprint=imprint("考场"), labels=[label])
    assert "第9考场" in text(labels.build_doors(data))


def test_desk_labels_are_heaped_by_room_and_spares_are_marked(imprint):
    several = [
        labels.DeskLabel(seat=f"{at:02d}", room=room, site="实验中学", note=note)
        for room in ("第1考场", "第2考场")
        for at, note in [(n, "备用机" if n > 30 else "") for n in range(1, 34)]
    ]
    data = labels.build_desks(labels.DeskLabels(imprint=imprint("桌贴"), labels=several))
    found = pages(data)
    assert len(found) == 4
    assert found[1].count("备用机") == 3
    assert [title for _, title in bookmarks(data)] == ["实验中学 第1考场", "实验中学 第2考场"]


def test_a_desk_label_can_name_who_sits_there_session_by_session(imprint):
    label = labels.DeskLabel(seat="01", room="第1考场", site="实验中学", lines=["第1场 张三", RARE])
    data = labels.build_desks(labels.DeskLabels(imprint=imprint("桌贴"), labels=[label]))
    assert "第1场张三" in text(data) and RARE in text(data)
