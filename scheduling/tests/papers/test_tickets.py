"""Admission tickets."""

from dataclasses import fields, replace

import pytest

from examadmin.documents.pdf.frame import Imprint
from examadmin.documents.tests.papers import (
    LONG,
    RARE,
    bookmarks,
    fonts_not_embedded,
    pages,
    portrait,
    text,
)
from scheduling.papers.tickets import Ticket, TicketSheet, build

TICKET = Ticket(
    name="张三",
    ticket_no="236301010001",
    category="八年级",
    school="阳泉市实验中学",
    class_name="八年级1班",
    site="阳泉市第一中学校",
    address="阳泉市城区德胜东街",
    room="第1考场",
    session="第3场",
    seat="07号",
    date="2024年5月30日（星期四）上午",
    time="9:00～9:20",
    login_address="http://10.40.159.2/web_bsexam",
    photo=portrait(),
    group="八年级1班",
)


def tickets(count):
    return [
        replace(TICKET, ticket_no=f"23630101{at:04d}", group=f"八年级{at // 3 + 1}班")
        for at in range(count)
    ]


def sheet(*several, **changes):
    data = {
        "imprint": Imprint(
            title="准考证",
            exam="阳泉市2024年初中学业水平考试",
            order="打印顺序：考场－场次－座位",
            version="第2版",
        ),
        "tickets": several or [TICKET],
        "rules": ["提前10分钟到达考点。", "登录密码现场发放，注意保密。"],
        "legal_basis": "晋教基〔2014〕8号",
    }
    return TicketSheet(**(data | changes))


@pytest.mark.clause("Y-052")
def test_a_ticket_shows_who_where_when_and_by_which_rules():
    shown = text(build(sheet()))
    for field in fields(Ticket):
        if field.name not in ("photo", "group"):
            assert getattr(TICKET, field.name).replace(" ", "") in shown, field.name
    assert TICKET.photo in build(sheet())
    assert "2.登录密码现场发放，注意保密。" in shown


@pytest.mark.clause("Y-110")
def test_the_log_in_address_is_the_one_of_the_candidates_category():
    ninth = replace(TICKET, category="九年级零报考", login_address="http://10.40.159.1/web_bsexam")
    first, second = text(build(sheet(TICKET, ninth))).split("九年级零报考")
    assert "10.40.159.2" in first and "10.40.159.1" in second


def test_a_ticket_has_no_place_for_a_password():
    assert not any("password" in field.name or "code" in field.name for field in fields(Ticket))


def test_the_order_of_printing_and_the_version_and_the_basis_are_stated():
    shown = text(build(sheet()))
    assert "打印顺序：考场－场次－座位" in shown
    assert "第2版" in shown and "依据：晋教基〔2014〕8号" in shown


def test_two_tickets_stand_on_a_page_in_the_order_given():
    found = pages(build(sheet(*tickets(5))))
    assert len(found) == 3
    for page, expected in zip(found, ([0, 1], [2, 3], [4]), strict=True):
        places = [page.index(f"23630101{at:04d}") for at in expected]
        assert places == sorted(places)


def test_one_ticket_a_page_where_the_printer_takes_half_sheets():
    assert len(pages(build(sheet(*tickets(3), per_page=1)))) == 3


def test_classes_can_be_jumped_to():
    titles = [title for _, title in bookmarks(build(sheet(*tickets(5))))]
    assert titles == ["八年级1班", "八年级2班"]


def test_a_mock_ticket_says_so():
    imprint = replace(sheet().imprint, watermark="模拟考试")
    shown = pages(build(sheet(*tickets(3), imprint=imprint)))
    assert all("模拟考试" in page for page in shown)


@pytest.mark.parametrize("name", [RARE, LONG, "<b>张</b>", '=HYPERLINK("http://x")'])
def test_x11_any_name_is_printed_whole(name):
    assert name in text(build(sheet(replace(TICKET, name=name))))


def test_tickets_are_equal_for_equal_data_and_carry_their_fonts():
    data = build(sheet(*tickets(4)))
    assert data == build(sheet(*tickets(4)))
    assert fonts_not_embedded(data) == set()


def test_tickets_are_taken_one_by_one_and_written_to_a_file(tmp_path):
    with (tmp_path / "tickets.pdf").open("wb") as out:
        assert build(sheet(tickets=iter(tickets(4))), out) is None
    assert len(pages((tmp_path / "tickets.pdf").read_bytes())) == 2


def test_a_ticket_without_photograph_keeps_the_place_for_one():
    assert "照片" in text(build(sheet(replace(TICKET, photo=None))))
