from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from centers.models import Appointment, Room, Site
from centers.scope import ScopedQuerySet
from examadmin.accounts.choices import Tier
from examadmin.documents.models import StoredFile
from examadmin.exams.models import Round
from examadmin.jobs.models import Job

from ..choices import PracticeSource
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


class OfSiteQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["site__county"], Tier.SITE: ["site__school"]}


class DataPackage(models.Model):
    """The data of a round for one site, made by a job and kept as a version (Y-046).

    Its parts are files: one for the whole site, one for each room. `source_version` is the
    arrangement that they were made of: the round's own copy for a mock, the plan in force for the
    formal round.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="packages")
    site = models.ForeignKey(Site, models.PROTECT, related_name="packages")
    version = models.PositiveSmallIntegerField(_("版本"))
    source_version = models.PositiveIntegerField(_("编排版本"))
    candidates = models.PositiveIntegerField(_("考生数"), default=0)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    made_at = models.DateTimeField(_("制作时间"))
    objects = OfSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("数据包")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "site", "version"], name="package_version_once"
            )
        ]
        ordering = ["-version"]

    def __str__(self):
        return _("%(site)s%(round)s数据包第%(version)d版") % {
            "site": self.site,
            "round": self.round,
            "version": self.version,
        }


class PackagePart(models.Model):
    """One file of a package: of the whole site, or of one room. `manifest` names what is inside,
    [{"name", "size", "sha256"}, …]."""

    package = models.ForeignKey(DataPackage, models.PROTECT, related_name="parts")
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    manifest = models.JSONField(default=list)

    class Meta:
        verbose_name = _("数据包文件")
        constraints = [
            models.UniqueConstraint(fields=["package", "room"], name="one_part_per_room"),
            models.UniqueConstraint(
                fields=["package"], condition=Q(room=None), name="one_part_of_the_whole_site"
            ),
        ]
        ordering = [models.F("room__number").asc(nulls_first=True)]  # the whole site first


class PackageDownload(models.Model):
    """Who fetched which file of which version, and when. Written once, never changed."""

    part = models.ForeignKey(PackagePart, models.PROTECT, related_name="downloads")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(_("下载时间"))

    class Meta:
        verbose_name = _("数据包下载记录")
        ordering = ["-at", "-pk"]

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("a download is written once")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("a download is never removed")


class Practice(models.Model):
    """A candidate, or somebody of the staff, went through a mock round at a site (Y-047). It hangs
    on the round alone: nothing of the formal exam reads it, and it reads nothing of that."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="practices")
    site = models.ForeignKey(Site, models.PROTECT, related_name="practices")
    candidate = models.ForeignKey(Candidate, models.PROTECT, null=True, related_name="practices")
    post = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="practices")
    source = models.CharField(_("登记方式"), max_length=12, choices=PracticeSource.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(_("登记时间"))
    objects = OfSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("练习记录")
        constraints = [
            models.CheckConstraint(
                name="a_practice_is_of_a_candidate_or_of_a_post",
                condition=Q(candidate__isnull=False, post=None)
                | Q(candidate=None, post__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["round", "candidate"], name="one_practice_per_round_and_candidate"
            ),
            models.UniqueConstraint(
                fields=["round", "post"], name="one_practice_per_round_and_post"
            ),
        ]

    def __str__(self):
        return f"{self.candidate or self.post} {self.round}"
