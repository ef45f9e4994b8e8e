"""Private PostgreSQL and Redis servers for a test run: free loopback ports, own folders, stopped
at the end. PostgreSQL refuses to run as root, so root lends it the system's `postgres` user."""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _postgres_bin():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return os.path.dirname(found[-1]) if found else None


def missing() -> list[str]:
    """What of PostgreSQL, Redis and Chromium this machine does not have."""
    here = {
        "PostgreSQL": _postgres_bin(),
        "Redis": shutil.which("redis-server"),
        "Chromium": shutil.which("chromium"),
    }
    return [name for name, found in here.items() if not found]


@contextmanager
def postgres():
    """A running server; yields its DATABASE_URL."""
    folder = tempfile.mkdtemp(prefix="examadmin-pg-")
    prefix, user = [], pwd.getpwuid(os.getuid()).pw_name
    if os.getuid() == 0:
        prefix, user = ["runuser", "-u", "postgres", "--"], "postgres"
        shutil.chown(folder, "postgres", "postgres")
    home, port = _postgres_bin(), free_port()
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": "/"}
    data = os.path.join(folder, "data")
    subprocess.run(
        [*prefix, f"{home}/initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
        **quiet,
    )
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    )
    control = [*prefix, f"{home}/pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-o", options, "-l", f"{folder}/log", "start"], **quiet)
    try:
        yield f"postgres://{user}@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **{**quiet, "check": False})
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis():
    """A running server; yields its REDIS_URL."""
    folder, port = tempfile.mkdtemp(prefix="examadmin-redis-"), free_port()
    server = subprocess.Popen(
        ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", folder],
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)
