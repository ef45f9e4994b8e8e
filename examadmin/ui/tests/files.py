"""Our own source files, for the tests that read them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
APPS = ["examadmin", "centers", "candidates", "scheduling", "proctoring", "incidents", "results"]


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


def static():
    return sorted(p for p in (ROOT / "static").rglob("*") if p.suffix in (".css", ".js", ".svg"))


def modules():
    """Python that may speak to a person of the office: not tests, not commands of technicians."""
    return sorted(
        path
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if not {"tests", "testing", "migrations", "commands", "sample"} & set(path.parts)
    )


def name(path):
    return str(path.relative_to(ROOT))
