"""The workbook in which moves are handed in."""

from django.utils.translation import gettext as _

from examadmin.documents.sheets.write import Column, template_workbook

from ..services.move_file import COLUMNS


def move_template(exam) -> bytes:
    """Headings and text cells; the second sheet explains each column."""
    day = exam.rules.dates[0]
    hints = {
        "registration_no": _("文本格式，一人一行"),
        "site": _("考点的学校代码，文本格式"),
        "room": _("考场在考点内的编号"),
        "day": _("考试日期，例如%(day)s") % {"day": day.isoformat()},
        "session": _("当天的场次号"),
        "seat": _("机号；不填就安排最前的空位"),
    }
    example = {"registration_no": exam.rules["codes"]["registration_example"], "site": "630101",
               "room": "1", "day": day.isoformat(), "session": "3", "seat": ""}  # fmt: skip
    columns = [
        Column(str(title), width=16, required=must, hint=hints[field])
        for field, (title, _also, must) in COLUMNS.items()
    ]
    notes = [_("只列要调整的考生。上传后先检查，列出每一行的问题；确认之后才调整。")]
    return template_workbook(columns, [list(example.values())], notes, title=_("座位调整"))
