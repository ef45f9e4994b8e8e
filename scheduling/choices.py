from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArrangementState(TextChoices):
    DRAFT = "draft", _("编排中")
    SUBMITTED = "submitted", _("待市级审核")
    RETURNED = "returned", _("已退回")
    PASSED = "passed", _("审核通过")
    LOCKED = "locked", _("已锁定")


class ChangeState(TextChoices):
    REQUESTED = "requested", _("待批准")
    APPROVED = "approved", _("已批准并生效")
    REFUSED = "refused", _("未批准")


class PostponementState(TextChoices):
    """How a broken-off room-session goes on (Y-017)."""

    INTERRUPTED = "interrupted", _("中断")
    POSTPONED = "postponed", _("延考，时间另行通知")
    RESCHEDULED = "rescheduled", _("已另行安排")


class Level(TextChoices):
    """How grave a finding about seats is: refused at once, refused at submission, only told."""

    BLOCK = "block", _("禁止")
    BEFORE_PUBLISH = "before_publish", _("发布前必须解决")
    NOTE = "note", _("提示")


class Unseated(TextChoices):
    """Why a candidate stands on the red list. The first part is the solver's own words."""

    NO_ROOM = "no_room", _("考点没有可用的考场")
    NO_SLOT = "no_slot", _("考点在规定时段内没有场次")
    NO_SEAT = "no_seat", _("考点的座位已排满")
    CATEGORY = "category", _("余下的座位在其他类别考生的考场")
    PIN_ROOM = "pin_room", _("固定座位所在的考场已停用")
    PIN_SLOT = "pin_slot", _("固定座位所在的场次已取消或不在规定时段内")
    PIN_SEAT = "pin_seat", _("固定座位的机器已不可用")
    PIN_TAKEN = "pin_taken", _("固定座位已被他人占用")
    NO_SITE = "no_site", _("学校不是考点，尚未安排借考")
    ELSEWHERE = "elsewhere", _("已在其他考区编排，须先由该考区移出")
    TAKEN_OUT = "taken_out", _("已人工移出座位")
    NEW = "new", _("尚未编排")


class PaperKind(TextChoices):
    TICKETS = "tickets", _("准考证")
    SLIPS = "slips", _("考条")
    SIGN_IN = "sign_in", _("签到表")
    SEAT_CHART = "seat_chart", _("座位图")
    DOOR_LABELS = "door_labels", _("门贴")
    DESK_LABELS = "desk_labels", _("桌贴")
    ROOM_ROSTER = "room_roster", _("考场名册")
    FORM1 = "form1", _("附件1 考试场次时间安排表")
    FORM2 = "form2", _("附件2 考场配置标准")
    FORM3 = "form3", _("附件3 考点考试时间安排表")
    FORM3_XLSX = "form3_xlsx", _("附件3（Excel）")
    CERTIFICATE = "certificate", _("考点合格证书")
    ORDER_BOOK = "order_book", _("考务秩序册")


class Channel(TextChoices):
    """How a candidate was told time and place (Y-009)."""

    TICKET = "ticket", _("准考证")
    SLIP = "slip", _("考条")
    CLASS_TEACHER = "teacher", _("班主任")
    PHONE = "phone", _("电话")


class PracticeSource(TextChoices):
    """How a site said who has practised (Y-047)."""

    SESSION = "session", _("按考场场次")
    CLASS = "class", _("按班级")
    PERSON = "person", _("逐人")
    IMPORT = "import", _("按表导入")
