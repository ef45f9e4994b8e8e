"""Workbooks of candidates: the template to be filled in, and rosters that leave the house.

Pure layout: plain rows in, bytes out. Ids are text cells, nothing can act as a formula.
"""

from django.utils.translation import gettext as _

from candidates.checks import columns
from candidates.sentences import title
from examadmin.documents.sheets.write import Column, SheetSpec, template_workbook, write_xlsx

HINTS = {
    "serial": lambda exam: "",
    "registration_no": lambda exam: (
        _("文本格式，例如%(example)s") % {"example": exam.rules["codes"]["registration_example"]}
    ),
    "name": lambda exam: _("与身份证一致；少数民族姓名的间隔号用“·”"),
    "sex": lambda exam: _("男、女"),
    "id_kind": lambda exam: _("不填即为身份证；其他证件写明种类，没有证件的填“无”"),
    "id_number": lambda exam: _("18位，文本格式；不要让Excel变成1.4E+17"),
    "ethnicity": lambda exam: _("国家标准名称，例如汉族"),
    "school_code": lambda exam: _("学籍所在学校的代码，文本格式"),
    "school_name": lambda exam: _("与代码对应"),
    "grade": lambda exam: "、".join(c.title for c in exam.rules.categories.values()),
    "class_no": lambda exam: _("班级号，例如1或1班"),
    "student_no": lambda exam: "",
    "phone": lambda exam: "",
    "remark": lambda exam: "；".join(
        _("%(category)s注明“%(remark)s”") % {"category": c.title, "remark": c.expected_remark}
        for c in exam.rules.categories.values()
        if c.expected_remark
    ),
}
WIDTHS = {
    "serial": 6, "registration_no": 16, "name": 14, "sex": 6, "id_kind": 14, "id_number": 22,
    "ethnicity": 10, "school_code": 12, "school_name": 24, "grade": 14, "class_no": 8,
    "student_no": 24, "phone": 16, "remark": 18,
}  # fmt: skip


def template(exam) -> bytes:
    """What a school fills in: headings, text cells, a second sheet that explains each column."""
    given = [
        Column(
            columns.TITLES[name],
            width=WIDTHS[name],
            required=name in columns.REQUIRED,
            hint=HINTS[name](exam),
        )
        for name in columns.TEMPLATE
    ]
    category = next(iter(exam.rules.categories.values()))
    example = [
        "1", exam.rules["codes"]["registration_example"], "张三", "男", "", "11010519491231002X",
        "汉族", "630101", _("示例学校"), category.title, "1", "", "13800000000", "",
    ]  # fmt: skip
    notes = [
        _("一人一行。表头不要改名、不要合并单元格；所有号码都是文本格式。"),
        _("上传后先检查，列出每一行的问题；确认之后才写入。"),
    ]
    return template_workbook(given, [example], notes, title=_("考生名册"))


def write_roster(target, *, heading, note, rows, with_identity, categories) -> None:
    """A roster that can be handed in again. `rows`: candidates with school and county.

    categories: {key: category}; whether a score counts for admission stands beside it (Y-007).
    """
    names = [n for n in columns.TEMPLATE if n != "id_kind"]
    given = [Column(title(name), width=WIDTHS[name]) for name in names]
    given += [Column(_("满分"), 6), Column(_("计入中考录取总分"), 10), Column(_("状态"), 8)]
    write_xlsx(
        target,
        [SheetSpec(heading, given, _rows(rows, with_identity, categories), notes=[note])],
    )


def _rows(candidates, with_identity, categories):
    for serial, c in enumerate(candidates, 1):
        category = categories[c.category]
        yield [
            str(serial),
            c.registration_no,
            c.name,
            c.get_sex_display(),
            c.id_number if with_identity else masked(c.id_tail),
            c.ethnicity,
            c.school.code,
            c.school.name,
            category.title,
            str(c.class_no),
            c.student_no if with_identity else "",
            c.phone if with_identity else "",
            c.remark,
            str(category.full_mark),
            _("是") if category.counts_for_admission else _("否"),
            _("已退出") if c.withdrawn_at else "",
        ]


def masked(tail: str) -> str:
    """An identity number as lists show it."""
    return f"●●●●{tail}" if tail else ""
