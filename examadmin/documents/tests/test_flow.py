"""Documents that run over pages, and tables."""

from examadmin.documents.pdf import CENTRE, LEFT, MM, build_pdf
from examadmin.documents.pdf.flow import Column, Flow, build_twice
from examadmin.documents.pdf.frame import FOOT, MARGIN, Imprint, footer, heading
from examadmin.documents.pdf.table import Cell, draw_cells, draw_rows, head

from .papers import LONG, bookmarks, character_boxes, pages, text

COLUMNS = [Column("序号", 1), Column("姓名", 4, LEFT)]


def flowing(draw, **options):
    return build_twice(lambda sheet, known: draw(Flow(sheet), known), **options)


def test_a_table_has_its_head_on_every_page_and_loses_no_row():
    rows = [(at, f"考生{at}号") for at in range(100)]
    found = pages(flowing(lambda flow, known: flow.table(COLUMNS, rows)))
    assert len(found) > 1
    assert all(page.startswith("序号姓名") for page in found)
    assert all(f"考生{at}号" in "".join(found) for at in range(100))


def test_a_row_is_as_high_as_its_longest_text_and_stays_above_the_foot():
    rows = [(at, LONG * 4) for at in range(30)]
    data = flowing(lambda flow, known: flow.table(COLUMNS, rows))
    assert text(data).count(LONG) == 120
    drawn = [box for box in character_boxes(data) if box[0].strip()]
    assert max(low for *_, low in drawn) <= 297 * MM - FOOT


def test_a_row_longer_than_a_page_is_made_smaller_and_stands_whole():
    data = flowing(lambda flow, known: flow.table(COLUMNS, [(1, LONG * 60)]))
    assert text(data).count(LONG) == 60


def test_a_total_is_the_last_row():
    rows = [(1, "甲"), ("合计", "2")]
    assert text(flowing(lambda flow, known: flow.table(COLUMNS, rows, bold_last=True))) == (
        "序号姓名1甲合计2"
    )


def test_a_heading_is_never_left_alone_at_the_foot_of_a_page():
    def draw(flow, known):
        for at in range(40):
            flow.heading(f"第{at}节", 1)
            flow.paragraph(f"正文{at}")

    for page in pages(flowing(draw)):
        assert not page.endswith("节")


def test_a_long_paragraph_goes_on_over_the_page():
    found = pages(flowing(lambda flow, known: flow.paragraph("考场纪律。" * 2000)))
    assert len(found) > 1
    assert "".join(found) == "考场纪律。" * 2000


def test_the_second_run_knows_the_number_of_pages():
    def draw(flow, known):
        flow.paragraph(f"共{known.pages}页")
        flow.next_page()

    assert pages(flowing(draw)) == ["共2页", ""]


def test_merged_cells_cover_the_places_they_span():
    rows = [
        [head("日期"), head("场次", columns=2), None],
        [Cell("5月30日", rows=2), "上午", "1"],
        [None, "下午", "2"],
    ]
    data = build_pdf([lambda sheet: draw_cells(sheet, 50, 50, [60, 60, 60], [20] * 3, rows)])
    assert text(data) == "日期场次5月30日上午1下午2"


def test_plain_rows_leave_room_for_rows_to_be_filled_by_hand():
    ends = []

    def draw(sheet):
        ends.append(draw_rows(sheet, 50, 50, [60, 60], 20, [("1", "张三")], empty=3))

    assert text(build_pdf([draw])) == "1张三"
    assert ends == [50 + 4 * 20]


def test_a_page_says_where_it_belongs():
    imprint = Imprint(
        title="考生签到表", exam="学业水平考试", order="考场－场次", version="第2版", printed="今天"
    )

    def draw(sheet):
        heading(sheet, imprint)
        footer(sheet, imprint, page=2, pages=3, mark="A/1")

    shown = text(build_pdf([draw]))
    for part in ("学业水平考试", "考生签到表", "考场－场次", "第2版今天", "第2页共3页"):
        assert part in shown


def test_a_place_that_others_draw_on_is_followed_by_a_page_of_its_own():
    def draw(flow, known):
        flow.paragraph("前")
        flow.give_page((297 * MM, 210 * MM))
        flow.sheet.text(MARGIN, 50, "表", align=CENTRE)
        flow.paragraph("后")

    assert pages(flowing(draw)) == ["前", "表", "后"]


def test_an_entry_of_the_contents_may_lead_to_a_later_page():
    def draw(sheet, known):
        sheet.text(50, 50, "目录")
        sheet.link(50, 30, 100, 20, "later")
        sheet.next_page()
        sheet.bookmark("正文", key="later")

    assert bookmarks(build_twice(draw)) == [(0, "正文")]
