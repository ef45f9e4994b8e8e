"""What each finding says to a person. Placeholders come from the finding's params."""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "serial": _("序号"),
    "registration_no": _("中考报名号"),
    "name": _("姓名"),
    "sex": _("性别"),
    "id_kind": _("证件类型"),
    "id_number": _("身份证号"),
    "birth_date": _("出生日期"),
    "ethnicity": _("民族"),
    "school_code": _("学校代码"),
    "school_name": _("学校名称"),
    "grade": _("年级"),
    "category": _("类别"),
    "class_no": _("班级"),
    "student_no": _("学籍号"),
    "phone": _("监护人电话"),
    "remark": _("备注"),
}
SENTENCES = {
    "column_twice": _("有两列都可作同一用途，“%(heading)s”没有读取"),
    "column_unused": _("“%(heading)s”列不在名册要求之内，没有读取"),
    "column_hidden": _("“%(heading)s”列是隐藏列，已照常读取"),
    "more_sheets": _("工作表“%(sheet)s”不是名册，没有读取"),
    "more_rosters": _("工作表“%(sheet)s”看起来也是名册，没有读取；请并入同一张工作表或分别上传"),
    "number_in_two_kinds": _(
        "第%(rows)s行的报名号都是%(number)s，其中有的是数值格式，可能是下拉填充时自动加大的；"
        "系统无法判断哪一行正确，这几行都暂不导入，请核对"
    ),
    "formula": _("单元格是公式，不予读取；请改为直接填写的内容"),
    "error_cell": _("单元格是错误值%(value)s，请改正"),
    "date_cell": _("单元格是日期格式，请改为文本格式后重新填写"),
    "number_lost": _("已被Excel改成数值，末位可能丢失；请把单元格设为文本格式后重新填写"),
    "control_characters": _("含有看不见的控制字符，请删除后重新填写"),
    "too_long": _("内容有%(length)d个字，超过上限%(limit)d个字"),
    "missing": _("没有填写"),
    "hidden_row": _("这一行是隐藏行，已照常读取，请确认不是多余的"),
    "total_row": _("“%(text)s”不是考生，已跳过"),
    "header_row": _("重复的表头，已跳过"),
    "registration_length": _("有%(length)d位，应为%(asked)d位"),
    "registration_prefix": _("应以%(prefix)s开头"),
    "registration_digits": _("“%(number)s”含有数字以外的字符（全角数字请改为半角）"),
    "registration_pattern": _("不符合本次考试的报名号规则，例如%(example)s"),
    "registration_school": _("报名号中的学校代码%(school)s与本行学校不一致"),
    "registration_twice": _("与本表第%(row)d行的报名号相同（%(number)s）"),
    "registration_elsewhere": _("该报名号已是%(county)s%(school)s的考生，转学请用“更正”办理"),
    "registration_other_person": _(
        "该报名号在系统中是另一名考生（姓名和证件号码都不同），请核对；确需更换请用“更正”办理"
    ),
    "name_space": _("已去掉姓名中的空格，读作“%(name)s”"),
    "name_dot": _("间隔号已统一，读作“%(name)s”"),
    "name_form": _("姓名中有组合写法的字符，已统一"),
    "name_invisible": _("已去掉姓名中看不见的字符"),
    "name_symbols": _("姓名中有不常见的字符“%(signs)s”，请核对"),
    "name_private": _("姓名中有造字区的字符（%(codes)s），打印时可能显示不出来，请改用标准汉字"),
    "sex_unknown": _("“%(value)s”不是“男”或“女”"),
    "sex_from_id": _("没有填写，按身份证号读作“%(sex)s”"),
    "sex_differs": _("与身份证号第17位不符，请核对"),
    "id_missing": _("没有填写；用其他证件的请加“证件类型”列并注明种类，没有证件的填“无”"),
    "id_fifteen": _("15位的旧身份证号已停用，请填写18位号码"),
    "id_length": _("有%(length)d位，应为18位；其他证件请在“证件类型”列注明"),
    "id_characters": _("不是18位身份证号；其他证件请在“证件类型”列注明"),
    "id_date": _("其中的出生日期%(date)s不存在"),
    "id_future": _("其中的出生日期%(date)s还没有到"),
    "id_check": _("校验码不对，号码中有错字"),
    "id_full_width": _("全角字符已读作半角"),
    "id_kind_unknown": _("“%(kind)s”不是可用的证件类型"),
    "id_of_kind": _("不符合所填证件类型的号码格式"),
    "id_none": _("考生没有证件，请尽早补办"),
    "id_twice": _("与本表第%(row)d行的证件号码相同"),
    "id_elsewhere": _("该证件号码已登记：%(county)s%(school)s，报名号%(number)s"),
    "withdrawn": _("该考生已登记退出考试，导入名册不会恢复；需要恢复请在考生页面办理"),
    "birth_unreadable": _("“%(value)s”不是可识别的日期，请按2010-05-03的格式填写"),
    "birth_differs": _("与身份证号中的出生日期%(birth)s不符，以身份证号为准"),
    "ethnicity_unknown": _("“%(value)s”不在国家标准民族名称（GB/T 3304）之中"),
    "school_unknown": _("没有代码为%(code)s的学校"),
    "school_zeros": _("代码前面缺少的0已补上，读作%(code)s"),
    "school_of_other_county": _("%(school)s不属于您的考区，不能导入"),
    "school_name_differs": _("“%(written)s”与学校代码不符，以代码为准：%(name)s"),
    "grade_unknown": _("“%(value)s”不是本次考试的年级或类别"),
    "class_unreadable": _("“%(value)s”看不出是几班"),
    "class_read_as": _("“%(value)s”读作%(number)d班"),
    "class_of_other_grade": _("班级写的是%(grade)d年级，与本行年级不一致"),
    "phone_doubtful": _("看起来不像电话号码，请核对"),
    "remark_expected": _("此类考生应在备注中注明“%(remark)s”，请核实"),
    "photo_too_big": _("文件超过%(limit)dMB"),
    "photo_broken": _("图像文件已损坏，打不开"),
    "photo_format": _("实际格式是%(format)s，应为%(asked)s"),
    "photo_pixels": _("像素过多，超过%(limit)d万，没有打开"),
    "photo_small": _("尺寸%(width)d×%(height)d，小于要求的%(asked_width)d×%(asked_height)d"),
    "photo_ratio": _(
        "尺寸%(width)d×%(height)d，长宽比例不符，应为%(asked_width)d×%(asked_height)d"
    ),
    "photo_large": _(
        "尺寸%(width)d×%(height)d，大于要求的%(asked_width)d×%(asked_height)d，已按比例缩小"
    ),
    "photo_background": _("背景看起来不是红色，请核对"),
    "photo_unmatched": _("文件名中的号码没有对应的考生"),
    "photo_twice": _("有几张照片都是同一名考生，都没有采用：%(files)s"),
    "photo_replaced": _("%(name)s（%(number)s），已替换原来的照片"),
    "photo_same": _("%(name)s（%(number)s），与原来的照片相同"),
    "photo_new": _("%(name)s（%(number)s）"),
    "photo_no_picture": _("不是照片文件，已跳过"),
}


def sentence(code: str, params: dict) -> str:
    return str(SENTENCES[code]) % params


def title(field: str) -> str:
    """The heading of a field; nothing where a finding is about a whole row."""
    return str(TITLES.get(field, ""))
