"""The trail as a page: who did what, where and why, within the reader's scope."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from examadmin.audit import words
from examadmin.audit.queries import narrow
from examadmin.ui.fetch import require
from examadmin.ui.pages import page_of
from examadmin.workflow.models import Step
from examadmin.workflow.services import title_of

from .chains import RIGHT, names, places, visible

DATE = forms.DateInput(attrs={"type": "date"})


class TrailFilter(forms.Form):
    """Every field may stay empty; what makes no sense does not narrow."""

    place = forms.ChoiceField(label=gettext_lazy("范围"), required=False)
    act = forms.ChoiceField(label=gettext_lazy("操作"), required=False)
    who = forms.CharField(label=gettext_lazy("操作人"), required=False, max_length=40)
    what = forms.CharField(label=gettext_lazy("对象"), required=False, max_length=60)
    since = forms.DateField(label=gettext_lazy("自"), required=False, widget=DATE)
    until = forms.DateField(label=gettext_lazy("至"), required=False, widget=DATE)

    def __init__(self, data, choices):
        super().__init__(data, label_suffix="")
        self.fields["place"].choices = [("", _("全部")), *choices]
        self.fields["act"].choices = [("", _("全部")), *words.known()]

    @property
    def chosen(self) -> dict:
        self.is_valid()
        return {key: value for key, value in self.cleaned_data.items() if value}


@require_safe
def trail(request):
    user = request.user
    require(user, RIGHT)
    form = TrailFilter(request.GET, places(user))
    chosen = form.chosen
    page = page_of(request, narrow(visible(user, chosen.pop("place", "")), **chosen))
    names_of = names(page.rows)
    rows = [
        {"entry": e, "act": _act(e), "place": names_of.get(e.chain, e.chain)} for e in page.rows
    ]
    context = {"form": form, "page": page, "rows": rows, "narrowed": bool(request.GET)}
    return render(request, "portal/trail.html", context)


def _act(entry):
    """The act in words. A change of state is called as its button was."""
    label, _dot, verb = entry.action.rpartition(".")
    if words.is_known(entry.action) or label != entry.object_type:
        return words.title(entry.action)
    button = title_of(Step(object_type=label, verb=verb, target=entry.changes.get("to", "")))
    return f"{words.kind(label)}：{button}"
