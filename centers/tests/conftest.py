import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from centers.models import SiteApplication
from examadmin.base import clock
from examadmin.testing.world import complete_answers


@pytest.fixture
def at_work(monkeypatch, world):
    """Pages believe it is the first morning of the window."""
    monkeypatch.setattr(clock, "now", lambda: world.now)
    return world.now


@pytest.fixture
def draft(world):
    """A3's application as a draft: complete, and good enough."""
    return SiteApplication.objects.create(
        exam=world.exam,
        school=world.school_a3,
        answers=complete_answers(world.exam.rules.data, 1),
        network_operator="中国移动",
        created_at=world.now,
    )


@pytest.fixture
def waiting(draft):
    """A3's application, waiting for the county's judgement."""
    SiteApplication.objects.filter(pk=draft.pk).update(
        state="submitted", submitted_at=draft.created_at
    )
    draft.refresh_from_db(fields=["state", "submitted_at"])
    return draft


@pytest.fixture
def picture():
    """picture("JPEG", (60, 40)) → an uploaded photograph."""

    def make(kind="JPEG", size=(60, 40), **options):
        file = io.BytesIO()
        Image.new("RGB", size, "navy").save(file, kind, **options)
        return SimpleUploadedFile(f"现场.{kind.lower()}", file.getvalue())

    return make
