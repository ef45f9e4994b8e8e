"""What people fill in, field by field. Nothing here decides; services do."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .checks.identity import KINDS
from .sentences import TITLES

CLASS_LIMIT, TEXT_LIMIT = 20, 80


class UploadForm(forms.Form):
    file = forms.FileField(label=_("文件"))

    def __init__(self, *args, counties, whole_city, accept, help_text, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = help_text
        self.fields["file"].widget.attrs["accept"] = accept
        if whole_city or len(counties) > 1:
            self.fields["county"] = forms.ModelChoiceField(
                counties,
                label=_("考区"),
                required=not whole_city,
                empty_label=_("全市") if whole_city else None,
                help_text=_("只接受所选考区学校的考生"),
            )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=200)


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("照片"), widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"})
    )


class CorrectionForm(forms.Form):
    """The fields of one group, and why. The judgement is the roster's own."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, group, schools, categories, **kwargs):
        super().__init__(*args, **kwargs)
        for name in group:
            self.fields[name] = self._field(name, schools, categories)
        self.fields["reason"] = forms.CharField(
            label=_("更正理由"),
            max_length=200,
            help_text=_("写明依据，例如户口簿、学籍卡；记入操作记录"),
        )

    def _field(self, name, schools, categories):
        label = TITLES[name]
        if name == "school_code":
            choices = [(school.code, f"{school.name}（{school.code}）") for school in schools]
            return forms.ChoiceField(label=label, choices=choices)
        if name == "grade":
            choices = [(category.key, category.title) for category in categories]
            return forms.ChoiceField(label=label, choices=choices)
        if name == "sex":
            return forms.ChoiceField(label=label, choices=[("男", _("男")), ("女", _("女"))])
        if name == "id_kind":
            kinds = {key: word for word, key in reversed(KINDS.items())}
            choices = [("", _("居民身份证或居住证"))]
            choices += [(w, w) for k, w in kinds.items() if k not in ("resident", "permit")]
            return forms.ChoiceField(label=label, choices=choices, required=False)
        if name == "birth_date":
            return forms.CharField(
                label=label, required=False, max_length=20, help_text=_("有身份证号的不用填")
            )
        if name in ("id_number", "phone"):
            return forms.CharField(
                label=label, required=False, max_length=64, help_text=_("不改动就留空")
            )
        needed = name in ("name", "registration_no", "class_no")
        return forms.CharField(label=label, required=needed, max_length=200)


class ExportForm(forms.Form):
    with_identity = forms.BooleanField(
        label=_("含完整的证件号码、学籍号和监护人电话"), required=False
    )
    reason = forms.CharField(
        label=_("用途"),
        max_length=200,
        required=False,
        help_text=_("含证件号码时必填，记入操作记录"),
    )
