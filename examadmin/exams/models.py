from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from examadmin.accounts.choices import Role
from examadmin.documents.models import StoredFile

from .choices import Each, ExamState
from .rules import Rules


class Exam(models.Model):
    """One examination of one year. Its numbers are in `draft` until they are frozen as a Policy."""

    code = models.SlugField(_("考试代码"), max_length=40, unique=True)
    title = models.CharField(_("考试名称"), max_length=200)
    profile = models.CharField(_("考试方案"), max_length=40)
    state = models.CharField(
        _("状态"), max_length=16, choices=ExamState.choices, default=ExamState.DRAFT
    )
    draft = models.JSONField(default=dict)
    policy = models.ForeignKey(
        "Policy", models.PROTECT, null=True, related_name="+", verbose_name=_("现行规则")
    )
    first_day = models.DateField(_("首日"))
    last_day = models.DateField(_("末日"))
    created_at = models.DateTimeField(_("建立时间"))

    class Meta:
        verbose_name = _("考试")
        verbose_name_plural = _("考试")
        ordering = ["-first_day", "code"]

    def __str__(self):
        return self.title

    @cached_property
    def rules(self) -> Rules:
        """The policy in force, or the draft while there is none."""
        return Rules(self.policy.data if self.policy_id else self.draft)


class Policy(models.Model):
    """The rules of an exam, frozen. Never changed: a correction is the next number."""

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="policies")
    number = models.PositiveSmallIntegerField(_("版本"))
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    published_at = models.DateTimeField(_("发布时间"))
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("考试规则")
        constraints = [
            models.UniqueConstraint(fields=["exam", "number"], name="policy_number_once_per_exam")
        ]
        ordering = ["exam", "number"]

    def __str__(self):
        return _("考试规则第%(number)d版") % {"number": self.number}


class Round(models.Model):
    """A mock round or the formal round: the same arrangement, separate records."""

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="rounds")
    key = models.CharField(max_length=20)
    title = models.CharField(_("轮次"), max_length=60)
    mock = models.BooleanField(_("模拟"))
    download_on = models.DateField(_("数据下载"))
    opens_on = models.DateField(_("开始"))
    closes_on = models.DateField(_("结束"))

    class Meta:
        verbose_name = _("轮次")
        constraints = [
            models.UniqueConstraint(fields=["exam", "key"], name="round_key_once_per_exam"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")), name="round_ends_after_it_begins"
            ),
        ]
        ordering = ["exam", "opens_on"]

    def __str__(self):
        return self.title


class Milestone(models.Model):
    """A dated step of the work plan, with the tier that owes it. Number 4.2 is part of item 4."""

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="milestones")
    key = models.CharField(_("序号"), max_length=8)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("工作项目"), max_length=200)
    short = models.CharField(_("简称"), max_length=20, blank=True)
    owner = models.CharField(_("负责人"), max_length=200)
    owed_by = models.CharField(
        _("由谁办理"), max_length=24, choices=Role.choices, default=Role.COUNTY_OFFICER
    )
    each = models.CharField(_("范围"), max_length=8, choices=Each.choices)
    opens_at = models.DateTimeField(_("开始"), null=True)
    due_at = models.DateTimeField(_("期限"))
    check_name = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=8, blank=True)
    papers = models.JSONField(_("须留存的材料"), default=list)

    class Meta:
        verbose_name = _("日程节点")
        constraints = [
            models.UniqueConstraint(fields=["exam", "key"], name="milestone_key_once_per_exam")
        ]
        ordering = ["exam", "position"]

    def __str__(self):
        return f"{self.key} {self.title}"

    @property
    def item(self) -> str:
        """The item of the work plan that this step belongs to: "4" for 4.2."""
        return self.key.partition(".")[0]


class ReadReceipt(models.Model):
    """A person has read a duty document of an exam (责任到人)."""

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="read_receipts")
    document = models.CharField(max_length=60)  # its key and a mark of its text (duties.py)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(_("阅读时间"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "document", "user"], name="one_receipt_per_reader"
            )
        ]


class ExamFile(models.Model):
    """A file that belongs to an exam as a whole: a legal basis, the minutes of a meeting.

    `purpose` says of what: "legal", or "milestone:6"; `label` which paper. The newest counts.
    """

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="files")
    purpose = models.CharField(max_length=24)
    label = models.CharField(_("材料"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("考试文件")
        indexes = [models.Index(fields=["exam", "purpose"], name="exam_file_by_purpose")]
        ordering = ["-id"]

    def __str__(self):
        return self.label
