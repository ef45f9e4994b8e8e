"""Getting ready: the list of the exam, ticked item by item, with photographs where they are asked."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import County, Preparation, Room, Site
from examadmin.audit.services import record
from examadmin.base.errors import Invalid

from .photos import keep_picture

COUNTY, SITE, ROOM = "county", "site", "room"


@dataclass(frozen=True)
class Entry:
    """One item at one place, and who has confirmed it (None while nobody has)."""

    key: str
    title: str
    text: str
    scope: str
    photo: bool
    details: list[str]
    done: Preparation | None


def items(exam, scope) -> list[dict]:
    return [i for i in exam.rules["preparation"] if i.get("scope", SITE) == scope]


def entries(exam, scope, ticks, **names) -> list[Entry]:
    """The list of one place. `names` fill the wording of the item, e.g. the banner's text."""
    by_item = {tick.item: tick for tick in ticks}
    return [
        Entry(
            key=item["key"],
            title=item["title"],
            text=item.get("text", "").format(**names) if names else item.get("text", ""),
            scope=scope,
            photo=item.get("photo", False),
            details=item.get("details", []),
            done=by_item.get(item["key"]),
        )
        for item in items(exam, scope)
    ]


def is_ready(exam, room: Room) -> bool:
    """A room is ready when every item of rooms is confirmed for it, the cleaning of mock data
    among them."""
    done = set(room.preparation_set.values_list("item", flat=True))
    return {item["key"] for item in items(exam, ROOM)} <= done


@transaction.atomic
def confirm_preparation(
    *, exam, item, place: County | Site | Room, by, now, note="", details=None, upload=None
) -> Preparation:
    """Tick an item of a county, a site or a room. A second tick replaces the first."""
    scope, where, chain = _where(place)
    rule = next((i for i in items(exam, scope) if i["key"] == item), None)
    if rule is None:
        raise Invalid(_("准备清单中没有这一项，请刷新页面。"))
    details = {k: (details or {}).get(k, "").strip()[:100] for k in rule.get("details", [])}
    missing = [name for name, value in details.items() if not value]
    if missing:
        raise Invalid(
            _("“%(item)s”须填写：%(names)s。")
            % {"item": rule["title"], "names": "、".join(missing)}
        )
    before = Preparation.objects.filter(exam=exam, item=item, **where).first()
    photo = keep_picture(upload, by=by, now=now) if upload else before and before.photo
    if rule.get("photo") and not photo:
        raise Invalid(_("“%(item)s”须附照片。") % {"item": rule["title"]})
    tick, _created = Preparation.objects.update_or_create(
        exam=exam, item=item, **where,
        defaults={"note": note.strip()[:500], "details": details, "photo": photo, "by": by,
                  "at": now},
    )  # fmt: skip
    record(by=by, now=now, action="centers.confirm_preparation", target=tick, chain=chain,
           name=f"{place} {rule['title']}",
           changes={"item": item, "place": str(place), "note": note})  # fmt: skip
    return tick


@transaction.atomic
def withdraw_preparation(*, tick: Preparation, by, now, reason) -> None:
    """A confirmation turned out wrong: the item is open again."""
    if not reason.strip():
        raise Invalid(_("撤回确认须写明理由。"))
    place = tick.room or tick.site or tick.county
    _scope, _fields, chain = _where(place)
    record(by=by, now=now, action="centers.withdraw_preparation", target=tick, chain=chain,
           name=f"{place} {tick.item}", reason=reason)  # fmt: skip
    tick.delete()


def _where(place):
    if isinstance(place, County):
        return COUNTY, {"county": place, "site": None, "room": None}, f"county:{place.code}"
    if isinstance(place, Room):
        return ROOM, {"site": place.site, "room": place}, place.site.school.chain
    return SITE, {"site": place, "room": None}, place.school.chain
