import pytest

from examadmin.exams import services


@pytest.fixture
def exam(world):
    """A draft made from the profile by the city's exam office."""
    return services.create_exam(
        code="yq2025",
        title="阳泉2025",
        profile="yangquan-2024",
        by=world.exam_office,
        now=world.now,
    )


@pytest.fixture
def published(world, exam):
    services.publish_exam(exam=exam, by=world.exam_office, now=world.now, note="第一版")
    return exam
