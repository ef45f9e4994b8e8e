from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.Model):
    """One change of state of one object, as the pages show it: who, when, from, to, why."""

    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    verb = models.CharField(_("操作"), max_length=64)
    source = models.CharField(_("原状态"), max_length=32)
    target = models.CharField(_("新状态"), max_length=32)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("操作人")
    )
    at = models.DateTimeField(_("时间"))
    comment = models.TextField(_("意见"), blank=True)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"], name="step_by_object")]
        ordering = ["id"]

    def __str__(self):
        return f"{self.verb}: {self.source} → {self.target}"
