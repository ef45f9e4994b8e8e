"""Production refuses to start when a default would be unsafe."""

import os
import secrets
import subprocess
import sys

import pytest

SAFE = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "SEAL_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "kaowu.example.cn",
    "DJANGO_SETTINGS_MODULE": "examadmin.settings_production",
}


OURS = ("DEBUG", "DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")  # set by this run, not by a server


def start(tmp_path, **changed):
    env = {k: v for k, v in os.environ.items() if k not in (*SAFE, *OURS)}
    env |= SAFE | {"DATA_DIR": str(tmp_path)} | changed
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        command, env={k: v for k, v in env.items() if v}, capture_output=True, text=True
    )


def test_c09_production_starts_with_safe_settings_and_no_warning(tmp_path):
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "changed, word",
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SEAL_KEY": ""}, "SEAL_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ],
)
def test_c09_production_refuses_to_start_with_a_sentence(tmp_path, changed, word):
    done = start(tmp_path, **changed)
    assert done.returncode != 0
    assert word in done.stderr.strip().splitlines()[-1]
