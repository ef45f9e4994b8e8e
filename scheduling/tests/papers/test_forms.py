"""附件1, 附件2, 附件3, the certificate and the order book."""

from dataclasses import replace
from functools import partial
from io import BytesIO

import openpyxl
import pytest

from examadmin.documents.pdf import A4_LANDSCAPE
from examadmin.documents.tests.papers import (
    bookmark_pages,
    fonts_not_embedded,
    pages,
    picture,
    text,
)
from scheduling.papers import form1, form2, form3, order_book, site_certificate

MORNING = ["8:00", "8:30", "9:00", "9:30", "10:00", "10:30", "11:00", "11:30"]
AFTERNOON = ["14:30", "15:00", "15:30", "16:00", "16:30", "17:00", "17:30"]


def later(time):
    hour, minute = map(int, time.split(":"))
    return f"{hour}:{minute + 20}"


def timetable(imprint):
    ordinals = iter(range(1, 16))
    bands = [
        form1.Band(name, [form1.SessionTime(next(ordinals), time, later(time)) for time in times])
        for name, times in (("上午", MORNING), ("下午", AFTERNOON))
    ]
    return form1.Form1(
        imprint=imprint("考试场次时间安排表", exam=""),
        annex="附件1",
        dates="2024年\n5月30日～6月1日",
        bands=bands,
        remarks=["考试时间安排为 上午8:00～12:00", "首场考试时间为8:00", "各考区可具体安排。"],
    )


@pytest.mark.clause("Y-021")
def test_annex_1_is_the_table_of_the_plan(imprint):
    shown = text(form1.build(timetable(imprint)))
    assert shown.startswith("附件1考试场次时间安排表考试日期场次开始时间结束时间")
    assert shown.count("2024年5月30日～6月1日") == 1
    assert shown.count("上午") == 2 and shown.count("下午") == 1
    assert "18:008:20" in shown and "811:3011:50" in shown and "1517:3017:50" in shown
    assert "备注：考试时间安排为上午8:00～12:00首场考试时间为8:00各考区可具体安排。" in shown


def test_a_day_of_many_sessions_still_stands_on_one_page(imprint):
    one = timetable(imprint)
    band = form1.Band("上午", [form1.SessionTime(at, "8:00", "8:20") for at in range(1, 41)])
    assert len(pages(form1.build(replace(one, bands=[band])))) == 1


ROW = form3.Form3Row(
    code="630101",
    site="阳泉市实验中学",
    candidates=935,
    rooms=2,
    machines=66,
    sessions="第1～15场",
    carrier="中国联通",
    bandwidth="100M",
    remark="第九中学校借考，8:30开考",
)


def annex_3(imprint, *rows, **more):
    return form3.Form3(
        imprint=imprint("城区考点考试时间安排表", exam=""), annex="附件3", rows=rows, **more
    )


HEADINGS = (
    "序号学校代码考点学校名称考生人数考场数考试机数场次网络运营商带宽备注(如无说明正常8点开考)"
)


@pytest.mark.clause("Y-035")
def test_annex_3_has_its_columns_total_note_and_signature(imprint):
    shown = text(form3.build(annex_3(imprint, ROW, replace(ROW, candidates=65, machines=34))))
    assert "附件3城区考点考试时间安排表" in shown.replace("\n", "")
    assert HEADINGS in shown
    assert "1630101阳泉市实验中学935266第1～15场中国联通100M第九中学校借考，8:30开考" in shown
    assert "合计10004100注：备注栏请注明借考安排等其他特殊情况。" in shown
    assert "负责人：" in shown and "填制时间：年月日" in shown


def test_annex_3_blank_is_the_form_to_be_filled_by_hand(imprint):
    shown = text(form3.build(annex_3(imprint)))
    assert HEADINGS + "合计注：" in shown


def test_annex_3_of_a_large_county_repeats_its_head(imprint):
    found = pages(form3.build(annex_3(imprint, *[ROW] * 60)))
    assert len(found) > 2
    assert all(HEADINGS in page for page in found)
    assert f"第1页共{len(found)}页" in found[0]
    assert "".join(found).count("630101") == 60


def test_annex_3_in_excel_says_the_same_and_is_inert(imprint):
    acting = replace(ROW, site='=HYPERLINK("http://x")', remark="@SUM(A1)")
    data = form3.build_xlsx(annex_3(imprint, ROW, acting))
    page = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    assert [cell.value for cell in page[3]] == [title for title, _, _ in form3.HEADS]
    assert [cell.value for cell in page[4]][:6] == [1, "630101", "阳泉市实验中学", 935, 2, 66]
    assert page["B4"].number_format == "@"
    assert (page["C5"].data_type, page["C5"].value) == ("s", acting.site)
    assert page["J5"].data_type == "s"
    assert [cell.value for cell in page[6]][:6] == ["合计", None, None, 1870, 4, 132]
    assert data == form3.build_xlsx(annex_3(imprint, ROW, acting))


def test_annex_2_shows_what_was_asked_given_and_judged(imprint):
    item = form2.JudgedItem("内存", "不低于4GB", "2GB", "不合格", "须更换")
    data = form2.Form2(
        imprint=imprint("考场配置标准"),
        annex="附件2",
        subject="实验中学 第1考场",
        parts=[form2.JudgedPart("监考机配置标准", [item] * 3), form2.JudgedPart("网络", [item])],
        conclusion="不得设为考点。",
    )
    shown = text(form2.build(data))
    assert "监考机配置标准" in shown and "1内存不低于4GB2GB不合格须更换" in shown
    assert "审核结论不得设为考点。" in shown and "审核人：" in shown


def test_a_certificate_names_the_site_its_number_and_who_issued_it(imprint):
    data = site_certificate.SiteCertificate(
        imprint=imprint("考点合格证书", mark="YQ/C/1"),
        number="0301号",
        site="阳泉市实验中学",
        paragraphs=["符合配置标准，准予设立。"],
        facts=[("考点代码", "630101"), ("考场数", "2")],
        issuer="城区教育局",
        issued_on="2024年4月11日",
    )
    paper = site_certificate.build(data)
    shown = text(paper)
    for part in (
        "编号：0301号",
        "考点合格证书",
        "阳泉市实验中学",
        "630101",
        "城区教育局",
        "4月11日",
    ):
        assert part in shown
    assert picture(paper).width > picture(paper).height


def book(imprint, *sections, **more):
    return order_book.OrderBook(
        imprint=imprint("考务秩序册", **more), county="城区考区", sections=sections, issuer="教育局"
    )


def sections(imprint):
    listing = order_book.Listing(
        [("考点", 3), ("人数", 1)], [("实验中学", 935)] * 90 + [("合计", 99)], total=True
    )
    return [
        order_book.Section("组织机构", [order_book.Text("第一段。\n第二段。")]),
        order_book.Section("考点设置", [listing]),
        order_book.Section("实验中学", [order_book.Text("三层。")], level=1),
        order_book.Section(
            "场次时间表", [order_book.Form(partial(form1.draw, data=timetable(imprint)))]
        ),
        order_book.Section(
            "附件3",
            [
                order_book.Form(
                    partial(form3.draw, data=annex_3(imprint, *[ROW] * 40)), A4_LANDSCAPE
                )
            ],
        ),
        order_book.Section("值班电话", [order_book.Text("0353-2028093")]),
    ]


@pytest.mark.clause("Y-103")
def test_the_order_book_has_the_sections_given_under_contents_that_are_right(imprint):
    data = order_book.build(book(imprint, *sections(imprint)))
    found = pages(data)
    assert "考务秩序册" in found[0] and "城区考区" in found[0]
    places = bookmark_pages(data)
    assert places == {
        "组织机构": 3,
        "考点设置": 4,
        "实验中学": 6,
        "场次时间表": 7,
        "附件3": 8,
        "值班电话": 11,
    }
    for title, number in places.items():
        assert f"{title}{number}" in found[1]
    assert "考试场次时间安排表" in found[6] and "城区考点考试时间安排表" in found[7]
    assert f"共{len(found)}页" in found[2]
    assert fonts_not_embedded(data) == set()


def test_the_sections_of_an_order_book_may_be_any(imprint):
    none = pages(order_book.build(book(imprint)))
    assert len(none) == 2
    short = order_book.Section("附则", [order_book.Text("无。")], new_page=False)
    assert len(pages(order_book.build(book(imprint, short, short)))) == 3


def test_contents_of_many_sections_run_over_pages(imprint):
    many = [
        order_book.Section(f"第{at}节", [order_book.Text("x")], new_page=False) for at in range(90)
    ]
    found = pages(order_book.build(book(imprint, *many)))
    assert "第0节5" in found[1]


def test_an_order_book_of_equal_data_is_equal(imprint):
    assert order_book.build(book(imprint, *sections(imprint))) == order_book.build(
        book(imprint, *sections(imprint))
    )
