"""What people fill in on these pages. Nothing here decides; services do."""

from datetime import date

from django import forms
from django.utils.formats import date_format
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


def _moment(label):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class InterruptionForm(forms.Form):
    act = "report"
    interrupted_at = _moment(_("中断时间"))
    cause = forms.CharField(
        label=_("原因"), max_length=500, help_text=_("例如停电、断网、服务器故障")
    )


class PostponeForm(forms.Form):
    act = "postpone"
    comment = forms.CharField(label=_("说明"), max_length=500, required=False)


class RescheduleForm(forms.Form):
    act = "reschedule"
    room = forms.ModelChoiceField(None, label=_("考场"), empty_label=None)
    starts_at = _moment(_("延考开始"))
    ends_at = _moment(_("延考结束"))
    notice = forms.CharField(
        label=_("向考生公布的通知"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明时间、地点和需要携带的证件"),
    )

    def __init__(self, *args, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms


class CutoffForm(forms.Form):
    """The city lets a site log in candidates until later on one day."""

    site = forms.ChoiceField(label=_("考点"))
    day = forms.TypedChoiceField(label=_("日期"), coerce=date.fromisoformat)
    until = forms.TimeField(label=_("延长到"), **CLOCK)
    reason = forms.CharField(label=_("理由"), max_length=200)

    def __init__(self, *args, sites, dates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [(s.school.code, f"{s.county} {s.school}") for s in sites]
        self.fields["day"].choices = [(d.isoformat(), date_format(d, _("n月j日"))) for d in dates]
