from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, CandidateQuerySet
from centers.models import County, Site
from centers.scope import ScopedQuerySet
from examadmin.accounts.choices import Tier
from examadmin.exams.models import Exam
from examadmin.jobs.models import Job

from ..choices import ArrangementState, ChangeState
from .timetable import RoomSession

# A host's site sees the candidates who sit there, and a room those of the room.
CandidateQuerySet.places[Tier.SITE] += ["seating__room_session__room__site__school"]
CandidateQuerySet.places[Tier.ROOM] = ["seating__room_session__room"]


class ArrangementQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["county"], Tier.SITE: ["county__schools"]}

    def visible_to(self, user, perm, *, now=None):
        return super().visible_to(user, perm, now=now).distinct()


class Arrangement(models.Model):
    """The seatings at a county's sites as one thing: made, checked, submitted, reviewed, locked.

    `version` counts every change of a seat or of its time; `quality` is the plan's report against
    its lower bounds; `unplaced` = {candidate id: reason} as the last run left them; `sha256` and
    `form3` (附件3) freeze what was submitted, so that a review speaks of exactly that.
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
    form3 = models.JSONField(default=list)
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
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"]) | ~Q(sha256=""),
                name="what_is_under_review_is_frozen",
            ),
        ]
        ordering = ["county__position"]

    def __str__(self):
        return _("%(county)s考场编排") % {"county": self.county}

    @property
    def is_open(self):
        """Whether seats may be changed without a change order."""
        return self.state in (ArrangementState.DRAFT, ArrangementState.RETURNED)


class SeatingQuerySet(ScopedQuerySet):
    places = {
        Tier.COUNTY: ["room_session__room__site__county", "candidate__school__county"],
        Tier.SITE: ["room_session__room__site__school", "candidate__school"],
        Tier.ROOM: ["room_session__room"],
    }


class Seating(models.Model):
    """One candidate in one room-session on one machine. A pinned seat survives every re-run.

    `version` is the arrangement's version that last changed this seat or its time: whoever was
    told, settled or printed before it has to be told, settled or printed again.
    """

    arrangement = models.ForeignKey(Arrangement, models.CASCADE, related_name="seatings")
    candidate = models.OneToOneField(Candidate, models.PROTECT, related_name="seating")
    room_session = models.ForeignKey(RoomSession, models.PROTECT, related_name="seatings")
    seat = models.PositiveSmallIntegerField(_("座位号"))
    pinned = models.BooleanField(_("固定"), default=False)
    version = models.PositiveIntegerField(default=0)
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

    def known_to(self, told) -> bool:
        """Whether a notice or a settlement speaks of the seat as it is now."""
        same = told.arrangement_id == self.arrangement_id
        return same and told.arrangement_version >= self.version


class SettlementQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["candidate__school__county"], Tier.SITE: ["candidate__school"]}


class Settlement(models.Model):
    """One 零报考生 is settled: somebody answers for it that this candidate has a site and a session
    and will come (Y-008). A new seat has to be settled again."""

    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="settlement")
    arrangement = models.ForeignKey(Arrangement, models.CASCADE, related_name="+")
    arrangement_version = models.PositiveIntegerField()
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    at = models.DateTimeField(_("落实时间"))
    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("零报考生落实")

    def __str__(self):
        return str(self.candidate)


class SiteReviewQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["arrangement__county"], Tier.SITE: ["site__school"]}


class SiteReview(models.Model):
    """The city's word on one site of a submitted arrangement; `sha256` says on which plan."""

    arrangement = models.ForeignKey(Arrangement, models.CASCADE, related_name="reviews")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    passed = models.BooleanField(_("通过"))
    comment = models.TextField(_("意见"), blank=True)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    at = models.DateTimeField(_("审核时间"))
    objects = SiteReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("考点编排审核")
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "site"], name="one_review_per_site"),
            models.CheckConstraint(
                condition=Q(passed=True) | ~Q(comment=""), name="a_returned_site_is_told_why"
            ),
        ]


class ChangeOrderQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["arrangement__county"]}


class ChangeOrder(models.Model):
    """A change after the lock: the moves asked for, why, who approved, and what must be printed
    again because of it. `base_version` is the arrangement as the requester saw it; each move says
    which seat it leaves (`from`), for nobody can look that up once it is carried out."""

    arrangement = models.ForeignKey(Arrangement, models.PROTECT, related_name="change_orders")
    state = models.CharField(
        _("状态"), max_length=12, choices=ChangeState.choices, default=ChangeState.REQUESTED
    )
    moves = models.JSONField(default=list)
    reason = models.TextField(_("理由"))
    base_version = models.PositiveIntegerField(default=0)
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
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
                name="nobody_decides_on_his_own_change",
            ),
        ]
        ordering = ["-requested_at"]

    def __str__(self):
        return _("%(county)s变更单%(number)d") % {
            "county": self.arrangement.county,
            "number": self.pk or 0,
        }
