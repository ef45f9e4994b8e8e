"""The columns of a roster, and by which headings people name them (K-10)."""

# field: (title on our template, also accepted, must be there)
COLUMNS = {
    "serial": ("序号", ("编号", "序"), False),
    "registration_no": (
        "中考报名号",
        ("报名号", "报名序号", "中考报名序号", "考生报名号", "考生号", "中考考号", "考号"),
        True,
    ),
    "name": ("姓名", ("考生姓名", "学生姓名", "名字"), True),
    "sex": ("性别", ("考生性别",), True),
    "id_kind": (
        "证件类型",
        ("证件种类", "身份证件类型", "身份证件种类", "身份证件类别", "证件类别"),
        False,
    ),
    "id_number": (
        "身份证号",
        (
            "身份证号码",
            "身份证件号",
            "身份证件号码",
            "证件号码",
            "证件号",
            "公民身份号码",
            "居民身份证号",
            "居民身份证号码",
            "身份证",
        ),
        True,
    ),
    "birth_date": ("出生日期", ("出生年月日", "生日"), False),
    "ethnicity": ("民族", ("族别",), False),
    "school_code": (
        "学校代码",
        ("学校编码", "学校编号", "学校代号", "学籍学校代码", "所在学校代码"),
        True,
    ),
    "school_name": (
        "学校名称",
        ("学校", "学籍学校", "学籍所在学校", "所在学校", "学校全称"),
        False,
    ),
    "grade": ("年级", ("考生类别", "类别", "所在年级"), True),
    "class_no": ("班级", ("班号", "班", "所在班级", "班级名称"), True),
    "student_no": ("学籍号", ("全国学籍号", "学籍号码", "学号"), False),
    "phone": (
        "监护人电话",
        (
            "监护人联系电话",
            "监护人手机",
            "监护人手机号",
            "家长电话",
            "家长联系电话",
            "联系电话",
            "手机号",
            "手机号码",
            "电话",
        ),
        False,
    ),
    "remark": ("备注", ("说明", "附注"), False),
}
TITLES = {field: title for field, (title, _, _) in COLUMNS.items()}
REQUIRED = tuple(field for field, (_, _, needed) in COLUMNS.items() if needed)
# What our own template and exports carry, in this order.
TEMPLATE = (
    "serial",
    "registration_no",
    "name",
    "sex",
    "id_kind",
    "id_number",
    "ethnicity",
    "school_code",
    "school_name",
    "grade",
    "class_no",
    "student_no",
    "phone",
    "remark",
)
# The names by which each column may be headed, ours first.
HEADINGS = {field: [title, *synonyms] for field, (title, synonyms, _) in COLUMNS.items()}
