"""What this app shows on the shared pages: menu, things due, search hits, names of acts."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from examadmin.ui.registry import Hit, MenuItem, Todo

from .choices import ApplicationState
from .models import County, Preparation, School, Site, SiteApplication
from .queries import schools_without_place
from .services.applications import WINDOW
from .services.preparations import COUNTY, ROOM, SITE, items

MENU = [
    MenuItem(gettext_lazy("考点申报"), "applications", "centers.view_application", "application", 20),
    MenuItem(gettext_lazy("考区"), "counties", "centers.view_county_preparation", "county", 22),
    MenuItem(gettext_lazy("考点与考场"), "sites", "centers.view_site", "site", 24),
    MenuItem(gettext_lazy("借考安排"), "hosting", "centers.view_application", "swap", 26),
    MenuItem(gettext_lazy("考前准备"), "preparations", "centers.view_preparation", "check", 60),
    MenuItem(
        gettext_lazy("人员任职"), "people", "centers.view_appointment", "people", 800, in_exam=False
    ),
    MenuItem(
        gettext_lazy("考区与学校"), "places", "centers.manage_places", "school", 810, in_exam=False
    ),
]  # fmt: skip

ACTIONS = {
    "centers.create_county": gettext_lazy("新建考区"),
    "centers.edit_county": gettext_lazy("修改考区"),
    "centers.create_school": gettext_lazy("新建学校"),
    "centers.edit_school": gettext_lazy("修改学校资料"),
    "centers.start_application": gettext_lazy("开始考点申报"),
    "centers.save_application": gettext_lazy("填写考点申报"),
    "centers.SiteApplication.submit": gettext_lazy("提交考点申报"),
    "centers.SiteApplication.approve": gettext_lazy("通过考点申报"),
    "centers.SiteApplication.return": gettext_lazy("退回考点申报"),
    "centers.SiteApplication.refuse": gettext_lazy("不予通过考点申报"),
    "centers.SiteApplication.reconsider": gettext_lazy("准予重新申报"),
    "centers.judge_items": gettext_lazy("逐项审核考点申报"),
    "centers.add_photo": gettext_lazy("上传申报照片"),
    "centers.remove_photo": gettext_lazy("删除申报照片"),
    "centers.host_school": gettext_lazy("安排借考"),
    "centers.end_hosting": gettext_lazy("取消借考"),
    "centers.change_room": gettext_lazy("修改考场"),
    "centers.set_site_times": gettext_lazy("设置首场时间和间隔"),
    "centers.set_site_network": gettext_lazy("修改考点网络信息"),
    "centers.appoint": gettext_lazy("任命"),
    "centers.end_appointment": gettext_lazy("免去任职"),
    "centers.confirm_preparation": gettext_lazy("确认准备事项"),
    "centers.withdraw_preparation": gettext_lazy("撤回准备事项"),
}


def todos(user, exam, now):
    """Applications to fill in or to judge, schools without a place, items to get ready."""
    yield from _applications_due(user, exam)
    yield from _hosting_due(user, exam, now)
    yield from _preparation_due(user, exam, now)


def _applications_due(user, exam):
    window = exam.rules.windows.get(WINDOW)
    if window is None:
        return
    due = {"due": window.closes}
    if user.has_perm("centers.edit_application"):
        mine = School.objects.visible_to(user, "centers.edit_application")
        states = dict(
            SiteApplication.objects.filter(exam=exam, school__in=mine)
            .values_list("school_id", "state")
        )  # fmt: skip
        for school in mine[:20]:
            url = reverse("application_edit", args=[exam.code, school.code])
            match states.get(school.pk):
                case None:
                    yield Todo(_("申报考点"), reverse("applications", args=[exam.code]),
                               _("按考场配置标准填写机房情况，边填边判"), **due)  # fmt: skip
                case ApplicationState.DRAFT:
                    yield Todo(_("填完并提交考点申报"), url, school.name, **due)
                case ApplicationState.RETURNED:
                    yield Todo(_("考点申报被退回，请修改后重新提交"), url, school.name,
                               grave=True, **due)  # fmt: skip
    if user.has_perm("centers.judge_application"):
        waiting = SiteApplication.objects.visible_to(user, "centers.judge_application")
        count = waiting.filter(exam=exam, state=ApplicationState.SUBMITTED).count()
        if count:
            url = reverse("applications", args=[exam.code]) + f"?state={ApplicationState.SUBMITTED}"
            yield Todo(_("考点申报等待审核"), url, _("逐项核查后作出决定"), count=count, **due)


def _hosting_due(user, exam, now):
    """Once schools may no longer apply, whoever has no site must be placed elsewhere."""
    window = exam.rules.windows.get(WINDOW)
    if not user.has_perm("centers.manage_hosting") or window is None or now < window.opens:
        return
    schools = School.objects.visible_to(user, "centers.manage_hosting")
    if now < window.closes:
        schools = schools.filter(
            applications__exam=exam, applications__state=ApplicationState.REFUSED
        )
    count = schools_without_place(exam, schools).count()
    if count:
        yield Todo(_("学校没有考点，须安排借考"), reverse("hosting", args=[exam.code]),
                   _("学生要有地方考试"), count=count, grave=now >= window.closes)  # fmt: skip


def _preparation_due(user, exam, now):
    """In the weeks between the arrangement and the exam."""
    window = exam.rules.windows.get("arrangement")
    if window is None or now < window.closes:
        return
    if user.has_perm("centers.confirm_preparation"):
        mine = Site.objects.filter(exam=exam).visible_to(user, "centers.confirm_preparation")
        of_site, of_room = len(items(exam, SITE)), len(items(exam, ROOM))
        for site in mine.prefetch_related("rooms")[:5]:
            rooms = sum(room.in_use for room in site.rooms.all())
            left = of_site + of_room * rooms - site.preparations.filter(
                Q(room=None) | Q(room__in_use=True)
            ).count()  # fmt: skip
            if left > 0:
                yield Todo(_("考前准备事项待确认"),
                           reverse("preparation", args=[exam.code, site.school.code]),
                           count=left)  # fmt: skip
    if user.has_perm("centers.confirm_county_preparation"):
        counties = County.objects.visible_to(user, "centers.confirm_county_preparation")
        keys = [item["key"] for item in items(exam, COUNTY)]
        for county in counties[:5]:
            done = Preparation.objects.filter(exam=exam, county=county, item__in=keys).count()
            if done < len(keys):
                yield Todo(_("考区准备事项待确认"), reverse("county", args=[exam.code, county.code]),
                           _("电力、网络保障确认函等"), count=len(keys) - done)  # fmt: skip


def search(user, exam, text):
    """Schools by name or code; a school that is a site leads to its site."""
    wanted = Q(name__icontains=text) | Q(code__startswith=text)
    schools = School.objects.visible_to(user, "centers.view_school").filter(wanted)
    schools = list(schools.select_related("county").order_by("code")[:10])
    sites = dict(
        Site.objects.filter(exam=exam, school__in=schools)
        .visible_to(user, "centers.view_site")
        .values_list("school_id", "school__code")
    )
    for school in schools:
        if school.pk in sites:
            url = reverse("site", args=[exam.code, school.code])
            yield Hit(_("考点"), school.name, f"{school.county} {school.code}", url)
        elif user.has_perm("centers.view_application"):
            url = reverse("hosting", args=[exam.code])
            yield Hit(_("学校"), school.name, f"{school.county} {school.code}", url)
