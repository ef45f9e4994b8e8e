from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models import County, School
from centers.scope import ScopedQuerySet
from examadmin.accounts.choices import Tier
from examadmin.base.seal import unseal
from examadmin.documents.models import StoredFile
from examadmin.exams.models import Exam
from examadmin.jobs.models import Job

from .choices import ImportState, Sex


class CandidateQuerySet(ScopedQuerySet):
    # The host's site sees its guests too: seatings hang below, so scheduling adds that path.
    places = {Tier.COUNTY: ["school__county"], Tier.SITE: ["school"]}


class Candidate(models.Model):
    """A pupil entered for one exam. The identity number and telephone are sealed; `id_digest`
    finds a candidate by the number without reading it."""

    # The indexes below begin with the exam; two more would only make imports slower.
    exam = models.ForeignKey(Exam, models.PROTECT, related_name="candidates", db_index=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="candidates", db_index=False)
    registration_no = models.CharField(_("中考报名号"), max_length=20)
    name = models.CharField(_("姓名"), max_length=60)
    name_sort = models.CharField(max_length=240)  # pinyin, for order and search
    initials = models.CharField(max_length=60, blank=True)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices)
    id_kind = models.CharField(_("证件类型"), max_length=16, default="resident")
    id_sealed = models.BinaryField(default=b"")
    id_digest = models.CharField(max_length=32, blank=True)
    id_tail = models.CharField(max_length=4, blank=True)
    birth_date = models.DateField(_("出生日期"), null=True)
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    category = models.CharField(_("类别"), max_length=20)
    class_no = models.PositiveSmallIntegerField(_("班级"))
    student_no = models.CharField(_("学籍号"), max_length=32, blank=True)
    phone_sealed = models.BinaryField(default=b"")
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("退出时间"), null=True)
    # Of the row that was imported last: equal hash, nothing to do. The import that made the
    # candidate is kept so that it can be undone.
    row_hash = models.CharField(max_length=32, blank=True)
    source = models.ForeignKey(
        "RosterImport", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("考生")
        verbose_name_plural = _("考生")
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "registration_no"], name="registration_number_once_per_exam"
            ),
            models.UniqueConstraint(
                fields=["exam", "id_digest"],
                condition=~Q(id_digest=""),
                name="identity_once_per_exam",
            ),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="candidate_sex_is_known"),
        ]
        indexes = [
            models.Index(
                fields=["exam", "school", "category", "class_no", "registration_no"],
                name="candidate_by_class",
            ),
            models.Index(
                fields=["exam", "name"],
                name="candidate_by_name",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
            models.Index(
                fields=["exam", "name_sort"],
                name="candidate_by_pinyin",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ]
        ordering = ["registration_no"]

    def __str__(self):
        return f"{self.name} {self.registration_no}"

    @property
    def id_number(self):
        return unseal(self.id_sealed)

    @property
    def phone(self):
        return unseal(self.phone_sealed)


class RosterImportQuerySet(ScopedQuerySet):
    places = {Tier.COUNTY: ["county"]}


class RosterImport(models.Model):
    """One handed-in roster: who, which file, what was found, what came of it."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="roster_imports")
    county = models.ForeignKey(County, models.PROTECT, related_name="roster_imports", null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(
        _("状态"), max_length=12, choices=ImportState.choices, default=ImportState.CHECKING
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    findings = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    answer = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    differences = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    # Sealed: what an apply will write, and what an undo has to put back.
    plan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    undo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    created_at = models.DateTimeField(_("提交时间"))
    applied_at = models.DateTimeField(_("导入时间"), null=True)
    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("名册导入")
        ordering = ["-created_at"]

    def __str__(self):
        return self.file.name

    @property
    def chain(self):
        return chain_of(self.county)


class PhotoImport(models.Model):
    """One handed-in archive of photographs and what matched."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="photo_imports")
    county = models.ForeignKey(County, models.PROTECT, related_name="photo_imports", null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(
        _("状态"), max_length=12, choices=ImportState.choices, default=ImportState.CHECKING
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    findings = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    created_at = models.DateTimeField(_("提交时间"))
    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("照片导入")
        ordering = ["-created_at"]

    def __str__(self):
        return self.file.name

    @property
    def chain(self):
        return chain_of(self.county)


def chain_of(county):
    """The audit chain of a county's acts; of the city's where there is no county."""
    return f"county:{county.code}" if county else "city"
