from django import forms
from django.utils.translation import gettext_lazy as _

from centers.choices import ProblemKind


class Problem(forms.Form):
    """One line of a round report; an empty line is no problem."""

    kind = forms.ChoiceField(
        label=_("类别"), choices=[("", _("请选择")), *ProblemKind.choices], required=False
    )
    where = forms.CharField(label=_("考点、考场"), max_length=200, required=False)
    what = forms.CharField(
        label=_("问题和异常情况"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    done = forms.CharField(
        label=_("已采取的措施"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def filled(self):
        return any(self.cleaned_data.values())


Problems = forms.formset_factory(Problem, extra=3, max_num=60, absolute_max=60)


class Note(forms.Form):
    note = forms.CharField(max_length=500, required=False)


class Reason(forms.Form):
    reason = forms.CharField(max_length=500)


class Answer(forms.Form):
    answer = forms.CharField(max_length=1000, required=False)


class Reopen(forms.Form):
    window = forms.ChoiceField(label=_("窗口"))
    unit = forms.ChoiceField(label=_("单位"), help_text=_("为考区开放时，该考区的学校也一并开放。"))
    until = forms.DateTimeField(
        label=_("开放至"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(
        label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, windows, counties, schools, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["window"].choices = [(w.key, w.title) for w in windows]
        self.fields["unit"].choices = [
            ("", _("请选择")),
            (_("考区"), [(f"county:{c.code}", c.name) for c in counties]),
            (_("学校"), [(f"school:{s.code}", f"{s.county.name} {s.name}") for s in schools]),
        ]
