"""What people fill in on these pages. Nothing here decides; services do."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .choices import Channel

CLOCK = {"input_formats": ["%H:%M", "%H:%M:%S"],
         "widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}  # fmt: skip


class RunForm(forms.Form):
    rebuild = forms.TypedChoiceField(
        label=_("方式"),
        choices=[
            ("keep", _("保留现有座位，只安排没有座位的考生")),
            ("anew", _("重新编排，只保留固定的座位")),
        ],
        coerce=lambda value: value == "anew",
        empty_value=False,
        widget=forms.RadioSelect,
        initial="keep",
        required=False,
    )
    seed = forms.IntegerField(
        label=_("随机种子"),
        min_value=0,
        max_value=2**31 - 1,
        help_text=_("名册、考场和种子相同，结果就相同。一般不用改。"),
    )
    reason = forms.CharField(label=_("说明"), max_length=200, required=False)


class SiteTimetableForm(forms.Form):
    first_start = forms.TimeField(
        label=_("首场开始"), required=False, help_text=_("不填即按考区的时间表"), **CLOCK
    )
    gap_minutes = forms.IntegerField(
        label=_("场次间隔（分钟）"),
        required=False,
        min_value=0,
        max_value=240,
        help_text=_("不填即按考区的时间表"),
    )
    reason = forms.CharField(label=_("理由"), max_length=200)


class CountyTimetableForm(forms.Form):
    """One set of fields for each band of the policy."""

    gap_minutes = forms.IntegerField(
        label=_("场次间隔（分钟）"),
        required=False,
        min_value=0,
        max_value=240,
        help_text=_("不填即按全市的时间表"),
    )
    reason = forms.CharField(label=_("理由"), max_length=200, required=False)

    def __init__(self, *args, bands=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.bands = list(bands)
        for band in self.bands:
            names = {"band": band.title}
            self.fields[f"{band.key}_start"] = forms.TimeField(
                label=_("%(band)s开始") % names, **CLOCK
            )
            self.fields[f"{band.key}_end"] = forms.TimeField(
                label=_("%(band)s结束") % names, **CLOCK
            )
            self.fields[f"{band.key}_cap"] = forms.IntegerField(
                label=_("%(band)s最多场次") % names, min_value=1, max_value=99
            )
        self.order_fields(["gap_minutes", *[n for n in self.fields if "_" in n and n != "gap_minutes"]])  # fmt: skip

    def changed_bands(self) -> list[dict]:
        """The bands that differ from the policy's, as the service wants them."""
        given = self.cleaned_data
        found = []
        for band in self.bands:
            own = {
                "key": band.key,
                "start": given[f"{band.key}_start"],
                "end": given[f"{band.key}_end"],
                "cap": given[f"{band.key}_cap"],
            }
            if (own["start"], own["end"], own["cap"]) != (band.start, band.end, band.cap):
                found.append(own)
        return found


class NoticeForm(forms.Form):
    channel = forms.ChoiceField(label=_("方式"), choices=Channel.choices)
    proof = forms.CharField(label=_("凭据"), max_length=200, required=False)
