from django.db import models
from django.utils.translation import gettext_lazy as _


class Head(models.Model):
    """The newest row of a chain. Writers of one chain queue here, writers of others do not."""

    chain = models.CharField(max_length=64, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    row_hash = models.CharField(max_length=64, blank=True)


class Entry(models.Model):
    """One act of one person. Never changed, never deleted: triggers in the database refuse it.

    `chain` is the place whose trail this is: "city", "county:…" or "school:…"; `before_hash`
    is the hash of the row before it in the same chain.
    """

    chain = models.CharField(_("链"), max_length=64)
    seq = models.PositiveBigIntegerField(_("序号"))
    at = models.DateTimeField(_("时间"), db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(_("操作人"), max_length=128)
    action = models.CharField(_("操作"), max_length=64)
    object_type = models.CharField(_("对象类型"), max_length=64)
    object_id = models.CharField(_("对象编号"), max_length=64)
    object_name = models.CharField(_("对象"), max_length=200)
    changes = models.JSONField(_("内容"), default=dict)
    reason = models.TextField(_("理由"), blank=True)
    before_hash = models.CharField(max_length=64, blank=True)
    row_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("操作记录")
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "seq"], name="audit_one_row_per_place_in_chain"
            )
        ]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]
        ordering = ["-id"]

    def __str__(self):
        return f"{self.chain} {self.seq} {self.action}"
