"""`make test`: checks, the suite on the embedded default, then on PostgreSQL and Redis.

What this machine does not have is left out and said in one line; with --everything (CI) that is
a failure.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import services

BIN = Path(sys.executable).parent
CHECKS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["lint-imports", "--config", "deploy/importlinter.ini", "--no-logo"],
]


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--everything", action="store_true", help="fail if anything is left out")
    ask.add_argument("--checks-only", action="store_true")
    ask.add_argument("--clauses", help="write which rows are proven to this file")
    options, rest = ask.parse_known_args()
    for check in CHECKS:
        if subprocess.run([BIN / check[0], *check[1:]], stdout=subprocess.DEVNULL).returncode:
            subprocess.run([BIN / check[0], *check[1:]])
            return 1
    if options.checks_only:
        return 0
    missing = services.missing()
    if missing and options.everything:
        print("缺少：" + "、".join(missing))
        return 1
    extra = ["--clauses", options.clauses] if options.clauses else []
    wanted = "not postgres and not redis" + (" and not browser" if "Chromium" in missing else "")
    failed = _pytest(wanted, {}, [*extra, *rest])
    if not {"PostgreSQL", "Redis"} & set(missing):
        with services.postgres() as database, services.redis() as redis:
            extra = [f"{a}.pg" if a == options.clauses else a for a in extra]
            print("— PostgreSQL, Redis —", flush=True)
            failed |= _pytest(
                "not browser and not embedded",
                {"DATABASE_URL": database, "REDIS_URL": redis},
                [*extra, *rest],
            )
    if missing:
        print("没有安装，未运行其测试：" + "、".join(missing))
    return int(failed)


def _pytest(marks, env, arguments) -> bool:
    with tempfile.TemporaryDirectory(prefix="examadmin-test-") as data:
        command = [BIN / "pytest", "-q", "-n", "2", "--dist", "worksteal", "-m", marks, *arguments]
        return bool(subprocess.run(command, env={**os.environ, "DATA_DIR": data, **env}).returncode)


if __name__ == "__main__":
    sys.exit(main())
