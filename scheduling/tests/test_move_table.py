"""Moves from a table (R-C06): the same findings as the page and the API, before and after the lock."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from examadmin.documents.sheets.read import find_header, open_book
from examadmin.documents.sheets.write import Column, SheetSpec, write_xlsx
from examadmin.testing.world import EXAM
from scheduling.models import ChangeOrder, Seating
from scheduling.queries.move_table import judge_table
from scheduling.services.move_file import COLUMNS, packed, read_move_file, tidy
from scheduling.services.moves import Move, check_moves, pin

from .acts import arranged, cell, locked, plan, seat_of, somebody

pytestmark = pytest.mark.usefixtures("at_work")
HEADINGS = ("报名号", "考点代码", "考场号", "日期", "场次", "座位")


def url(name, *args):
    return reverse(name, args=[EXAM, "6301", *args])


def workbook(*rows, headings=HEADINGS):
    out = io.BytesIO()
    write_xlsx(out, [SheetSpec("调整", [Column(title) for title in headings], rows)])
    return SimpleUploadedFile("调整.xlsx", out.getvalue())


def row(person, room=2, session=8, seat="", site="630101", day="2024-05-30"):
    return [person.registration_no, site, str(room), day, str(session), str(seat)]


def upload(client, *rows, **options):
    return client.post(url("arrangement_moves"), {"file": workbook(*rows, **options)})


def press(client, answer, arrangement, **more):
    arrangement.refresh_from_db()
    rows = {"rows": answer.context["packed"], "version": arrangement.version}
    return client.post(url("arrangement_moves"), rows | more)


def test_a_table_is_checked_shown_and_carried_out_with_one_press(world, as_user):
    arrangement, client = arranged(world), as_user(world.officer_a)
    one, other = somebody(world.school_a1), somebody(world.school_a1, 1)
    before = plan(arrangement)
    answer = upload(client, row(one, seat=7), row(other, day="5月30日"))
    assert "检查无误后确认" in answer.content.decode() and plan(arrangement) == before
    done = press(client, answer, arrangement, reason="换机")
    assert done.status_code == 302
    target = cell(world.site_a1, 2, 8).pk
    assert (seat_of(one), seat_of(other)) == ((target, 7), (target, 1))


def test_every_row_is_told_what_is_wrong_with_it_at_once(world, as_user):
    arrangement, client = arranged(world), as_user(world.officer_a)
    people = [somebody(world.school_a1, n) for n in range(6)]
    pin(arrangement=arrangement, candidates=[people[4]], by=world.officer_a, now=world.now)
    before, stranger = plan(arrangement), somebody(world.school_b1)
    answer = upload(
        client, row(people[0], seat=34), row(people[1], seat=31), row(people[2], site="630102",
        room=1), row(people[3], room=9), row(people[4]), row(stranger), row(people[5], seat="甲"),
        ["", "630101", "1", "六月", "8", ""],
    )  # fmt: skip
    found = {line.number: [f.rule for f in line.findings] for line in answer.context["told"]}
    assert found == {
        2: ["no_such_seat"], 3: ["spare_unasked"], 4: ["site_rule"], 5: ["unknown_room_session"],
        6: ["pinned"], 7: ["unknown_candidate"], 8: ["unreadable"],
        9: ["unreadable", "unreadable"],
    }  # fmt: skip
    page = answer.content.decode()
    assert "确认调整" not in page
    assert press(client, answer, arrangement).status_code == 400
    assert plan(arrangement) == before


@pytest.mark.parametrize(
    ("breach", "place"),
    [
        ("no_such_seat", {"seat": 34}),
        ("spare_unasked", {"seat": 31}),
        ("seat_taken", {"room": 1, "session": 1, "seat": 1}),
        ("site_rule", {"room": 1, "site": "630102"}),
    ],
)
def test_page_api_and_table_say_the_same_of_the_same_breach(world, as_user, breach, place):
    arrangement = arranged(world)
    one = somebody(world.school_a1, 60)
    site = world.site_a2 if "site" in place else world.site_a1
    target = cell(site, place.get("room", 2), place.get("session", 8))
    seat = place.get("seat")
    client = as_user(world.officer_a)
    table = upload(client, row(one, **place)).context["told"][0].findings
    asked = {"ids": one.pk, "to": target.pk, "seat": seat or ""}
    page = client.get(url("arrangement_move"), asked).context["levels"]
    move = {"candidate": one.registration_no, "room_session": target.pk, "seat": seat}
    api = client.post(
        reverse("api-moves", args=[EXAM]),
        {"county": "6301", "moves": [move], "check_only": True}, content_type="application/json",
    ).json()["findings"]  # fmt: skip
    service = check_moves(arrangement, [Move(one.pk, target.pk, seat)])
    said = {(f.level, f.rule, f.sentence) for f in service if f.candidate}
    assert breach in {rule for _level, rule, _sentence in said}
    assert {(f.level, f.rule, f.sentence) for f in table} == said
    everything = {(f.level, f.rule, f.sentence) for f in service}
    assert {(f.level, f.rule, f.sentence) for _l, _t, fs in page for f in fs} == everything
    assert {(f["level"], f["rule"], f["sentence"]) for f in api} == everything


def test_who_presses_on_an_old_check_is_shown_the_new_one(world, as_user):
    arrangement, client = arranged(world), as_user(world.officer_a)
    one = somebody(world.school_a1)
    before, answer = seat_of(one), upload(client, row(one))
    pin(arrangement=arrangement, candidates=[one], by=world.officer_a, now=world.now)
    old = {"rows": answer.context["packed"], "version": answer.context["arrangement"].version}
    page = client.post(url("arrangement_moves"), old).content.decode()
    assert "刚才有人调整了座位" in page and "已固定" in page and seat_of(one) == before


@pytest.mark.clause("Y-039")
def test_after_the_lock_a_table_becomes_a_change_order_with_a_reason(world, as_user):
    arrangement, client = locked(world), as_user(world.officer_a)
    one = somebody(world.school_a1)
    before, answer = seat_of(one), upload(client, row(one, seat=3))
    page = answer.content.decode()
    assert "提交变更单" in page and "批准后须重新打印" in page
    assert press(client, answer, arrangement).status_code == 400  # no reason given
    done = press(client, answer, arrangement, reason="机房漏水")
    order = ChangeOrder.objects.get()
    assert done.url == reverse("change_order", args=[EXAM, order.pk])
    assert seat_of(one) == before and order.moves[0]["seat"] == 3


def test_under_review_nothing_is_taken_in(world, as_user):
    arrangement = arranged(world)
    type(arrangement).objects.filter(pk=arrangement.pk).update(state="submitted", sha256="0" * 64)
    client = as_user(world.officer_a)
    assert "正在审核" in client.get(url("arrangement_moves")).content.decode()
    assert upload(client, row(somebody(world.school_a1))).status_code == 409


def test_a_file_that_is_no_table_of_moves_gets_its_sentence(world, as_user):
    arranged(world)
    client = as_user(world.officer_a)
    for file, sentence in (
        (SimpleUploadedFile("a.xlsx", b"%PDF-1.4"), ""),
        (workbook(["1", "2"], headings=["报名号", "考场号"]), "考点代码"),
        (workbook(), "没有数据行"),
    ):
        answer = client.post(url("arrangement_moves"), {"file": file})
        assert answer.status_code == 400 and sentence in answer.content.decode()
    for rows in ("", "[]", "{}", "[[1]]", "7", '[["x",1]]'):
        sent = {"rows": rows, "version": 1}
        assert client.post(url("arrangement_moves"), sent).status_code == 400
    assert client.post(url("arrangement_moves")).status_code == 400


def test_the_template_is_read_back_and_only_movers_get_it(world, as_user):
    arranged(world)
    answer = as_user(world.officer_a).get(url("arrangement_moves_template"))
    with open_book(answer.content, "模板.xlsx") as book:
        titles = {field: [str(title)] for field, (title, _a, _m) in COLUMNS.items()}
        assert find_header(book.rows(), titles, list(titles)).missing == []
    for person in (world.officer_b, world.chief_a1, world.city_reviewer):
        client = as_user(person)
        assert client.get(url("arrangement_moves_template")).status_code in (403, 404)
        assert upload(client, row(somebody(world.school_a1))).status_code in (403, 404)


def test_the_section_stands_on_the_county_page_for_who_may_move(world, as_user):
    arranged(world)
    link = url("arrangement_moves")
    assert link in as_user(world.officer_a).get(url("arrangement")).content.decode()
    assert link not in as_user(world.city_reviewer).get(url("arrangement")).content.decode()


def test_a_table_of_many_rows_takes_as_many_queries_as_one_of_few(
    world, as_user, django_assert_max_num_queries
):
    arrangement = locked(world)
    rows = [row(somebody(world.school_a1, n)) for n in range(25)]
    client = as_user(world.officer_a)
    with django_assert_max_num_queries(20):
        assert upload(client, *rows).context["routes"]
    texts = read_move_file(workbook(*rows), "a.xlsx")
    assert packed(texts).count("\n") == 0
    judged = judge_table(arrangement, tidy(world.exam, texts), by=world.officer_a)
    assert len(judged.moves) == 25 and not judged.forbidden
    assert Seating.objects.count() == len(plan(arrangement))
