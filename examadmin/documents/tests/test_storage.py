"""Files are kept by their content and handed out with a safe name."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from examadmin.documents import storage
from examadmin.documents.models import StoredFile

BYTES = "考生名册".encode() * 1000


@pytest.fixture
def keep(world):
    def keep(source, name="名册.xlsx", content_type="application/octet-stream"):
        return storage.keep(
            source, name=name, content_type=content_type, by=world.officer_a, now=world.now
        )

    return keep


def body(response):
    return b"".join(response.streaming_content)


def test_bytes_files_uploads_and_paths_are_kept_alike(keep, tmp_path):
    path = tmp_path / "in.bin"
    path.write_bytes(BYTES)
    sources = [BYTES, bytearray(BYTES), io.BytesIO(BYTES), SimpleUploadedFile("x", BYTES), path]
    files = [keep(source) for source in sources]
    assert {file.sha256 for file in files} == {hashlib.sha256(BYTES).hexdigest()}
    assert {file.size for file in files} == {len(BYTES)}
    assert all(file.path.read_bytes() == BYTES for file in files)
    assert path.exists()  # copied, not moved


def test_equal_bytes_lie_once_and_nothing_else_is_left(keep, settings):
    keep(BYTES, name="甲.xlsx")
    keep(BYTES, name="乙.xlsx")
    keep(b"other")
    lying = [p for p in settings.MEDIA_ROOT.rglob("*") if p.is_file()]
    assert len(lying) == 2
    assert StoredFile.objects.count() == 3


def test_the_name_of_a_file_is_never_part_of_a_path(keep, settings):
    file = keep(BYTES, name="../../etc/passwd")
    assert file.path == settings.MEDIA_ROOT / file.sha256[:2] / file.sha256
    assert keep(BYTES, name="长" * 400).name == "长" * 255


def test_a_source_that_breaks_off_leaves_nothing(keep, settings):
    class Broken:
        def chunks(self):
            yield b"half"
            raise OSError("connection lost")

    with pytest.raises(OSError, match="connection lost"):
        keep(Broken())
    assert not StoredFile.objects.exists()
    assert list(settings.MEDIA_ROOT.iterdir()) == []


def test_a_file_is_a_download_unless_it_is_a_picture_or_a_pdf(keep):
    table = storage.hand_out(keep(BYTES, "名册.xlsx", "application/vnd.ms-excel"), inline=True)
    assert table.headers["Content-Disposition"].startswith("attachment")
    page = keep(b"<script>alert(1)</script>", "x.html", "text/html")
    answer = storage.hand_out(page, inline=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    shown = storage.hand_out(keep(b"%PDF", "附件1.pdf", "application/pdf"), inline=True)
    assert shown.headers["Content-Disposition"].startswith("inline")
    plain = storage.hand_out(keep(b"%PDF", "附件1.pdf", "application/pdf"))
    assert plain.headers["Content-Disposition"].startswith("attachment")
    for given in (table, answer, shown, plain):
        given.close()


def test_a_name_cannot_add_lines_to_the_answer(keep):
    answer = storage.hand_out(keep(BYTES, "a\r\nSet-Cookie: x=1;\r\n.pdf", "application/pdf"))
    assert "\n" not in answer.headers["Content-Disposition"]
    assert body(answer) == BYTES
    answer.close()


def test_a_chinese_name_arrives_as_it_is(keep):
    answer = storage.hand_out(keep(BYTES, "城区 准考证（八年级）.pdf", "application/pdf"))
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]
    answer.close()


def test_bytes_that_lie_already_are_not_harmed_by_a_second_keeping(keep):
    first = keep(BYTES)
    first.path.chmod(0o444)
    assert keep(BYTES).path.read_bytes() == BYTES
