import pytest

from examadmin.documents.pdf.frame import Imprint
from scheduling.papers.lists import Where


@pytest.fixture
def imprint():
    def imprint(title, **more):
        exam = "阳泉市2024年初中学业水平考试"
        return Imprint(**({"title": title, "exam": exam, "version": "第2版"} | more))

    return imprint


@pytest.fixture
def where():
    return Where(
        site="阳泉市实验中学", room="第1考场", session="第3场", date="5月30日", time="9:00～9:20"
    )
