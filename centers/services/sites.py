"""What changes at a site after it was approved: its rooms and its own times."""

from django.db import transaction
from django.utils.translation import gettext as _

from centers import hooks
from centers.models import Room, Site
from examadmin.audit.services import record
from examadmin.base.errors import Invalid


@transaction.atomic
def change_room(
    *, room: Room, machines=None, spare=None, in_use=None, name=None, by, now, reason
) -> Room:
    """Machines were added or broke down, a room opens or closes. The standard holds here too,
    except for a room that was approved as an exception: it may not get smaller."""
    if not reason.strip():
        raise Invalid(_("改动已审核的考场，请写明理由。"))
    room = (
        Room.objects.select_for_update()
        .select_related("site__school", "site__exam")
        .get(pk=room.pk)
    )
    new = {
        "machines": room.machines if machines is None else machines,
        "spare": room.spare if spare is None else spare,
        "in_use": room.in_use if in_use is None else in_use,
        "name": room.name if name is None else name.strip()[:40],
    }
    _refuse_bad_numbers(room, new)
    hooks.ask(
        hooks.room_change_checks, room, machines=new["machines"], spare=new["spare"],
        in_use=new["in_use"],
    )  # fmt: skip
    changes = {k: [getattr(room, k), v] for k, v in new.items() if getattr(room, k) != v}
    if changes:
        for key, value in new.items():
            setattr(room, key, value)
        room.save(update_fields=list(new))
        record(by=by, now=now, action="centers.change_room", target=room,
               chain=room.site.school.chain, changes=changes, reason=reason)  # fmt: skip
    return room


def _refuse_bad_numbers(room, new):
    rules = room.site.exam.rules
    capacity = rules["capacity"]
    least = min(capacity["machines_minimum"], room.machines)
    findings = []
    if new["machines"] < least:
        findings.append(_("考生机不得少于%(n)d台") % {"n": least})
    if new["machines"] > capacity["machines_maximum"]:
        findings.append(_("考生机不得多于%(n)d台") % {"n": capacity["machines_maximum"]})
    asked = rules.spare(new["machines"])
    if new["spare"] < asked:
        findings.append(_("备用机不得少于%(n)d台") % {"n": asked})
    if new["spare"] >= new["machines"]:
        findings.append(_("备用机不能多于或等于考生机数"))
    changed = (new["machines"], new["spare"]) != (room.machines, room.spare)
    if findings and changed:
        raise Invalid(_("%(room)s：台数不符合标准。") % {"room": room}, findings=findings)


@transaction.atomic
def set_site_times(*, site: Site, first_start=None, gap_minutes=None, by, now, reason="") -> Site:
    """The site's own first start and gap (考点可酌情掌控场次间隔); empty means as the exam says.
    Whoever makes timetables checks them against the bands first."""
    hooks.ask(hooks.site_time_checks, site, first_start=first_start, gap_minutes=gap_minutes)
    before = Site.objects.select_for_update().get(pk=site.pk)
    changes = {
        "first_start": [str(before.first_start or ""), str(first_start or "")],
        "gap_minutes": [before.gap_minutes, gap_minutes],
    }
    if (before.first_start, before.gap_minutes) != (first_start, gap_minutes):
        Site.objects.filter(pk=site.pk).update(first_start=first_start, gap_minutes=gap_minutes)
        site.first_start, site.gap_minutes = first_start, gap_minutes
        record(by=by, now=now, action="centers.set_site_times", target=site,
               chain=site.school.chain, changes=changes, reason=reason)  # fmt: skip
    return site


@transaction.atomic
def set_site_network(*, site: Site, network_operator, bandwidth, by, now, reason="") -> Site:
    new = {"network_operator": network_operator.strip()[:40], "bandwidth": bandwidth.strip()[:20]}
    changes = {k: [getattr(site, k), v] for k, v in new.items() if getattr(site, k) != v}
    if changes:
        for key, value in new.items():
            setattr(site, key, value)
        site.save(update_fields=list(new))
        record(by=by, now=now, action="centers.set_site_network", target=site,
               chain=site.school.chain, changes=changes, reason=reason)  # fmt: skip
    return site
