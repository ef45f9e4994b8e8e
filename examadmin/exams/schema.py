"""The shape of a profile: every key, its kind, its bounds and what a page calls it.

One description serves the check of files, the set-up pages, the policy page and the differences
between two policies. What must hold between several values is in `cross_checks`.
"""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from examadmin.accounts.choices import Role

from .choices import Each, Exception_, Kind, Level, PreparationScope, Rounding, Scope, SeatOrder
from .fields import (
    Asked,
    Day,
    Flag,
    Moment,
    OneOf,
    Part,
    Several,
    Text,
    TimeOfDay,
    Whole,
    rows,
)

KEY = r"[a-z][a-z0-9_]{0,39}"
STEP = r"[0-9]{1,2}(\.[0-9])?"
NUMBERED = r"[^{}]*\{number(:0?[1-4]?d)?\}[^{}]*"  # a wider field would print a megabyte of zeros
FORMS = {
    "form1": _("附件1 标题"),
    "form2": _("附件2 标题"),
    "form3": _("附件3 标题"),
    "form4": _("附件4 标题"),
    "form5": _("附件5 标题"),
    "form6": _("附件6 标题"),
    "form7": _("附件7 标题"),
    "form8": _("附件8 标题"),
    "form9": _("附件9 标题"),
    "form10": _("附件10 标题"),
    "form11": _("附件11 标题"),
    "ticket": _("准考证标题"),
    "slip": _("考条标题"),
    "sign_in": _("签到表标题"),
    "roster": _("考生名册标题"),
    "certificate": _("考点合格证书标题"),
    "order_book": _("考务秩序册标题"),
    "banner": _("考点横幅"),
    "door_sign": _("考场入口标识"),
}

CITING = {
    "ticket": _("准考证"),
    "order_book": _("考务秩序册"),
    "certificate": _("考点合格证书"),
    "form1": _("附件1"),
    "form3": _("附件3"),
}


def key():
    return Text(40, pattern=KEY, example="grade8", label=_("代号"))


class About(Part):
    key = Text(40, pattern=r"[a-z0-9][a-z0-9-]*", example="yangquan-2024", label=_("方案代号"))
    title = Text(60, label=_("方案名称"))
    exam_title = Text(label=_("考试全称"))
    subject = Text(60, label=_("科目"))
    year = Whole(2000, 2099, label=_("年份"))
    city = Text(40, label=_("城市"))
    organiser = Text(60, label=_("组织单位"))
    reviewer = Text(60, label=_("审核单位"))
    question_bank = Text(label=_("题库名称"))
    question_bank_version = Text(40, label=_("题库版本"))


class Forms(Part):
    def get_fields(self):
        return {name: Text(label=label) for name, label in FORMS.items()}


class Calendar(Part):
    dates = Several(Day(), 1, label=_("考试日期"))
    holidays = Several(Day(), label=_("法定节假日（不上班的日子）"))
    working_weekends = Several(Day(), label=_("调休上班的周末"))


class Band(Part):
    key = key()
    title = Text(20, label=_("时段"))
    start = TimeOfDay(label=_("开始"))
    end = TimeOfDay(label=_("结束"))
    cap = Whole(1, 100, label=_("场次上限"))


class Sessions(Part):
    minutes = Whole(1, 600, label=_("每场分钟数"))
    gap_minutes = Whole(0, 600, label=_("场次间隔（分钟，含入场）"))
    max_interruption_minutes = Whole(0, 600, label=_("允许中断（分钟）"))
    login_cutoff = TimeOfDay(label=_("截止登录"))
    wait_before_minutes = Whole(0, 600, label=_("考前几分钟候场"))
    entry_before_minutes = Whole(0, 600, label=_("考前几分钟入场"))
    clear_after_minutes = Whole(0, 600, label=_("考后几分钟内清场"))
    remarks = Several(Text(), label=_("附件1 备注"))
    bands = rows(Band, _("半天时段"), 1)


class Category(Part):
    key = key()
    title = Text(40, label=_("类别"))
    synonyms = Several(Text(40), 1, label=_("名册中的写法"))
    full_mark = Whole(1, 1000, label=_("满分"))
    counts_for_admission = Flag(label=_("计入中考录取总分"))
    login_url = Text(pattern=r"https?://\S+", example="http://10.0.0.1/exam", label=_("登录网址"))
    settle_one_by_one = Flag(label=_("须逐一落实"))
    expected_remark = Text(40, blank=True, label=_("名册备注应含"))


class Codes(Part):
    registration_pattern = Text(100, label=_("中考报名号格式（正则表达式）"))
    registration_prefix = Text(10, blank=True, pattern="[0-9]*", label=_("中考报名号开头"))
    registration_length = Whole(1, 20, label=_("中考报名号位数"))
    registration_example = Text(20, label=_("中考报名号示例"))
    site_pattern = Text(100, label=_("考点代码格式（正则表达式）"))
    room_in_folder = Text(60, pattern=NUMBERED, example="{number:02d}", label=_("文件夹中的考场号"))
    room_in_package = Text(
        60, pattern=NUMBERED, example="第{number}考场", label=_("数据包中的考场号")
    )


class Capacity(Part):
    spare_percent = Whole(0, 90, label=_("备用机比例（%）"))
    spare_rounding = OneOf(Rounding.choices, label=_("不足一台时"))
    spare_minimum = Whole(0, 100, label=_("备用机最少台数"))
    machines_minimum = Whole(1, 1000, label=_("每考场最少机器"))
    machines_maximum = Whole(1, 1000, label=_("每考场最多机器"))
    classes_per_room = Whole(1, 1000, label=_("每几个教学班一个考场"))
    separate_categories = Flag(label=_("不同类别分场次编排"))
    seat_order = OneOf(SeatOrder.choices, label=_("座位顺序"))


class Window(Part):
    key = key()
    title = Text(60, label=_("窗口"))
    opens = Moment(label=_("开始"))
    closes = Moment(label=_("截止"))


class Round(Part):
    key = key()
    title = Text(60, label=_("轮次"))
    mock = Flag(label=_("模拟"))
    download = Day(label=_("数据下载"))
    opens = Day(label=_("开始"))
    closes = Day(label=_("结束"))


class Milestone(Part):
    key = Text(8, pattern=STEP, example="4.2", label=_("序号"))
    title = Text(label=_("工作项目"))
    short = Text(20, label=_("简称"), required=False)
    owner = Text(label=_("负责人"))
    owed_by = OneOf(Role.choices, label=_("由谁办理"), required=False)
    each = OneOf(Each.choices, label=_("范围"))
    opens = Moment(label=_("开始"), required=False)
    due = Moment(label=_("期限"))
    due_working_days_before_exam = Whole(1, 60, label=_("最迟考前几个工作日"), required=False)
    check = Text(40, pattern=KEY, example="tickets_handed_out", label=_("自动检查"), required=False)
    after = Text(8, pattern=STEP, example="3", label=_("在哪一项之后"), required=False)
    papers = Several(Text(40), label=_("须留存的材料"), required=False)


class LegalBasis(Part):
    number = Text(60, blank=True, label=_("文号"))
    title = Text(label=_("文件名称"))
    cited_on = Several(OneOf(CITING), label=_("在哪些文书上引用"))
    file = Text(64, blank=True, pattern="[0-9a-f]{64}", label=_("文件"), required=False)


class DutyDocument(Part):
    key = key()
    title = Text(60, label=_("名称"))
    roles = Several(OneOf(Role.choices), 1, label=_("阅读对象"))
    text = Text(20_000, lines=True, label=_("正文"))


class Ticket(Part):
    rules = Several(Text(), label=_("准考证上的考生须知"))
    entry_minutes_before = Whole(0, 600, label=_("考前几分钟到场"))


class Certificate(Part):
    paragraphs = Several(Text(500), 1, label=_("正文"))


CHAPTERS = {
    "organisation": _("考区组织机构"),
    "sites": _("考点、考场一览"),
    "form1": _("附件1"),
    "form3": _("附件3"),
    "counts": _("各考点场次人数"),
    "hosting": _("借考安排"),
    "milestones": _("工作日程"),
    "phones": _("人员和电话"),
    "duties": _("职责文件"),
    "candidate_rules": _("考生须知"),
    "legal_bases": _("文件依据"),
}


class Chapter(Part):
    """Of the order book: made from the data when `from` is given, else the fixed text."""

    def get_fields(self):
        return {
            "title": Text(60, label=_("章节")),
            "from": OneOf(CHAPTERS, label=_("由数据生成"), required=False),
            "text": Text(20_000, lines=True, blank=True, label=_("固定文字"), required=False),
        }


class Photo(Part):
    formats = Several(OneOf({"JPEG": "JPEG", "PNG": "PNG"}), 1, label=_("照片格式"))
    max_megabytes = Whole(1, 50, label=_("最大（MB）"))
    width = Whole(1, 5000, label=_("宽（像素）"))
    height = Whole(1, 5000, label=_("高（像素）"))
    size_tolerance_percent = Whole(0, 100, label=_("尺寸允许偏差（%）"))
    ratio_tolerance_percent = Whole(0, 100, label=_("宽高比允许偏差（%）"))


class Retention(Part):
    results_months = Whole(1, 240, label=_("考试结果至少保存（月）"))
    video_months = Whole(1, 240, label=_("监控录像至少保存（月）"))
    scores_within_working_days = Whole(1, 60, label=_("几个工作日内公布成绩"))


class Standard(Part):
    key = key()
    title = Text(60, label=_("项目"))
    scope = OneOf(Scope.choices, label=_("按"))
    kind = OneOf(Kind.choices, label=_("判断方式"))
    asked = Asked(label=_("要求"), required=False)
    options = Several(Text(100), label=_("可选项"), required=False)
    unit = Text(20, label=_("单位"), required=False)
    level = OneOf(Level.choices, label=_("性质"))
    exception = OneOf(Exception_.choices, label=_("可例外"), required=False)
    reads = Text(40, pattern=KEY, example="machines", label=_("读取项"), required=False)
    terminals_from = Whole(0, 10_000, label=_("终端数不少于"), required=False)
    terminals_below = Whole(0, 10_000, label=_("终端数少于"), required=False)
    clause = Text(60, blank=True, label=_("条文"), required=False)


class Preparation(Part):
    key = key()
    title = Text(60, label=_("事项"))
    text = Text(label=_("要求"), required=False)
    scope = OneOf(PreparationScope.choices, label=_("按"))
    photo = Flag(label=_("须附照片"), required=False)
    details = Several(Text(40), label=_("须填写的内容"), required=False)


class Profile(Part):
    profile = About(label=_("基本情况"))
    forms = Forms(label=_("表格标题"))
    calendar = Calendar(label=_("日历"))
    sessions = Sessions(label=_("场次"))
    categories = rows(Category, _("考生类别"), 1)
    codes = Codes(label=_("编码"))
    capacity = Capacity(label=_("容量"))
    windows = rows(Window, _("办理窗口"), 1)
    rounds = rows(Round, _("轮次"), 1)
    milestones = rows(Milestone, _("工作日程"), 1)
    legal_bases = rows(LegalBasis, _("文件依据"))
    duty_documents = rows(DutyDocument, _("职责文件"))
    ticket = Ticket(label=_("准考证"))
    certificate = Certificate(label=_("考点合格证书"))
    order_book = rows(Chapter, _("考务秩序册目录"), 1)
    photo = Photo(label=_("照片"))
    retention = Retention(label=_("保存期限"))
    standard = rows(Standard, _("考场配置标准"))
    preparation = rows(Preparation, _("考点准备清单"))


SHAPE = Profile()  # for reading titles and kinds; making one costs as much as a check


def title_of(path: str) -> str:
    """sessions.bands[0].cap as a person reads it: 场次 › 半天时段第1行 › 场次上限."""
    shape, titles = SHAPE, []
    for name, index in re.findall(r"([^.\[\]]+)|\[([0-9]+)\]", path):
        if index:
            shape = getattr(shape, "child", None)
            titles[-1:] = [
                gettext("%(title)s第%(n)d行") % {"title": titles[-1], "n": int(index) + 1}
            ]
        else:
            shape = getattr(shape, "fields", {}).get(name)
            titles.append(name if shape is None else str(shape.label))
    return " › ".join(titles)
