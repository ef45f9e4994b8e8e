"""What people fill in, field by field. Nothing here decides; services do."""

from django import forms
from django.utils.translation import gettext_lazy as _

from examadmin.accounts.choices import TIER_OF, Tier

from .models import County, School


class CountyForm(forms.Form):
    code = forms.CharField(
        label=_("考区代码"), max_length=12, help_text=_("本考区学校代码的前几位")
    )
    name = forms.CharField(label=_("考区名称"), max_length=40)
    division = forms.CharField(
        label=_("行政区划代码"), max_length=6, required=False, help_text=_("GB/T 2260，六位数字")
    )
    position = forms.IntegerField(label=_("排列顺序"), min_value=0, max_value=9999, initial=0)


class SchoolForm(forms.Form):
    code = forms.CharField(label=_("学校代码"), max_length=12)
    package_code = forms.CharField(
        label=_("数据包代码"), max_length=12, required=False, help_text=_("与学校代码不同时填写")
    )
    name = forms.CharField(label=_("学校名称"), max_length=80)
    county = forms.ModelChoiceField(
        County.objects.all(), label=_("所属考区"), help_text=_("由哪个考区组织考试")
    )
    home_county = forms.ModelChoiceField(
        County.objects.all(),
        label=_("所在县区"),
        required=False,
        empty_label=_("与所属考区相同"),
        help_text=_("按属地原则划归其他考区管理的学校填写"),
    )
    classes = forms.IntegerField(
        label=_("初中教学班数"), min_value=0, max_value=999, initial=0,
        help_text=_("各年级合计，用来计算应设考场数"),
    )  # fmt: skip
    rural = forms.BooleanField(
        label=_("农村初中"), required=False, help_text=_("学生人数较少时可以申请例外")
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=32, required=False)


class EditSchoolForm(SchoolForm):
    reason = forms.CharField(
        label=_("理由"), max_length=200, required=False, help_text=_("改变所属考区时必填")
    )


class UploadForm(forms.Form):
    file = forms.FileField(label=_("文件"), help_text=_("xlsx、xls 或 csv"))


class SiteTimesForm(forms.Form):
    first_start = forms.TimeField(
        label=_("首场开始"), required=False, input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("不填即按考试规则"),
    )  # fmt: skip
    gap_minutes = forms.IntegerField(
        label=_("场次间隔（分钟）"), required=False, min_value=0, max_value=240,
        help_text=_("不填即按考试规则"),
    )  # fmt: skip


class SiteForm(SiteTimesForm):
    network_operator = forms.CharField(label=_("网络运营商"), max_length=40, required=False)
    bandwidth = forms.CharField(label=_("带宽"), max_length=20, required=False)
    reason = forms.CharField(label=_("说明"), max_length=200, required=False)


class RoomForm(forms.Form):
    name = forms.CharField(label=_("考场名称"), max_length=40, required=False)
    machines = forms.IntegerField(label=_("考生机数（含备用机）"), min_value=1, max_value=500)
    spare = forms.IntegerField(label=_("备用机数"), min_value=0, max_value=500)
    in_use = forms.BooleanField(label=_("启用"), required=False)
    reason = forms.CharField(label=_("理由"), max_length=200)


class AppointForm(forms.Form):
    """A post for somebody known (by account) or for a new person (with a name)."""

    role = forms.ChoiceField(label=_("职务"))
    county = forms.ModelChoiceField(
        County.objects.none(), label=_("考区"), required=False, help_text=_("考区一级的职务填写")
    )
    school = forms.CharField(
        label=_("学校代码"),
        max_length=12,
        required=False,
        help_text=_("考点一级的职务填写"),
        widget=forms.TextInput(attrs={"list": "schools", "autocomplete": "off"}),
    )
    username = forms.CharField(
        label=_("账号"), max_length=64, help_text=_("已有账号的人填写其账号；新开账号请起一个")
    )
    new = forms.BooleanField(label=_("新开账号"), required=False)
    name = forms.CharField(
        label=_("姓名"), max_length=64, required=False, help_text=_("新开账号时填写")
    )
    phone = forms.CharField(
        label=_("联系电话"), max_length=32, required=False, help_text=_("新开账号时填写")
    )
    until = forms.DateField(
        label=_("任职至"), required=False, help_text=_("不填即长期有效；填写的当天仍有效"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    reason = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args, roles=(), counties=None, schools=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.schools = schools if schools is not None else School.objects.none()
        self.fields["role"].choices = [
            (role.value, role.label) for role in roles if TIER_OF[role] != Tier.ROOM
        ]
        if counties is not None:
            self.fields["county"].queryset = counties

    def clean(self):
        given = super().clean()
        tier = TIER_OF.get(given.get("role"))
        given["place"] = None
        if tier == Tier.COUNTY:
            given["place"] = given.get("county")
            if not given["place"]:
                self.add_error("county", _("请选择考区。"))
        elif tier == Tier.SITE:
            given["place"] = self.schools.filter(code=given.get("school", "")).first()
            if not given["place"]:
                self.add_error("school", _("没有这个代码的学校，或不在您的管理范围内。"))
        if given.get("new") and not given.get("name"):
            self.add_error("name", _("新开账号须填写姓名。"))
        return given
