from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A file as it was handed in or made. The bytes lie under their own SHA-256; the name is only
    a column. Who may fetch it is decided by the object that points here, never by knowing an id.
    """

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("大小"))
    name = models.CharField(_("文件名"), max_length=255)
    content_type = models.CharField(max_length=100)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    created_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("文件")

    def __str__(self):
        return self.name

    @property
    def path(self):
        return settings.MEDIA_ROOT / self.sha256[:2] / self.sha256
