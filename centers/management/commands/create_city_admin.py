from django.core.management.base import BaseCommand, CommandError

from centers.services.people import create_and_appoint
from examadmin.accounts.choices import Role
from examadmin.base import clock
from examadmin.base.errors import Refusal


class Command(BaseCommand):
    help = "建立第一个市级管理员账号，打印只用一次的初始密码"

    def add_arguments(self, parser):
        parser.add_argument("username", help="账号")
        parser.add_argument("name", help="姓名")
        parser.add_argument("--phone", default="")

    def handle(self, *, username, name, phone, **options):
        try:
            _post, password = create_and_appoint(
                username=username,
                name=name,
                phone=phone,
                role=Role.CITY_ADMIN,
                by=None,
                now=clock.now(),
                reason="首次部署",
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"账号 {username}，初始密码 {password}（首次登录须修改）")
