from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, CandidateQuerySet
from centers.models import County, Room, Site
from centers.scope import ScopedQuerySet
from examadmin.accounts.choices import Tier
from examadmin.documents.models import StoredFile
from examadmin.exams.models import Exam
from examadmin.jobs.models import Job

from .choices import ArrangementState, ChangeState, Channel, PaperKind

# A host's site sees the candidates who sit there, and a room those of the room.
CandidateQuerySet.places[Tier.SITE] += ["seating__room_session__room__site__school"]
CandidateQuerySet.places[Tier.ROOM] = ["seating__room_session__room"]


class SessionQuerySet(ScopedQuerySet):
    places = {
        Tier.COUNTY: ["site__county"],
        Tier.SITE: ["site__school"],
        Tier.ROOM: ["room_sessions__room"],
    }


class Session(models.Model):
    """A timed slot of a site. `ordinal` counts within the day, as on 附件1."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="sessions")
    day = models.DateField(_("日期"))
    ordinal = models.PositiveSmallIntegerField(_("场次"))
    band = models.CharField(_("时段"), max_length=20)
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("场次")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "ordinal"], name="session_ordinal_once_per_day"
            ),
            models.UniqueConstraint(fields=["site", "starts_at"], name="session_start_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
        ]
        ordering = ["site", "day", "ordinal"]

    def __str__(self):
        return _("%(day)s 第%(ordinal)d场") % {"day": self.day, "ordinal": self.ordinal}


class RoomSessionQuerySet(ScopedQuerySet):
    places = {
        Tier.COUNTY: ["room__site__county"],
        Tier.SITE: ["room__site__school"],
        Tier.ROOM: ["room"],
    }


class RoomSession(models.Model):
    """One session in one room: what a pair of proctors is in charge of."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="room_sessions")
    room = models.ForeignKey(Room, models.PROTECT, related_name="room_sessions")
    objects = RoomSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("考场场次")
        constraints = [
            models.UniqueConstraint(fields=["session", "room"], name="room_once_per_session")
        ]
        ordering = ["session", "room"]

    def __str__(self):
        return f"{self.session} {self.room}"


class ArrangementQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["county"], Tier.SITE: ["county__schools"]}

    def visible_to(self, user, perm, *, now=None):
        return super().visible_to(user, perm, now=now).distinct()


class Arrangement(models.Model):
    """A county's seatings as one thing: made, checked, submitted, reviewed, locked.

    `version` counts every change of a seat; `quality` is the plan's report against its lower
    bounds; `sha256` freezes what was submitted, so that a review speaks of exactly that.
    """

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="arrangements")
    county = models.ForeignKey(County, models.PROTECT, related_name="arrangements")
    state = models.CharField(
        _("状态"),
        max_length=16,
        choices=ArrangementState.choices,
        default=ArrangementState.DRAFT,
    )
    seed = models.BigIntegerField(_("随机种子"), default=0)
    version = models.PositiveIntegerField(_("版本"), default=0)
    quality = models.JSONField(default=dict)
    unplaced = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    arranged_at = models.DateTimeField(_("编排时间"), null=True)
    submitted_at = models.DateTimeField(_("上报时间"), null=True)
    locked_at = models.DateTimeField(_("锁定时间"), null=True)
    objects = ArrangementQuerySet.as_manager()

    class Meta:
        verbose_name = _("考场编排")
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "county"], name="one_arrangement_per_county_and_exam"
            )
        ]
        ordering = ["county__position"]

    def __str__(self):
        return _("%(county)s考场编排") % {"county": self.county}


class SeatingQuerySet(ScopedQuerySet):
    places = {
        Tier.COUNTY: ["room_session__room__site__county", "candidate__school__county"],
        Tier.SITE: ["room_session__room__site__school", "candidate__school"],
        Tier.ROOM: ["room_session__room"],
    }


class Seating(models.Model):
    """One candidate in one room-session on one machine. A pinned seat survives every re-run."""

    arrangement = models.ForeignKey(Arrangement, models.CASCADE, related_name="seatings")
    candidate = models.OneToOneField(Candidate, models.PROTECT, related_name="seating")
    room_session = models.ForeignKey(RoomSession, models.PROTECT, related_name="seatings")
    seat = models.PositiveSmallIntegerField(_("座位号"))
    pinned = models.BooleanField(_("固定"), default=False)
    objects = SeatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("座位")
        constraints = [
            models.UniqueConstraint(
                fields=["room_session", "seat"], name="one_candidate_per_machine_and_session"
            ),
            models.CheckConstraint(condition=Q(seat__gte=1), name="seats_count_from_one"),
        ]
        ordering = ["room_session", "seat"]

    def __str__(self):
        return f"{self.candidate} {self.room_session} {self.seat}"


class SiteReview(models.Model):
    """The city's word on one site of a submitted arrangement."""

    arrangement = models.ForeignKey(Arrangement, models.CASCADE, related_name="reviews")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    passed = models.BooleanField(_("通过"))
    comment = models.TextField(_("意见"), blank=True)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(_("审核时间"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "site"], name="one_review_per_site")
        ]


class ChangeOrderQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["arrangement__county"]}


class ChangeOrder(models.Model):
    """A change after the lock: the moves asked for, why, who approved, and what must be printed
    again because of it."""

    arrangement = models.ForeignKey(Arrangement, models.PROTECT, related_name="change_orders")
    state = models.CharField(
        _("状态"), max_length=12, choices=ChangeState.choices, default=ChangeState.REQUESTED
    )
    moves = models.JSONField(default=list)
    reason = models.TextField(_("理由"))
    affected = models.JSONField(default=list)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("申请时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("批准时间"), null=True)
    objects = ChangeOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("变更单")
        constraints = [
            models.UniqueConstraint(
                fields=["arrangement"],
                condition=Q(state="requested"),
                name="one_open_change_order_per_county",
            )
        ]
        ordering = ["-requested_at"]

    def __str__(self):
        return _("%(county)s变更单%(number)d") % {
            "county": self.arrangement.county,
            "number": self.pk or 0,
        }


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


class Notice(models.Model):
    """A candidate (or guardian) was told time and place, or got the ticket: how, when, proof."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="notices")
    channel = models.CharField(_("方式"), max_length=12, choices=Channel.choices)
    at = models.DateTimeField(_("时间"))
    proof = models.CharField(_("凭据"), max_length=200, blank=True)
    arrangement_version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta:
        verbose_name = _("通知记录")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "channel"], name="one_notice_per_candidate_and_channel"
            )
        ]
