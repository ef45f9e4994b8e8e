"""Which row of the five documents is proven by a passing test.

A pytest plugin and a small report, both without Django. A test that proves a row of
`docs/clauses.csv` says so:

    @pytest.mark.clause("Y-014")

`pytest --clauses FILE` (or the environment variable `CLAUSES`) writes the rows and their passed
tests as JSON; `python -m examadmin.clauses FILE` prints what is proven and what is not.
"""

import csv
import json
import os
import sys
import textwrap
from collections import defaultdict
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

TABLE = Path(__file__).resolve().parent.parent / "docs" / "clauses.csv"

DOCUMENTS = {
    "Y": "000 阳泉市2024年初中学业水平考试信息技术（信息科技）考务工作实施意见",
    "Z": "001 2024年度浙江省水利专业高级工程师评价业务考试组织实施方案",
    "N": "002 内蒙古自治区教育考试施考程序(暂行)",
    "X": "003 1+X 证书报名系统, 工业机器人操作与运维考务",
    "A": "004 资产评估师职业资格考试计算机考试环境下故障处理办法",
}


@cache
def known_clauses(table=TABLE):
    """{id: document letter} of every row, in the order of the table."""
    with open(table, encoding="utf-8", newline="") as file:
        return {row["id"]: row["document"] for row in csv.DictReader(file)}


def clauses_of(item):
    """The ids that a test names, its class's and its module's included."""
    return sorted({clause for mark in item.iter_markers("clause") for clause in mark.args})


# ---- the plugin


def pytest_addoption(parser):
    parser.addoption(
        "--clauses",
        metavar="FILE",
        default=os.environ.get("CLAUSES"),
        help="write which rows of docs/clauses.csv are proven by a passing test (JSON)",
    )


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "clause(*ids): the test fails if and only if these rows of the documents break"
    )
    is_worker = hasattr(config, "workerinput")
    if config.getoption("clauses") and not is_worker:
        config.pluginmanager.register(Proof(config.getoption("clauses")), "clauses-proof")


def pytest_collection_modifyitems(items):
    # User properties travel with the report from an xdist worker to the controller.
    for item in items:
        item.user_properties.extend(("clause", clause) for clause in clauses_of(item))


def pytest_runtest_setup(item):
    if not item.get_closest_marker("clause"):
        return
    named = clauses_of(item)
    unknown = [clause for clause in named if clause not in known_clauses()]
    if unknown:
        pytest.fail(f"docs/clauses.csv has no row {', '.join(map(str, unknown))}.", pytrace=False)
    if not named:
        pytest.fail("The marker clause names no row of docs/clauses.csv.", pytrace=False)


class Proof:
    """Collects the reports of all workers; a row with one failing test is not proven."""

    def __init__(self, path):
        self.path = Path(path)
        self.passed = defaultdict(set)
        self.broken = set()

    def pytest_runtest_logreport(self, report):
        clauses = [value for name, value in report.user_properties if name == "clause"]
        if report.failed:
            self.broken.update(clauses)
        elif report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            for clause in clauses:
                self.passed[clause].add(report.nodeid)

    def pytest_sessionfinish(self):
        proven = {
            clause: sorted(self.passed[clause])
            for clause in sorted(self.passed.keys() - self.broken)
        }
        text = json.dumps(proven, ensure_ascii=False, indent=1)
        self.path.write_text(text + "\n", encoding="utf-8")


# ---- the report


def spans(clauses, order):
    """Neighbours in the table drawn together: Y-001…Y-004, Y-007."""
    place = {clause: number for number, clause in enumerate(order)}
    runs = groupby(enumerate(clauses), key=lambda pair: place[pair[1]] - pair[0])
    for _, run in runs:
        ids = [clause for _, clause in run]
        yield ids[0] if len(ids) == 1 else f"{ids[0]}…{ids[-1]}"


def describe(proven, known):
    """The report as lines: for each document the count, then the rows without proof."""
    for letter, title in DOCUMENTS.items():
        rows = [clause for clause, document in known.items() if document == letter]
        missing = [clause for clause in rows if not proven.get(clause)]
        yield f"{letter}  {len(rows) - len(missing):3} of {len(rows):3} rows proven  {title}"
        if missing:
            listed = ", ".join(spans(missing, rows))
            yield textwrap.fill(
                f"not proven: {listed}", 100, initial_indent="   ", subsequent_indent="   "
            )
    count = sum(1 for clause in known if proven.get(clause))
    yield f"   {count:3} of {len(known):3} rows proven in all"


def main(arguments):
    if len(arguments) != 1:
        return "usage: python -m examadmin.clauses REPORT.json"
    try:
        proven = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return f"{arguments[0]} cannot be read: {error}"
    print("\n".join(describe(proven, known_clauses())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
