"""`make run`: the web server and a real worker with its clock, as child processes."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from examadmin.portal.sample.people import LOG_INS, PASSWORD

BIN = Path(sys.executable).parent


class Command(BaseCommand):
    help = "启动网页服务和后台任务进程（Ctrl-C 结束）"

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--bind", default="127.0.0.1")

    def handle(self, *, port, bind, **options):
        with socket.socket() as probe:
            if probe.connect_ex((bind, port)) == 0:
                raise CommandError(f"端口 {port} 已被占用，请换一个：make run PORT={port + 1}")
        logs = settings.DATA_DIR / "log"
        logs.mkdir(exist_ok=True)
        web = [
            BIN / "gunicorn", "examadmin.wsgi", "--bind", f"{bind}:{port}",
            "--worker-class", "gthread", "--workers", "2", "--threads", "4",
            "--timeout", "60", "--access-logfile", logs / "access.log", "--log-level", "warning",
        ]  # fmt: skip
        worker = [
            BIN / "celery", "-A", "examadmin", "worker", "-B", "--concurrency", "1",
            "--loglevel", "warning", "--without-mingle",
        ]  # fmt: skip
        children = [_start(web, logs / "web.log"), _start(worker, logs / "worker.log")]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            self._wait(f"http://{bind}:{port}/login/", children)
            self._greet(bind, port)
            while all(child.poll() is None for child in children):
                time.sleep(0.5)
            raise CommandError(f"有进程意外结束，请查看 {logs}")
        except KeyboardInterrupt:
            self.stdout.write("\n正在结束 …")
        finally:
            for child in children:
                child.terminate()
            for child in children:
                try:
                    child.wait(15)
                except subprocess.TimeoutExpired:
                    os.kill(child.pid, signal.SIGKILL)

    def _wait(self, url, children):
        for _ in range(300):
            if any(child.poll() is not None for child in children):
                raise CommandError("网页服务没有启动")
            try:
                with urllib.request.urlopen(url, timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise CommandError("网页服务 30 秒内没有应答")

    def _greet(self, bind, port):
        write = self.stdout.write
        write("")
        write(self.style.SUCCESS(f"  考务管理 examadmin  http://{bind}:{port}/"))
        write(f"  每个职务一个账号，密码都是 {PASSWORD}")
        for username, role, place in LOG_INS:
            write(f"    {username:<14}{role}　{place}")
        write("  Ctrl-C 结束\n")
        self.stdout.flush()


def _start(command, log):
    """A child process; what it says goes to its own file."""
    with log.open("ab") as out:
        return subprocess.Popen([str(part) for part in command], stdout=out, stderr=out)
