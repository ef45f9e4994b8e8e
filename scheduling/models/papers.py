from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from centers.models import County, Site
from centers.scope import ScopedQuerySet
from examadmin.accounts.choices import Tier
from examadmin.documents.models import StoredFile
from examadmin.exams.models import Exam
from examadmin.jobs.models import Job

from ..choices import Channel, PaperKind
from .arrangement import Arrangement


class PaperQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["county"], Tier.SITE: ["site__school"], Tier.ROOM: []}


class Paper(models.Model):
    """A print that was made: kept, fetched again later, never overwritten. A reissue is the next
    version; `scope` says what part was printed (a site, a room, a class), in plain words."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="papers")
    county = models.ForeignKey(County, models.PROTECT, related_name="papers", null=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="papers", null=True)
    kind = models.CharField(_("种类"), max_length=16, choices=PaperKind.choices)
    scope = models.CharField(_("范围"), max_length=120, blank=True)
    order = models.CharField(_("打印顺序"), max_length=20, blank=True)
    version = models.PositiveSmallIntegerField(_("版本"))
    arrangement_version = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(_("页数"), default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    made_at = models.DateTimeField(_("制作时间"))
    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("打印件")
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "county", "kind", "scope", "order", "version"],
                name="paper_version_once",
            )
        ]
        ordering = ["-made_at"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.scope} v{self.version}"


class NoticeQuerySet(ScopedQuerySet):
    places = {
        Tier.COUNTY: ["candidate__school__county"],
        Tier.SITE: ["candidate__school", "candidate__seating__room_session__room__site__school"],
    }


class Notice(models.Model):
    """A candidate (or guardian) was told time and place, or got the ticket: how, when, proof.
    It holds as long as the seat is not younger than that version of that arrangement."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="notices")
    channel = models.CharField(_("方式"), max_length=12, choices=Channel.choices)
    at = models.DateTimeField(_("时间"))
    proof = models.CharField(_("凭据"), max_length=200, blank=True)
    arrangement = models.ForeignKey(Arrangement, models.CASCADE, related_name="+")
    arrangement_version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知记录")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "channel"], name="one_notice_per_candidate_and_channel"
            )
        ]

    def __str__(self):
        return f"{self.candidate} {self.get_channel_display()}"
