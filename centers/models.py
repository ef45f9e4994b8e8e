from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from examadmin.accounts.choices import TIER_OF, Role, Tier
from examadmin.documents.models import StoredFile
from examadmin.exams.models import Exam, Milestone, Round

from .choices import ApplicationState, Result, RoundReportState
from .scope import ScopedQuerySet


class CountyQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["pk"], Tier.SITE: ["schools__pk"], Tier.ROOM: ["sites__rooms__pk"]}

    def visible_to(self, user, perm, *, now=None):
        return super().visible_to(user, perm, now=now).distinct()


class County(models.Model):
    """An exam district. `code` begins the codes of its schools; `division` is GB/T 2260."""

    code = models.CharField(_("考区代码"), max_length=12, unique=True)
    division = models.CharField(_("行政区划代码"), max_length=6, blank=True)
    name = models.CharField(_("考区"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = _("考区")
        verbose_name_plural = _("考区")
        ordering = ["position", "code"]

    def __str__(self):
        return self.name


class SchoolQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["county"], Tier.SITE: ["pk"], Tier.ROOM: ["sites__rooms__pk"]}

    def visible_to(self, user, perm, *, now=None):
        return super().visible_to(user, perm, now=now).distinct()


class School(models.Model):
    """A school with pupils. `county` manages it for exams; `home_county` is where it lies (属地)."""

    code = models.CharField(_("学校代码"), max_length=12, unique=True)
    package_code = models.CharField(
        _("数据包代码"), max_length=12, blank=True, help_text=_("与学校代码不同时填写")
    )
    name = models.CharField(_("学校名称"), max_length=80)
    county = models.ForeignKey(
        County, models.PROTECT, related_name="schools", verbose_name=_("所属考区")
    )
    home_county = models.ForeignKey(
        County, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("所在县区")
    )
    classes = models.PositiveSmallIntegerField(_("初中教学班数"), default=0)
    rural = models.BooleanField(_("农村初中"), default=False)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("联系电话"), max_length=32, blank=True)
    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("学校")
        verbose_name_plural = _("学校")
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def chain(self):
        """Whose audit trail the acts on this school belong to."""
        return f"school:{self.code}"


class SiteApplicationQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["school__county"], Tier.SITE: ["school"]}


class SiteApplication(models.Model):
    """A school's application to be a site, judged against the room standard (附件2).

    `answers` = {"site": {item: value}, "rooms": [{"number": 1, "name": …, item: value}, …]}, the
    items being those of the policy's standard.
    """

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="applications")
    school = models.ForeignKey(School, models.PROTECT, related_name="applications")
    state = models.CharField(
        _("状态"), max_length=16, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    answers = models.JSONField(default=dict)
    network_operator = models.CharField(_("网络运营商"), max_length=40, blank=True)
    exception_asked = models.BooleanField(_("申请农村小规模学校例外"), default=False)
    exception_reason = models.TextField(_("例外理由"), blank=True)
    exception_granted = models.BooleanField(_("同意例外"), default=False)
    largest_class = models.PositiveSmallIntegerField(_("最大班额（人）"), default=0)
    version = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    judged_at = models.DateTimeField(_("审核时间"), null=True)
    created_at = models.DateTimeField(_("建立时间"))
    objects = SiteApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("考点申报")
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "school"], name="one_application_per_school_and_exam"
            )
        ]
        ordering = ["school__code"]

    def __str__(self):
        return _("%(school)s考点申报") % {"school": self.school}


class ItemJudgement(models.Model):
    """What the county found for one item (of one room, or of the site when room is 0)."""

    application = models.ForeignKey(SiteApplication, models.CASCADE, related_name="judgements")
    item = models.CharField(max_length=40)
    room = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(_("结论"), max_length=12, choices=Result.choices)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "item", "room"], name="one_judgement_per_item_and_room"
            )
        ]


class ApplicationPhoto(models.Model):
    """A photograph that proves an item: from the school, or from the county's visit."""

    application = models.ForeignKey(SiteApplication, models.CASCADE, related_name="photos")
    item = models.CharField(max_length=40, blank=True)
    room = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT)
    by_county = models.BooleanField(default=False)


class SiteQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["school__county"], Tier.SITE: ["school"], Tier.ROOM: ["rooms__pk"]}

    def visible_to(self, user, perm, *, now=None):
        return super().visible_to(user, perm, now=now).distinct()


class Site(models.Model):
    """A school approved to hold this exam. `first_start` and `gap_minutes` may be its own."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="sites")
    school = models.ForeignKey(School, models.PROTECT, related_name="sites")
    county = models.ForeignKey(County, models.PROTECT, related_name="sites")
    application = models.OneToOneField(SiteApplication, models.PROTECT, related_name="site")
    network_operator = models.CharField(_("网络运营商"), max_length=40, blank=True)
    bandwidth = models.CharField(_("带宽"), max_length=20, blank=True)
    first_start = models.TimeField(_("首场开始"), null=True, blank=True)
    gap_minutes = models.PositiveSmallIntegerField(_("场次间隔（分钟）"), null=True, blank=True)
    approved_at = models.DateTimeField(_("通过时间"))
    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("考点")
        verbose_name_plural = _("考点")
        constraints = [
            models.UniqueConstraint(fields=["exam", "school"], name="one_site_per_school_and_exam")
        ]
        ordering = ["school__code"]

    def __str__(self):
        return self.school.name


class RoomQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["site__county"], Tier.SITE: ["site__school"], Tier.ROOM: ["pk"]}


class Room(models.Model):
    """A machine room of a site. `number` is also the order in which rooms fill."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="rooms")
    number = models.PositiveSmallIntegerField(_("考场号"))
    name = models.CharField(_("考场"), max_length=40, blank=True)
    machines = models.PositiveSmallIntegerField(_("考生机数"))
    spare = models.PositiveSmallIntegerField(_("备用机数"))
    in_use = models.BooleanField(_("启用"), default=True)
    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("考场")
        verbose_name_plural = _("考场")
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="room_number_once_per_site"),
            models.CheckConstraint(
                condition=Q(spare__lt=F("machines")), name="a_room_has_usable_machines"
            ),
        ]
        ordering = ["site", "number"]

    def __str__(self):
        return _("第%(number)02d考场") % {"number": self.number}

    @property
    def capacity(self):
        """Machines that candidates may be seated at."""
        return self.machines - self.spare


class HostingQuerySet(ScopedQuerySet):
    places = {
        Tier.COUNTY: ["guest__county", "host__county"],
        Tier.SITE: ["guest", "host__school"],
    }


class Hosting(models.Model):
    """借考: pupils of a school that is no site sit at another school's site. `classes` lists the
    classes when it is not the whole school, as "category:class number"."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="hostings")
    guest = models.ForeignKey(School, models.PROTECT, related_name="hostings")
    host = models.ForeignKey(Site, models.PROTECT, related_name="guests")
    classes = models.JSONField(_("班级"), default=list, blank=True)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    created_at = models.DateTimeField()
    objects = HostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("借考安排")
        constraints = [
            models.UniqueConstraint(fields=["exam", "guest", "host"], name="one_hosting_per_pair")
        ]
        ordering = ["guest__code", "id"]

    def __str__(self):
        return f"{self.guest} → {self.host}"


class AppointmentQuerySet(ScopedQuerySet):
    places = {
        Tier.COUNTY: ["county", "school__county", "room__site__county"],
        Tier.SITE: ["school", "room__site__school"],
    }

    def in_force(self, now):
        return self.filter(Q(until__isnull=True) | Q(until__gt=now), start__lte=now)


class Appointment(models.Model):
    """Who holds which post where, and for how long. Exactly the place of the role's tier is set."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="appointments")
    role = models.CharField(_("职务"), max_length=24, choices=Role.choices)
    county = models.ForeignKey(County, models.PROTECT, null=True, blank=True)
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True)
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True)
    start = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至"), null=True, blank=True)
    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.CheckConstraint(
                name="appointment_has_the_place_of_its_role",
                condition=(
                    Q(role__in=[r for r in Role if TIER_OF[r] == Tier.CITY])
                    & Q(county=None, school=None, room=None)
                )
                | (
                    Q(role__in=[r for r in Role if TIER_OF[r] == Tier.COUNTY])
                    & Q(county__isnull=False, school=None, room=None)
                )
                | (
                    Q(role__in=[r for r in Role if TIER_OF[r] == Tier.SITE])
                    & Q(county=None, school__isnull=False, room=None)
                )
                | (
                    Q(role__in=[r for r in Role if TIER_OF[r] == Tier.ROOM])
                    & Q(county=None, school=None, room__isnull=False)
                ),
            )
        ]
        indexes = [models.Index(fields=["user", "until"], name="appointment_of_user")]

    def __str__(self):
        return f"{self.get_role_display()} {self.place or ''}".strip()

    @property
    def place(self):
        return self.county or self.school or self.room


class WindowOpening(models.Model):
    """The city opens a closed window again, for one county or one school, until a stated moment."""

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="openings")
    window = models.CharField(max_length=40)
    county = models.ForeignKey(County, models.CASCADE, null=True, blank=True)
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True)
    until = models.DateTimeField(_("开放至"))
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_opening_is_for_one_unit",
                condition=Q(county__isnull=False, school=None)
                | Q(county=None, school__isnull=False),
            )
        ]


class MilestoneReport(models.Model):
    """A unit declares a step of the work plan done (for steps that data cannot prove)."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="reports")
    county = models.ForeignKey(County, models.CASCADE, null=True, blank=True)
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True)
    note = models.TextField(_("说明"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(_("完成时间"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(county=None, site=None),
                name="one_report_per_milestone_of_the_city",
            ),
            models.UniqueConstraint(
                fields=["milestone", "county"],
                condition=Q(site=None),
                name="one_report_per_milestone_and_county",
            ),
            models.UniqueConstraint(
                fields=["milestone", "site"], name="one_report_per_milestone_and_site"
            ),
        ]


class PreparationQuerySet(ScopedQuerySet):
    places = {
        Tier.COUNTY: ["county", "site__county"],
        Tier.SITE: ["site__school"],
        Tier.ROOM: ["room"],
    }


class Preparation(models.Model):
    """One item of the preparation list is done: for a county, a site or a room of a site.

    `details` = what the item asks to be written down, e.g. {"联系人": …, "确认日期": …}.
    """

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="preparations")
    county = models.ForeignKey(
        County, models.CASCADE, null=True, blank=True, related_name="preparations"
    )
    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="preparations"
    )
    room = models.ForeignKey(Room, models.CASCADE, null=True, blank=True)
    item = models.CharField(max_length=40)
    details = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(_("时间"))
    objects = PreparationQuerySet.as_manager()

    class Meta:
        verbose_name = _("准备事项")
        constraints = [
            models.CheckConstraint(
                name="a_preparation_is_of_a_county_or_a_site",
                condition=Q(county__isnull=False, site=None, room=None)
                | Q(county=None, site__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["exam", "county", "item"],
                condition=Q(site=None),
                name="one_tick_per_item_of_the_county",
            ),
            models.UniqueConstraint(
                fields=["site", "item"],
                condition=Q(room=None),
                name="one_tick_per_item_of_the_site",
            ),
            models.UniqueConstraint(fields=["room", "item"], name="one_tick_per_item_of_the_room"),
        ]


class RoundReportQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["county"]}


class RoundReport(models.Model):
    """After a round a county tells the city what went wrong; no problems is a report as well.

    `problems` = [{"kind": ProblemKind, "where": …, "what": …, "done": …}, …], empty for none.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    county = models.ForeignKey(County, models.PROTECT, related_name="round_reports")
    state = models.CharField(
        _("状态"),
        max_length=12,
        choices=RoundReportState.choices,
        default=RoundReportState.SUBMITTED,
    )
    problems = models.JSONField(default=list)
    answer = models.TextField(_("市级答复"), blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("上报时间"))
    objects = RoundReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("模拟考试情况报告")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "county"], name="one_report_per_round_and_county"
            )
        ]
        ordering = ["round__opens_on", "county__position"]

    def __str__(self):
        return _("%(county)s%(round)s情况报告") % {"county": self.county, "round": self.round}
