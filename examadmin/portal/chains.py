"""Which trails a person may read, and what they are called."""

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from centers.models import County, School
from centers.scope import holds_city_wide
from examadmin.audit.queries import entries

RIGHT = "centers.view_audit"


def visible(user, place):
    """The city reads every trail; a county its own and those of its schools."""
    if place in ("city", "accounts"):  # offered to the city only
        return entries(place)
    if not place and holds_city_wide(user, RIGHT):
        return entries()
    counties = County.objects.visible_to(user, RIGHT).order_by()
    if place:
        counties = counties.filter(code=place)
    schools = School.objects.filter(county__in=counties.values("pk")).order_by()
    return entries(
        counties.annotate(chain=Concat(Value("county:"), "code")).values("chain"),
        schools.annotate(chain=Concat(Value("school:"), "code")).values("chain"),
    )


def places(user):
    own = [(county.code, county.name) for county in County.objects.visible_to(user, RIGHT)]
    if holds_city_wide(user, RIGHT):
        return [("city", _("市级")), ("accounts", _("账号")), *own]
    return own


def names(rows) -> dict:
    """What the trails of these rows are called."""
    codes = {}
    for row in rows:
        kind, _colon, code = row.chain.partition(":")
        codes.setdefault(kind, set()).add(code)
    found_names = {"city": _("市级"), "accounts": _("账号")}
    for kind, model in (("county", County), ("school", School)):
        if kind in codes:
            found = model.objects.filter(code__in=codes[kind]).values_list("code", "name")
            found_names.update({f"{kind}:{code}": name for code, name in found})
    return found_names
