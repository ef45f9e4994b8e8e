from django.core.management.base import BaseCommand

from examadmin.base import messages


class Command(BaseCommand):
    help = "Bring the English catalogue up to date with the code and compile it"

    def add_arguments(self, parser):
        parser.add_argument("--compile-only", action="store_true")

    def handle(self, *, compile_only, **options):
        if not compile_only:
            messages.merge()
            for sentence in messages.untranslated():
                self.stdout.write(f"no English: {sentence}")
        messages.compile_catalog()
