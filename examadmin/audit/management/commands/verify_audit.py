from django.core.management.base import BaseCommand, CommandError

from examadmin.audit.models import Head
from examadmin.audit.services import broken_chains


class Command(BaseCommand):
    help = "检查操作记录是否被改动：逐链核对；发现问题时逐条说明，退出码为 1"

    def handle(self, **options):
        found = broken_chains()
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"操作记录有 {len(found)} 处不符，请保护现场并报告。", returncode=1)
        self.stdout.write(f"操作记录完整，共 {Head.objects.count()} 条链。")
