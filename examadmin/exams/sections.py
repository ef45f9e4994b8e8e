"""The set-up of an exam, cut into sections that are each one simple form.

A group is a part of the profile: named values, or a table of rows with the columns that a person
changes. Keys that a form does not show stay as they are.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .schema import SHAPE


@dataclass(frozen=True)
class Group:
    """`path`: where the part stands, "sessions.bands". `grows`: rows may be added and removed."""

    path: str
    columns: tuple[str, ...] = ()
    grows: bool = False
    hint: str = ""

    @property
    def shape(self):
        shape = SHAPE
        for name in self.path.split("."):
            shape = shape.fields[name]
        return shape

    @property
    def title(self):
        return self.shape.label

    @property
    def is_table(self):
        return hasattr(self.shape, "child")

    @property
    def fields(self) -> dict:
        fields = (self.shape.child if self.is_table else self.shape).fields
        plain = {name: f for name, f in fields.items() if not _is_part(f)}
        return {name: plain[name] for name in self.columns or plain}


def _is_part(field):
    return hasattr(field, "fields") or hasattr(getattr(field, "child", None), "fields")


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    lead: str
    icon: str
    groups: tuple[Group, ...]

    @property
    def parts(self) -> list[str]:
        """The top-level parts of the profile that this section changes."""
        return list(dict.fromkeys(group.path.partition(".")[0] for group in self.groups))

    def holds(self, finding) -> bool:
        return finding.part in self.parts


SECTIONS = (
    Section(
        "basics",
        _("基本情况"),
        _("考试全称、组织单位、题库名称和版本，编码的格式。系统不发放试题，只登记题库。"),
        "exam",
        (
            Group(
                "profile",
                (
                    "exam_title",
                    "subject",
                    "year",
                    "city",
                    "organiser",
                    "reviewer",
                    "question_bank",
                    "question_bank_version",
                ),
            ),
            Group("codes", hint=_("名册导入、考点登记和数据包命名按这里的格式检查。")),
        ),
    ),
    Section(
        "calendar",
        _("考试日期"),
        _("考试日期、节假日和调休。工作日由此推算，例如准考证最迟考前两个工作日发放。"),
        "calendar",
        (Group("calendar"),),
    ),
    Section(
        "sessions",
        _("场次"),
        _("每个半天的起止时间、场次上限和截止登录是三个不同的数，互不推算。"),
        "clock",
        (
            Group("sessions.bands", ("title", "start", "end", "cap"), grows=True),
            Group("sessions"),
        ),
    ),
    Section(
        "categories",
        _("考生类别"),
        _("每类考生的满分、是否计入中考录取总分、登录网址，以及名册中的各种写法。"),
        "people",
        (
            Group(
                "categories",
                (
                    "title",
                    "full_mark",
                    "counts_for_admission",
                    "settle_one_by_one",
                    "login_url",
                    "synonyms",
                    "expected_remark",
                ),
                grows=True,
            ),
        ),
    ),
    Section(
        "rooms",
        _("考场标准"),
        _("备用机的算法和附件2考场配置标准，学校申报时逐项对照。"),
        "machine",
        (
            Group("capacity"),
            Group("standard", ("title", "asked", "unit", "level", "clause")),
        ),
    ),
    Section(
        "rounds",
        _("轮次"),
        _("模拟考试与正式考试使用同样的考点和编排，记录各自分开。"),
        "flag",
        (Group("rounds", ("title", "mock", "download", "opens", "closes"), grows=True),),
    ),
    Section(
        "windows",
        _("办理窗口"),
        _("窗口之外，提交和修改由服务器拒绝；市级可以为个别单位重新开放。"),
        "lock",
        (Group("windows", ("title", "opens", "closes")),),
    ),
    Section(
        "plan",
        _("工作日程"),
        _("考务工作流程的各项：谁负责，何时开始，何时到期。"),
        "list",
        (
            Group(
                "milestones",
                ("key", "title", "owner", "each", "opens", "due"),
                grows=True,
            ),
        ),
    ),
    Section(
        "documents",
        _("文件与表格"),
        _("依据的文件、职责文件，各种表格印什么标题。标题各自写明，不由考试名称推算。"),
        "file",
        (
            Group("legal_bases", ("number", "title", "cited_on"), grows=True),
            Group("duty_documents", ("title", "roles", "text")),
            Group("forms"),
            Group(
                "certificate",
                hint=_("可以写 {site} 考点名称、{exam} 考试全称、{standard} 标准名称。"),
            ),
            Group(
                "order_book",
                grows=True,
                hint=_("各考区的秩序册按这里的次序成册；不由数据生成的章节印固定文字。"),
            ),
        ),
    ),
    Section(
        "papers",
        _("准考证与照片"),
        _("准考证上的考生须知，照片的要求，考点准备清单，各种材料保存多久。"),
        "ticket",
        (
            Group("ticket"),
            Group("photo"),
            Group("preparation", ("title", "text", "scope", "photo")),
            Group("retention"),
        ),
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}
