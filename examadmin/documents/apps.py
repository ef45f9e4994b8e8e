from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "examadmin.documents"
    verbose_name = _("文件")

    def ready(self):
        from .pdf import check_fonts

        check_fonts()  # a start without the font would print squares on tickets
