from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from centers.models import Site
from centers.scope import ScopedQuerySet
from examadmin.accounts.choices import Tier
from examadmin.exams.models import Round

from .arrangement import Arrangement


class RoundPlanQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["arrangement__county"], Tier.SITE: ["arrangement__county__schools"]}

    def visible_to(self, user, perm, *, now=None):
        return super().visible_to(user, perm, now=now).distinct()


class RoundPlan(models.Model):
    """The arrangement as one round uses it: a copy frozen when the round's data were prepared.

    Later changes of the real seats leave it alone, and whatever a mock round records hangs on its
    round, never on the arrangement (Y-045). `seats` = [[candidate, room-session, seat], …].
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="plans")
    arrangement = models.ForeignKey(Arrangement, models.PROTECT, related_name="round_plans")
    version = models.PositiveIntegerField(_("编排版本"))
    sha256 = models.CharField(max_length=64)
    seats = models.JSONField(default=list)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    prepared_at = models.DateTimeField(_("数据生成时间"))
    objects = RoundPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("轮次数据")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "arrangement"], name="one_copy_per_round_and_county"
            )
        ]
        ordering = ["round__opens_on"]

    def __str__(self):
        return f"{self.round} {self.arrangement.county}"


class CleanupQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["site__county"], Tier.SITE: ["site__school"]}


class Cleanup(models.Model):
    """A site certifies that nothing of a mock round is left on its machines."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="cleanups")
    site = models.ForeignKey(Site, models.PROTECT, related_name="cleanups")
    note = models.CharField(_("说明"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(_("清理时间"))
    objects = CleanupQuerySet.as_manager()

    class Meta:
        verbose_name = _("模考数据清理证明")
        constraints = [
            models.UniqueConstraint(fields=["round", "site"], name="one_cleanup_per_round_and_site")
        ]

    def __str__(self):
        return f"{self.site} {self.round}"
