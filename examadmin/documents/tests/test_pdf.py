"""The kit that every paper is drawn with."""

import socket
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from examadmin.documents.pdf import MM, Sheet, build_pdf, check_fonts, fonts, missing_characters
from examadmin.documents.pdf.lines import LEADING, NEVER_FIRST, fit, wrap
from examadmin.documents.pdf.marks import qr_image

from .papers import (
    LONG,
    RARE,
    bookmarks,
    character_boxes,
    fonts_not_embedded,
    pages,
    picture,
    portrait,
    text,
)


def one(draw, **options):
    return build_pdf([draw], **options)


def write(line):
    return one(lambda sheet: sheet.text(50, 50, line))


def test_a_name_with_four_byte_characters_is_copied_as_it_was_typed():
    assert text(write(RARE)) == RARE


def test_bold_and_regular_of_the_same_name_are_both_readable():
    data = one(lambda sheet: (sheet.text(50, 50, RARE), sheet.text(50, 90, RARE, bold=True)))
    assert text(data) == RARE * 2


def test_every_font_of_a_paper_is_embedded():
    assert fonts_not_embedded(write("张三 abc ☑ ✂")) == set()


def test_x11_characters_without_a_glyph_are_listed_once_and_in_order():
    assert missing_characters("张三·买买提" + RARE) == []
    assert missing_characters("ᠮ张ᠮབ") == ["ᠮ", "བ"]


def test_x11_a_letter_that_must_be_joined_or_runs_to_the_left_counts_as_missing():
    assert missing_characters("شин") == ["ش"]


def test_x11_what_is_not_ink_is_not_missing():
    assert missing_characters("张\u200b三 \u3000\t\u202e\ufe0f") == []


def test_x11_a_missing_character_shows_as_geta_and_never_as_nothing():
    assert text(write("张ᠮ三\ud800")) == "张〓三〓"


def test_a_rare_font_of_the_machine_is_used_where_there_is_one(monkeypatch, tmp_path):
    """Any font will do as the rare one here: the chain looks for it by name."""
    source = fonts._packaged("DejaVuSans-web*.ttf")
    (tmp_path / "BabelStoneHan.ttf").write_bytes(source.read_bytes())
    monkeypatch.setenv("EXAMADMIN_FONT_DIRS", str(tmp_path))
    monkeypatch.setattr(fonts, "RARE_FOLDERS", ())
    monkeypatch.setattr(fonts, "_is_han", lambda char: True)
    for cached in (fonts._rare_files, fonts._rare, fonts._face_for):
        cached.cache_clear()
    try:
        assert missing_characters("ش") == []
    finally:
        for cached in (fonts._rare_files, fonts._rare, fonts._face_for):
            cached.cache_clear()


def test_the_program_refuses_to_start_without_its_fonts(monkeypatch):
    check_fonts()
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package")
    fonts._packaged.cache_clear()
    try:
        with pytest.raises(fonts.FontsMissing, match="缺少打印所需的中文字体"):
            check_fonts()
    finally:
        fonts._packaged.cache_clear()


def test_equal_data_gives_equal_bytes():
    def draw(sheet):
        sheet.text(50, 50, RARE)
        sheet.photo(50, 60, 80, 112, portrait())
        sheet.qr(200, 60, 60, "A/1")
        sheet.bookmark("一")

    assert one(draw, title="题") == one(draw, title="题")


def test_a_photograph_goes_into_the_paper_byte_for_byte_and_once():
    data = portrait()
    draw = lambda sheet: sheet.photo(50, 50, 80, 112, data)  # noqa: E731
    assert build_pdf([draw, draw]).count(data) == 1


def test_a_photograph_that_is_no_jpeg_is_converted():
    out = BytesIO()
    Image.new("RGBA", (40, 56), (10, 200, 10, 255)).save(out, "PNG")
    data = one(lambda sheet: sheet.photo(0, 0, 80, 112, out.getvalue()))
    red, green, _ = picture(data, scale=1).getpixel((40, 50))
    assert green > 150 > red


@pytest.mark.parametrize("broken", [None, b"", b"\xff\xd8", b"\xff\xd8\xff\xe0junk", b"<html>"])
def test_a_missing_or_broken_photograph_leaves_an_empty_box(broken):
    assert "照片" in text(one(lambda sheet: sheet.photo(50, 50, 80, 112, broken)))


def test_finished_pages_do_not_stay_in_memory():
    out = BytesIO()
    sheet = Sheet(out)
    for seed in range(50):
        sheet.photo(50, 50, 80, 112, portrait(seed))
        sheet.text(50, 40, f"第{seed}页")
        sheet.next_page()
    kept = {type(kept).__name__ for kept in sheet.canvas._doc.idToObject.values()}
    assert kept == {"PDFDictionary", "PDFPages", "_Written"}
    sheet.close()
    reader = PdfReader(BytesIO(out.getvalue()), strict=True)
    assert [page.extract_text().strip() for page in reader.pages] == [f"第{n}页" for n in range(50)]


def test_a_stamp_is_kept_once_and_shows_on_every_page():
    def draw(sheet):
        sheet.stamp("rules", lambda sheet: sheet.text(50, 50, "考生须知"))
        sheet.stamp("rules", lambda sheet: sheet.text(50, 50, "考生须知"), dy=100)

    data = build_pdf([draw, draw])
    assert pages(data) == ["考生须知考生须知"] * 2
    assert data.count(b"/Subtype /Form") == 1


def test_the_watermark_of_a_mock_exam_is_on_every_page():
    draw = lambda sheet: sheet.text(50, 50, "一")  # noqa: E731
    data = build_pdf([draw, draw], watermark="模拟考试")
    assert all("模拟考试" in page for page in pages(data))


def test_bookmarks_lead_through_the_paper_by_chapter():
    data = build_pdf(
        [lambda s: (s.bookmark("城区"), s.bookmark("𬭎", 1)), lambda s: s.bookmark("矿")]
    )
    assert bookmarks(data) == [(0, "城区"), (1, "𬭎"), (0, "矿")]


MARKUP = [
    "<b>张</b>",
    '<font color="red">三',
    "<para backcolor=\"[__import__('os')]\">",
    '<img src="file:///etc/passwd">',
    '<img src="http://10.0.0.1/x.png"/>',
    "&#x0;&amp;",
    ") Tj ET (",
    "{% debug %}{{ 7*7 }}{0.__class__}",
]


@pytest.mark.parametrize("name", MARKUP)
def test_x09_x10_markup_in_a_name_is_printed_as_it_stands(name, monkeypatch):
    def refuse(*args):
        raise AssertionError("a paper asked for an address")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    def draw(sheet):
        sheet.text(50, 50, name)
        sheet.box(50, 100, 400, 40, name)
        sheet.paragraph(50, 200, 400, name)

    assert text(one(draw, title=name)) == name.replace(" ", "") * 3


@pytest.mark.parametrize("size", [(60, 14), (90, 20), (200, 12), (30, 40)])
def test_x11_sixty_characters_stand_whole_inside_any_cell(size):
    width, height = size
    data = one(lambda sheet: sheet.box(100, 100, width, height, LONG, 12))
    assert text(data) == LONG
    drawn = [box for box in character_boxes(data) if box[0].strip()]
    assert min(left for _, left, *_ in drawn) >= 100
    assert max(right for *_, right, _ in drawn) <= 100 + width
    assert min(top for _, _, top, *_ in drawn) >= 100
    assert max(low for *_, low in drawn) <= 100 + height


def test_a_little_too_long_is_made_smaller_before_it_is_broken():
    assert fit("一二三四五六", 55, 20, 10) == (9.15, ("一二三四五六",))
    size, rows = fit("一二三四五六七八九十", 50, 30, 10)
    assert len(rows) == 2 and size * len(rows) * LEADING <= 30


def test_a_line_of_chinese_neither_begins_with_a_comma_nor_ends_with_an_opening_mark():
    lines = wrap("考生持《准考证》，经查证（并发放登录密码）后进入考场。" * 9, 7.0)
    assert not any(line[0] in NEVER_FIRST for line in lines)
    assert not any(line[-1] in "《（" for line in lines)


def test_an_address_is_not_broken_unless_it_is_longer_than_a_line():
    assert "http://10.40.159.2/web_bsexam" in wrap("登录 http://10.40.159.2/web_bsexam 后", 16.0)
    assert "".join(wrap("x" * 100, 10.0)) == "x" * 100


def test_a_qr_code_shows_the_modules_it_was_made_of():
    modules, _ = qr_image("YQ/630101")
    side = modules * 4.0
    data = one(lambda sheet: sheet.qr(0, 0, side, "YQ/630101"), size=(200 * MM, 200 * MM))
    seen = picture(data, scale=1).convert("1")
    corner = [seen.getpixel((int((at + 0.5) * 4), int(4.5 * 4))) == 0 for at in range(modules)]
    assert corner[:4] == [False] * 4 and corner[4:11] == [True] * 7 and not corner[11]


def test_a_bar_code_takes_only_what_it_can_carry():
    with pytest.raises(ValueError, match="一维码"):
        one(lambda sheet: sheet.code128(0, 0, 100, 20, "张三"))
