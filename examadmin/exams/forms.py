from django import forms
from django.utils.translation import gettext_lazy as _

from . import profiles


class NewExam(forms.Form):
    profile = forms.ChoiceField(label=_("考试方案"))
    code = forms.SlugField(
        label=_("考试代码"),
        max_length=40,
        help_text=_("出现在网址中，只用字母、数字、“-”和“_”，例如 yq2025。"),
    )
    title = forms.CharField(label=_("考试名称"), max_length=200)
    first_day = forms.DateField(
        label=_("考试首日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("全部日程随首日整体平移，钟点不变。不填则用方案中的日期。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = profiles.titles()


class Publish(forms.Form):
    note = forms.CharField(
        label=_("发布说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写明依据或修改的原因，与考试规则一起留存。"),
    )


class FirstDay(forms.Form):
    first_day = forms.DateField(
        label=_("新的考试首日"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class Upload(forms.Form):
    file = forms.FileField(label=_("文件"))
