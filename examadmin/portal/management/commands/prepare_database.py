"""`make setup`: tables, English texts, and on an empty database the sample city."""

import time

from django.core.management import call_command
from django.core.management.base import BaseCommand

from examadmin.accounts.models import User
from examadmin.base import clock
from examadmin.base.messages import compile_catalog


class Command(BaseCommand):
    help = "建表；数据库为空时装入示例城市（--empty 则不装）"

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true", help="不装示例数据")

    def handle(self, *, empty, **options):
        began = time.perf_counter()
        call_command("migrate", verbosity=0)
        compile_catalog()
        if not empty and not User.objects.exists():
            from examadmin.portal.sample.load import load

            self.stdout.write("装入示例城市 …")
            load(now=clock.now(), say=lambda step: self.stdout.write(f"  {step}"))
        self.stdout.write(f"数据库已就绪（{time.perf_counter() - began:.0f} 秒）")
