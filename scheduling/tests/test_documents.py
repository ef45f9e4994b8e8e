"""What each paper says is what the tables say: made from the data, never typed."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from candidates.models import Candidate
from centers.models import Room, School, Site
from examadmin.documents.storage import keep
from examadmin.documents.tests.papers import bookmark_pages, bookmarks, pages, portrait, text
from examadmin.testing.world import ROOM_ANSWERS
from scheduling.documents import KINDS, Selection, draw
from scheduling.documents.blank import BLANKS, draw_blank
from scheduling.models import Seating

from .acts import locked, somebody

EIGHTH, NINTH = "http://10.40.159.2/web_bsexam", "http://10.40.159.1/web_bsexam"


@pytest.fixture
def sheet(world):
    """sheet("tickets", site=…) -> the paper of county A, whose arrangement is locked, as bytes."""
    locked(world)
    world.exam.refresh_from_db()

    def make(kind, **options):
        out = BytesIO()
        draw(Selection(**{"exam": world.exam, "county": world.county_a, "kind": kind,
                          "now": world.now, **options}), out)  # fmt: skip
        return out.getvalue()

    return make


def seat(candidate):
    return Seating.objects.select_related(
        "room_session__session", "room_session__room__site__school"
    ).get(candidate=candidate)


def where(candidate):
    """(room, session, seat, hours) of a candidate, in the words of the papers."""
    found = seat(candidate)
    start = found.room_session.session.starts_at + timedelta(hours=8)
    end = start + timedelta(minutes=20)
    return (
        f"第{found.room_session.room.number}考场",
        f"第{found.room_session.session.ordinal}场",
        found.seat,
        f"{start.hour}:{start:%M}～{end.hour}:{end:%M}",
    )


# ---- tickets and slips


@pytest.mark.clause("Y-050", "Y-052", "Y-110")
@pytest.mark.parametrize(
    ("school", "category", "address"),
    [("a1", "grade8", EIGHTH), ("a1", "grade9", NINTH), ("a3", "grade8", EIGHTH)],
)
def test_a_ticket_says_who_its_owner_is_and_where_and_when_he_sits(
    world, sheet, school, category, address
):
    pupil = somebody(getattr(world, f"school_{school}"), category=category)
    School.objects.filter(code="630101").update(address="德胜东街8号")
    room, session, number, hours = where(pupil)
    shown = text(sheet("tickets", candidate=pupil.pk))
    for part in (
        "阳泉市2024年初中学业水平考试信息技术（信息科技）", "准考证",
        pupil.name, pupil.registration_no, pupil.school.name,
        {"grade8": "八年级1班", "grade9": "九年级零报考1班"}[category],
        "阳泉市实验中学", "德胜东街8号", f"{room}{session}{number}号",
        "2024年5月30日（星期四）", hours, address,
    ):  # fmt: skip
        assert part in shown, part
    for at, rule in enumerate(world.exam.rules["ticket"]["rules"], 1):
        assert f"{at}.{rule}" in shown
    assert ({EIGHTH, NINTH} - {address}).pop() not in shown


@pytest.mark.clause("Y-076")
def test_a_ticket_cites_its_governing_document(world, sheet):
    shown = text(sheet("tickets", candidate=somebody(world.school_a1).pk))
    title = world.exam.rules["legal_bases"][0]["title"]
    assert f"依据：《{title}》" in shown


@pytest.mark.clause("Y-052")
def test_a_ticket_carries_the_photograph_and_keeps_its_place_free_while_there_is_none(world, sheet):
    pupil = somebody(world.school_a1)
    assert "照片" in text(sheet("tickets", candidate=pupil.pk))
    pupil.photo = keep(portrait(3), name="1.jpg", content_type="image/jpeg", by=None, now=world.now)
    pupil.save()
    assert portrait(3) in sheet("tickets", candidate=pupil.pk)
    assert portrait(3) in sheet("seat_chart")


@pytest.mark.parametrize("kind", ["tickets", "slips"])
def test_no_password_stands_on_what_a_candidate_is_given(world, sheet, kind):
    shown = text(sheet(kind))
    for rule in world.exam.rules["ticket"]["rules"]:
        shown = shown.replace(rule, "")
    assert not any(word in shown for word in ("密码", "口令", "备考码", "重考码"))


@pytest.mark.clause("Y-050")
def test_tickets_of_a_county_come_class_by_class_and_of_a_site_room_by_room(world, sheet):
    expected = Candidate.objects.filter(school__county=world.county_a).order_by(
        "school__code", "category", "class_no", "registration_no"
    )
    shown = text(sheet("tickets"))
    numbers = [shown.index(c.registration_no) for c in expected]
    assert len(numbers) == 140 and numbers == sorted(numbers)
    schools = ["阳泉市实验中学", "阳泉市外国语学校", "荫营小镇中学"]
    assert [title for _, title in bookmarks(sheet("tickets"))] == schools
    assert "打印顺序：学校－班级－报名号" in shown

    here = Seating.objects.filter(room_session__room__site=world.site_a2).order_by(
        "room_session__room__number", "room_session__session__starts_at", "seat"
    )
    shown = text(sheet("tickets", site=world.site_a2, order="room"))
    numbers = [shown.index(s.candidate.registration_no) for s in here]
    assert len(numbers) == 58 == shown.count("考生须知") and numbers == sorted(numbers)
    assert "打印顺序：考点－考场－场次－座位" in shown


def test_who_has_left_gets_no_ticket_and_no_line(world, sheet):
    pupil = somebody(world.school_a1)
    Candidate.objects.filter(pk=pupil.pk).update(withdrawn_at=world.now)
    for kind in ("tickets", "slips", "sign_in", "room_roster", "seat_chart"):
        assert pupil.registration_no not in text(sheet(kind)), kind


@pytest.mark.clause("Y-057", "Y-110")
def test_a_slip_says_who_sits_where_and_when_and_with_which_login(world, sheet):
    for category, address in (("grade8", EIGHTH), ("grade9", NINTH)):
        pupil = somebody(world.school_a1, category=category)
        room, session, number, hours = where(pupil)
        shown = text(sheet("slips", candidate=pupil.pk))
        for part in (
            "考生考条", pupil.name, f"准考证号{pupil.registration_no}", f"考场{room}" , session,
            f"登录号{pupil.registration_no}{address}", f"5月30日（星期四）{hours}", "考点：阳泉市实验中学",
        ):  # fmt: skip
            assert part.replace("考场第", "第") in shown, part
        assert f"座位{number}" in shown or str(number) in shown


def test_every_candidate_has_one_slip_heaped_by_room_and_session(world, sheet):
    shown = text(sheet("slips"))
    assert shown.count("准考证号") == 140
    cells = Seating.objects.values("room_session").distinct().count()
    assert len(bookmarks(sheet("slips"))) == cells


# ---- lists of a room


@pytest.mark.clause("Y-056")
@pytest.mark.parametrize(
    ("kind", "title"), [("room_roster", "考生名册"), ("sign_in", "考生签到表")]
)
def test_a_list_of_a_room_has_one_sheet_a_session_with_exactly_its_candidates(
    world, sheet, kind, title
):
    cells = {}
    rows = Seating.objects.filter(room_session__room__site=world.site_a1).order_by("seat")
    for row in rows.select_related("candidate", "room_session__room", "room_session__session"):
        cells.setdefault(row.room_session, []).append(row.candidate)
    found = pages(sheet(kind, site=world.site_a1))
    assert len(found) == len(cells)
    for cell, people in cells.items():
        head = f"第{cell.room.number}考场第{cell.session.ordinal}场"
        (page,) = [page for page in found if head in page]
        assert title in page and "阳泉市实验中学" in page
        assert page.count("2363") == len(people)
        places = [page.index(c.registration_no) for c in people]
        assert places == sorted(places)
        assert all(c.name in page for c in people)


def test_a_roster_says_how_many_machines_may_be_used(world, sheet):
    assert "可用考试机30台备用机3台" in text(sheet("room_roster", site=world.site_a1))


def test_a_seat_chart_shows_every_machine_with_its_owner_or_why_it_is_free(world, sheet):
    found = pages(sheet("seat_chart", site=world.site_a1))
    cells = Seating.objects.filter(room_session__room__site=world.site_a1)
    assert len(found) == cells.values("room_session").distinct().count()
    for page in found:
        people = page.count("2363")
        assert page.count("备用机") == 3 and page.count("空") == 30 - people
    assert sum(page.count("2363") for page in found) == cells.count() == 82


@pytest.mark.clause("Y-199")
def test_a_door_label_names_the_room_its_sessions_and_how_many_come(world, sheet):
    found = pages(sheet("door_labels", site=world.site_a1))
    assert len(found) == 2
    for number, page in enumerate(found, 1):
        assert "信息技术（信息科技）考场" in page and f"第{number}考场" in page
    shown = "".join(found)
    first = somebody(world.school_a1)
    _room, session, _seat, hours = where(first)
    count = Seating.objects.filter(room_session=seat(first).room_session).count()
    assert f"{session}5月30日{hours}{count}人{first.registration_no}" in shown


def test_there_is_a_desk_label_for_each_machine_and_spares_are_marked(world, sheet):
    shown = text(sheet("desk_labels", site=world.site_a1))
    assert shown.count("备用机") == 6
    assert (
        shown.count("阳泉市实验中学第1考场")
        == 33 + len(pages(sheet("desk_labels", site=world.site_a1))) / 2
    )
    Room.objects.filter(site=world.site_a1, number=2).update(in_use=False)
    assert "第2考场" not in text(sheet("desk_labels", site=world.site_a1))


# ---- the annexes


@pytest.mark.clause("Y-019", "Y-020", "Y-021", "Y-199")
def test_annex_1_is_made_from_the_rules_minute_by_minute(world, sheet):
    (page,) = pages(sheet("form1"))
    assert page.startswith("附件1考试场次时间安排表考试日期场次开始时间结束时间")
    morning = ["8:00", "8:30", "9:00", "9:30", "10:00", "10:30", "11:00", "11:30"]
    afternoon = ["14:30", "15:00", "15:30", "16:00", "16:30", "17:00", "17:30"]
    for ordinal, start in enumerate(morning + afternoon, 1):
        hour, minute = map(int, start.split(":"))
        assert f"{ordinal}{start}{hour}:{minute + 20:02d}" in page
    assert "1618:0018:20" not in page and page.count("上午8:00") == 1
    assert "2024年5月30日～6月1日" in page
    for remark in world.exam.rules["sessions"]["remarks"]:
        assert "".join(remark.split()) in page


def test_a_site_with_times_of_its_own_has_a_page_of_annex_1_of_its_own(world, sheet):
    Site.objects.filter(pk=world.site_a2.pk).update(first_start="08:30")
    usual, own = pages(sheet("form1"))
    assert "外国语学校" not in usual
    assert "考试场次时间安排表阳泉市外国语学校" in own and "18:308:50" in own


@pytest.mark.clause("Y-199")
def test_annex_2_shows_what_the_standard_asks_what_the_site_has_and_the_verdict(world, sheet):
    found = pages(sheet("form2"))
    title = "阳泉市初中信息技术（信息科技）学业水平考试考场配置标准"
    first = next(page for page in found if "外国语" not in page)
    assert first.startswith("附件2" + title) or title in first
    shown = text(sheet("form2", site=world.site_a1))
    assert "阳泉市实验中学" in shown and "外国语" not in shown
    assert f"监考机内存不低于4GB{ROOM_ANSWERS['proctor_memory']}GB达标" in shown
    assert "考场数（初中每7个教学班至少1个）不低于1个2个达标" in shown
    assert shown.count("考生机CPU") == 2


@pytest.mark.clause("Y-035", "Y-036", "Y-199")
def test_annex_3_is_filled_from_the_arrangement(world, sheet):
    shown = text(sheet("form3"))
    assert "附件3" in shown and "城区考点考试时间安排表" in shown
    assert "备注(如无说明正常8点开考)" in shown
    sessions = {
        site: Seating.objects.filter(room_session__room__site=site)
        .values("room_session__session").distinct().count()
        for site in (world.site_a1, world.site_a2)
    }  # fmt: skip
    assert (
        f"1630101阳泉市实验中学82266{sessions[world.site_a1]}中国联通100M荫营小镇中学10人借考"
        in shown
    )
    assert f"2630102阳泉市外国语学校58266{sessions[world.site_a2]}中国联通100M" in shown
    assert "合计1404132" in shown
    assert "填制时间：2024年4月10日" in shown and "负责人：" in shown


@pytest.mark.clause("Y-036")
def test_annex_3_in_excel_says_what_the_print_says(world, sheet):
    School.objects.filter(code="630103").update(name='=HYPERLINK("http://x","y")')
    page = openpyxl.load_workbook(BytesIO(sheet("form3_xlsx"))).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[1][0] == "城区考点考试时间安排表"
    assert rows[3][:6] == [1, "630101", "阳泉市实验中学", 82, 2, 66]
    assert rows[5][:6] == ["合计", None, None, 140, 4, 132]
    codes = [page.cell(4, 2), page.cell(5, 2)]
    assert all((cell.data_type, cell.number_format) == ("s", "@") for cell in codes)
    remark = page.cell(4, 10)
    assert remark.value.startswith("=HYPERLINK") and remark.data_type == "s"


def test_a_certificate_names_site_standard_exam_and_what_was_approved(world, sheet):
    first, second = pages(sheet("certificate"))
    assert "考点合格证书" in first and "阳泉市实验中学" in first and "外国语" in second
    rules = world.exam.rules
    assert f"符合《{rules.form('form2')}》，准予设为{rules['profile']['exam_title']}考点" in first
    assert "编号：yq2024-630101" in first and "城区教育（科）局" in first
    assert "2024年4月10日" in first
    assert "（晋教基〔2014〕8号）" in first


# ---- the order book


@pytest.mark.clause("Y-103", "Y-076")
def test_the_order_book_is_made_of_the_sections_of_the_rules_and_of_the_data(world, sheet):
    world.exam.milestones.create(
        position=1, key="8", title="准考证下发", owner="各考试负责人", due_at=world.now
    )
    data = sheet("order_book")
    found = pages(data)
    assert "考务秩序册" in found[0] and "城区考区" in found[0]
    titles = [entry["title"] for entry in world.exam.rules["order_book"]]
    places = bookmark_pages(data)
    assert list(places) == titles
    for title, number in places.items():
        assert f"{title}{number}" in found[1]
        part = "".join(found[number - 1 :])
        assert title in part
    shown = "".join(found[2:])
    assert "荫营小镇中学阳泉市实验中学10" in shown
    assert "城区负责人0353-2000000" in shown and "实验主考0353-2000000" in shown
    assert "矿区负责人" not in shown and "十一中主考" not in shown
    assert "（晋教基〔2014〕8号）" in shown and "准考证下发" in shown
    assert "县（区）级考务工作职责" in shown and "登录密码由监考人员现场发放" in shown
    assert "合计140" not in found[0] and "考生1001" not in shown


def test_a_section_added_to_the_rules_is_printed_and_one_taken_out_is_not(world, sheet):
    book = world.exam.rules["order_book"]
    book[:] = [book[0], {"title": "食宿安排", "text": "考点统一安排午餐。"}]
    found = pages(sheet("order_book"))
    assert list(bookmark_pages(sheet("order_book"))) == [book[0]["title"], "食宿安排"]
    assert "考点统一安排午餐。" in found[-1]


# ---- all of them


@pytest.mark.parametrize("kind", list(KINDS))
def test_equal_data_makes_equal_bytes(sheet, kind):
    assert sheet(kind) == sheet(kind)


@pytest.mark.clause("Y-199")
@pytest.mark.parametrize(
    ("kind", "key"),
    [("tickets", "ticket"), ("slips", "slip"), ("sign_in", "sign_in"), ("room_roster", "roster"),
     ("door_labels", "door_sign"), ("form1", "form1"), ("form2", "form2"),
     ("certificate", "certificate"), ("order_book", "order_book")],
)  # fmt: skip
def test_the_title_is_the_one_of_the_profile_whatever_it_says(world, sheet, kind, key):
    world.exam.rules["forms"][key] = "另定标题的表"
    assert "另定标题的表" in text(sheet(kind))


@pytest.mark.clause("Y-076")
@pytest.mark.parametrize("kind", ["form1", "form3", "certificate"])
def test_an_annex_cites_a_governing_document_where_the_rules_say_so(world, sheet, kind):
    for basis in world.exam.rules["legal_bases"]:
        basis["cited_on"] = []
    assert "依据" not in text(sheet(kind))
    world.exam.rules["legal_bases"][0]["cited_on"] = [kind]
    assert "《山西省招生考试管理中心关于做好2024年" in text(sheet(kind))


# ---- blank forms


@pytest.mark.parametrize("form", list(BLANKS))
def test_the_annexes_can_be_had_blank(world, form):
    out = BytesIO()
    draw_blank(world.exam, form, out)
    shown = text(out.getvalue())
    assert world.exam.rules.form(form).replace("{site}", "") in shown
    assert "630101" not in shown and "8:20" not in shown


def test_the_blank_annex_2_asks_for_every_item_of_the_standard_once(world):
    out = BytesIO()
    draw_blank(world.exam, "form2", out)
    shown = text(out.getvalue())
    for item in world.exam.rules["standard"]:
        assert "".join(item["title"].split()) in shown, item["title"]
    assert shown.count("终端以上") == shown.count("终端以下") == 3
    assert "达标" not in shown and "未填写" not in shown
