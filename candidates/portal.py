"""What this app shows on the shared pages: menu, things due, search hits, names of acts."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from examadmin.ui.registry import Hit, MenuItem, Todo

from . import queries
from .choices import ImportState
from .models import Candidate, RosterImport

IMPORTER, VIEW = "candidates.import_roster", "candidates.view_candidate"
MOST_HITS = 20

MENU = [
    MenuItem(gettext_lazy("考生"), "candidates", VIEW, "people", 30),
    MenuItem(gettext_lazy("名册导入"), "rosters", IMPORTER, "import", 32),
    MenuItem(gettext_lazy("照片"), "photos", IMPORTER, "photo", 34),
]

ACTIONS = {
    **queries.ACTS,
    "candidates.export": gettext_lazy("导出考生名册"),
    "candidates.fetch_roster": gettext_lazy("下载名册原件"),
    "candidates.RosterImport.found": gettext_lazy("名册检查完成"),
    "candidates.RosterImport.fail": gettext_lazy("名册无法读取"),
    "candidates.RosterImport.apply": gettext_lazy("开始导入名册"),
    "candidates.RosterImport.release": gettext_lazy("名册退回待导入"),
    "candidates.RosterImport.done": gettext_lazy("名册导入完成"),
    "candidates.RosterImport.discard": gettext_lazy("放弃名册"),
    "candidates.RosterImport.undo": gettext_lazy("撤销名册导入"),
    "candidates.PhotoImport.store": gettext_lazy("照片入库"),
    "candidates.PhotoImport.fail": gettext_lazy("照片压缩包无法读取"),
}


def todos(user, exam, now):
    """Imports that wait, rosters that are missing, photographs missing, 零报考 not settled."""
    if user.has_perm(IMPORTER):
        yield from _imports_due(user, exam)
        mine = Candidate.objects.filter(exam=exam, withdrawn_at=None).visible_to(user, IMPORTER)
        if not mine.exists():
            yield Todo(
                _("导入考生名册"),
                reverse("rosters", args=[exam.code]),
                _("下载模板，按学校填写后上传；先检查，再导入"),
            )
            return
        missing = mine.filter(photo=None).count()
        if missing:
            yield Todo(
                _("考生缺少照片"),
                reverse("candidates", args=[exam.code]) + "?flag=no_photo",
                _("准考证和座位图要用照片"),
                count=missing,
            )
    yield from _zero_due(user, exam)


def _imports_due(user, exam):
    waiting = RosterImport.objects.visible_to(user, IMPORTER).filter(
        exam=exam, state=ImportState.CHECKED
    )
    for roster in waiting.select_related("file")[:5]:
        bad = roster.counts.get("bad", 0)
        yield Todo(
            _("名册已检查，等待导入"),
            reverse("roster", args=[exam.code, roster.pk]),
            _("%(file)s：%(bad)d行有错误") % {"file": roster.file.name, "bad": bad}
            if bad
            else roster.file.name,
            count=roster.counts.get("new", 0) + roster.counts.get("changed", 0),
        )


def _zero_due(user, exam):
    if not user.has_perm("candidates.correct_candidate"):
        return
    left = queries.not_settled(queries.zero_registered(user, exam)).count()
    if left:
        window = exam.rules.windows.get("arrangement")
        yield Todo(
            _("零报考考生还没有逐一落实"),
            reverse("candidates_settle", args=[exam.code]) + "?state=left",
            _("落实即已排定考点和场次；落实完之前不能上报编排"),
            due=window.closes if window else None,
            count=left,
        )


def search(user, exam, text):
    """By name, pinyin, registration number, or the whole identity number."""
    if not user.has_perm(VIEW):
        return
    rows = Candidate.objects.filter(exam=exam).visible_to(user, VIEW)
    if queries.is_identity(text):
        rows = rows.filter(id_digest=queries.fingerprint(text))
    else:
        rows = queries.filtered(rows, {"q": text})
    for candidate in rows.select_related("school__county").order_by("name_sort")[:MOST_HITS]:
        category = exam.rules.categories.get(candidate.category)
        place = _("%(school)s %(category)s %(class)d班") % {
            "school": candidate.school.name,
            "category": category.title if category else "",
            "class": candidate.class_no,
        }
        yield Hit(
            _("考生"),
            candidate.name,
            f"{candidate.registration_no} · {place}",
            reverse("candidate", args=[exam.code, candidate.registration_no]),
        )
