"""Keep and hand out files. Stored by content: equal bytes are kept once, nothing is overwritten."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.http import FileResponse

from .models import StoredFile


def keep(source, *, name: str, content_type: str, by, now) -> StoredFile:
    """Store bytes, a binary file object or a Path; returns the row. A Path is copied, not moved."""
    root = settings.MEDIA_ROOT
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as part:
        try:
            for chunk in _chunks(source):
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
            part.flush()
            os.fsync(part.fileno())
        except BaseException:
            os.unlink(part.name)
            raise
    sha256 = digest.hexdigest()
    final = root / sha256[:2] / sha256
    final.parent.mkdir(exist_ok=True)
    os.replace(part.name, final)
    return StoredFile.objects.create(
        sha256=sha256,
        size=size,
        name=name[:255],
        content_type=content_type,
        created_by=by,
        created_at=now,
    )


def _chunks(source):
    if isinstance(source, bytes | bytearray | memoryview):
        yield bytes(source)
    elif isinstance(source, Path):
        with source.open("rb") as file:
            yield from iter(lambda: file.read(1 << 20), b"")
    elif hasattr(source, "chunks"):
        yield from source.chunks()
    else:
        yield from iter(lambda: source.read(1 << 20), b"")


def hand_out(file: StoredFile, *, inline=False) -> FileResponse:
    """The HTTP answer with a safe name. Only pictures and PDF may be shown in the page."""
    showable = file.content_type in ("application/pdf", "image/jpeg", "image/png")
    response = FileResponse(
        file.path.open("rb"),
        as_attachment=not (inline and showable),
        filename=file.name.replace("\r", "").replace("\n", ""),
        content_type=file.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
