import csv
import json

import pytest

from examadmin import clauses

pytest_plugins = ["pytester"]

# A worker starts without the project on its path, as the project's own conftest.py knows.
CONFTEST = f"""
import sys
sys.path.insert(0, {str(clauses.TABLE.parent.parent)!r})
pytest_plugins = ["examadmin.clauses"]
"""


@pytest.fixture
def project(pytester, monkeypatch):
    """An empty project with this plugin and no other (they take seconds to load)."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("CLAUSES", raising=False)
    pytester.makeconftest(CONFTEST)
    return pytester


@pytest.fixture
def proven(project):
    """Runs a test file and returns the run and what it proved."""

    def run(source, *arguments):
        project.makepyfile("import pytest\n" + source)
        result = project.runpytest("--clauses", "out.json", *arguments)
        return result, json.loads((project.path / "out.json").read_text(encoding="utf-8"))

    return run


MIXED = """
@pytest.mark.clause("Y-001", "Y-002")
def test_good(): pass

@pytest.mark.clause("Y-002")
class TestMany:
    def test_also_good(self): pass

@pytest.mark.clause("Y-003")
def test_bad(): assert False

@pytest.mark.clause("Y-003")
def test_good_beside_bad(): pass

@pytest.mark.clause("Y-004")
def test_skipped(): pytest.skip()

@pytest.mark.clause("Y-005")
@pytest.mark.xfail(strict=False)
def test_unexpected(): pass

@pytest.fixture
def breaks_on_the_way_out():
    yield
    raise ValueError

@pytest.mark.clause("Y-006")
def test_good_then_error(breaks_on_the_way_out): pass
"""


@pytest.mark.parametrize(
    "workers", [(), ("-p", "xdist", "-n", "2")], ids=["one process", "two workers"]
)
def test_only_rows_whose_marked_tests_all_pass_are_proven(proven, workers):
    _, rows = proven(MIXED, *workers)
    name = "test_only_rows_whose_marked_tests_all_pass_are_proven.py"
    assert rows == {
        "Y-001": [f"{name}::test_good"],
        "Y-002": [f"{name}::TestMany::test_also_good", f"{name}::test_good"],
    }


@pytest.mark.parametrize(
    "workers", [(), ("-p", "xdist", "-n", "1")], ids=["one process", "a worker"]
)
def test_an_unknown_row_fails_the_run_with_a_sentence(proven, workers):
    result, rows = proven('@pytest.mark.clause("Y-999")\ndef test_x(): pass', *workers)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*docs/clauses.csv has no row Y-999.*"])
    assert rows == {}


def test_a_marker_without_a_row_fails_the_run_with_a_sentence(proven):
    result, _ = proven("@pytest.mark.clause\ndef test_x(): pass")
    result.stdout.fnmatch_lines(["*The marker clause names no row*"])


def test_strict_markers_know_the_marker(proven):
    result, _ = proven('@pytest.mark.clause("Y-001")\ndef test_x(): pass', "--strict-markers")
    result.assert_outcomes(passed=1)


def test_nothing_is_written_unless_asked_for(project):
    project.makepyfile("def test_x(): pass")
    project.runpytest().assert_outcomes(passed=1)
    assert not list(project.path.glob("*.json"))


def test_the_report_counts_each_document_and_draws_neighbours_together():
    known = {"Y-001": "Y", "Y-002": "Y", "Y-003": "Y", "Y-005": "Y", "A-001": "A"}
    lines = list(clauses.describe({"Y-001": ["t"], "A-001": ["t"]}, known))
    assert lines[0].startswith("Y    1 of   4 rows proven")
    assert lines[1] == "   not proven: Y-002…Y-005"
    assert lines[-1] == "     2 of   5 rows proven in all"


def test_a_proven_row_parts_its_neighbours():
    order = ["Y-001", "Y-002", "Y-003", "Y-004", "Y-005"]
    assert list(clauses.spans(["Y-001", "Y-002", "Y-004"], order)) == ["Y-001…Y-002", "Y-004"]


def test_a_missing_report_is_answered_with_a_sentence(tmp_path):
    assert "cannot be read" in clauses.main([str(tmp_path / "none.json")])


def test_the_table_holds_every_row_once_with_its_place_and_duty():
    with open(clauses.TABLE, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["id"] for row in rows}) == len(rows) == 447
    assert {row["document"] for row in rows} == set(clauses.DOCUMENTS)
    for row in rows:
        assert row["id"].startswith(row["document"] + "-")
        assert row["clause"] and row["must"].endswith("."), row["id"]
