from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import County, Room, Site
from centers.scope import ScopedQuerySet
from examadmin.accounts.choices import Tier
from examadmin.base import clock
from examadmin.exams.models import Exam

from ..choices import PostponementState


class CountyTimetableQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["county"]}


class CountyTimetable(models.Model):
    """A county's copy of the city's timetable, with what it changed (Y-022).

    `bands` = [{"key", "start", "end", "cap"}] for the bands that differ; times are "08:00".
    """

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="county_timetables")
    county = models.ForeignKey(County, models.CASCADE, related_name="timetables")
    gap_minutes = models.PositiveSmallIntegerField(_("场次间隔（分钟）"), null=True, blank=True)
    bands = models.JSONField(default=list)
    objects = CountyTimetableQuerySet.as_manager()

    class Meta:
        verbose_name = _("考区场次时间表")
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "county"], name="one_timetable_per_county_and_exam"
            )
        ]

    def __str__(self):
        return _("%(county)s场次时间表") % {"county": self.county}


class SessionQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["site__county"], Tier.SITE: ["site__school"]}


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
            models.CheckConstraint(
                condition=Q(ordinal__gte=1), name="session_ordinals_count_from_one"
            ),
        ]
        ordering = ["site", "day", "ordinal"]

    def __str__(self):
        return _("%(month)d月%(day)d日第%(ordinal)d场") % {
            "month": self.day.month,
            "day": self.day.day,
            "ordinal": self.ordinal,
        }

    @property
    def clock(self):
        """The times as printed: 08:00–08:20."""
        start, end = clock.local(self.starts_at), clock.local(self.ends_at)
        return f"{start:%H:%M}–{end:%H:%M}"


class RoomSessionQuerySet(ScopedQuerySet):
    places = {
        Tier.COUNTY: ["room__site__county"],
        Tier.SITE: ["room__site__school"],
        Tier.ROOM: ["room"],
    }


class RoomSession(models.Model):
    """One session in one room: what a pair of proctors is in charge of. The planned times are the
    session's; `began_at` and `ended_at` are what happened in this room (Y-014)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="room_sessions")
    room = models.ForeignKey(Room, models.PROTECT, related_name="room_sessions")
    began_at = models.DateTimeField(_("实际开始"), null=True, blank=True)
    ended_at = models.DateTimeField(_("实际结束"), null=True, blank=True)
    objects = RoomSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("考场场次")
        constraints = [
            models.UniqueConstraint(fields=["session", "room"], name="room_once_per_session"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("began_at")),
                name="a_room_session_ends_after_it_began",
            ),
        ]
        ordering = ["session", "room"]

    def __str__(self):
        return f"{self.session} {self.room}"


class CutoffExtensionQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["site__county"], Tier.SITE: ["site__school"]}


class CutoffExtension(models.Model):
    """The city lets a site log candidates in after the cut-off of one day (Y-016)."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="cutoff_extensions")
    day = models.DateField(_("日期"))
    until = models.DateTimeField(_("延至"))
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(_("批准时间"))
    objects = CutoffExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("延长登录")
        ordering = ["site", "day", "id"]

    def __str__(self):
        return f"{self.site} {self.day}"


class PostponementQuerySet(ScopedQuerySet):
    places = {
        Tier.COUNTY: ["room_session__room__site__county"],
        Tier.SITE: ["room_session__room__site__school"],
        Tier.ROOM: ["room_session__room"],
    }


class Postponement(models.Model):
    """A room-session that broke off (中断) and is held later (延考): reported at once, postponed,
    then given a new time by a published notice (Y-017)."""

    room_session = models.OneToOneField(RoomSession, models.PROTECT, related_name="postponement")
    state = models.CharField(
        _("状态"),
        max_length=12,
        choices=PostponementState.choices,
        default=PostponementState.INTERRUPTED,
    )
    cause = models.CharField(_("原因"), max_length=500)
    interrupted_at = models.DateTimeField(_("中断时间"))
    reported_at = models.DateTimeField(_("报告时间"))
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField(_("延考开始"), null=True)
    ends_at = models.DateTimeField(_("延考结束"), null=True)
    notice = models.TextField(_("通知"), blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True)
    objects = PostponementQuerySet.as_manager()

    class Meta:
        verbose_name = _("延考")
        constraints = [
            models.CheckConstraint(
                name="a_rescheduled_session_has_time_and_notice",
                condition=~Q(state=PostponementState.RESCHEDULED)
                | Q(
                    room__isnull=False,
                    starts_at__isnull=False,
                    ends_at__gt=F("starts_at"),
                    published_at__isnull=False,
                )
                & ~Q(notice=""),
            ),
            models.UniqueConstraint(fields=["room", "starts_at"], name="one_postponed_per_room"),
        ]

    def __str__(self):
        return _("%(room_session)s延考") % {"room_session": self.room_session}
