"""借考: the county places the pupils of a school without a site at another school's site."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centers import hooks
from centers.choices import ApplicationState
from centers.models import Hosting, School, Site
from centers.queries import Load, loads
from centers.scope import holds_city_wide
from examadmin.audit.services import record
from examadmin.base.errors import Forbidden, Invalid, Refusal


@transaction.atomic
def host_school(*, exam, guest: School, host: Site, classes=(), by, now, reason="") -> Hosting:
    """Place a whole school, or only some of its classes ("grade8:3"), at another site.

    The host must be an approved site, the guest must be none; only the city may cross counties.
    """
    if host.exam_id != exam.pk:
        raise Invalid(_("“%(host)s”不是这次考试的考点。") % {"host": host})
    if host.application.state != ApplicationState.APPROVED:
        raise Refusal(_("“%(host)s”还不是已通过审核的考点，不能接收借考。") % {"host": host})
    if guest.pk == host.school_id:
        raise Invalid(_("“%(guest)s”就在本校考点考试，不需要借考。") % {"guest": guest})
    if Site.objects.filter(exam=exam, school=guest).exists():
        raise Refusal(_("“%(guest)s”自己是考点，学生应在本校考试。") % {"guest": guest})
    if guest.county_id != host.county_id and not _may_cross(by):
        raise Forbidden(_("跨考区借考须由市里安排。"))
    if not host.rooms.filter(in_use=True).exists():
        raise Refusal(_("“%(host)s”没有启用的考场。") % {"host": host})
    classes = sorted(set(classes))
    _refuse_overlap(exam, guest, classes)
    hooks.ask(hooks.hosting_change_checks, exam, guest=guest, host=host)
    try:
        with transaction.atomic():
            hosting = Hosting.objects.create(
                exam=exam, guest=guest, host=host, classes=classes, reason=reason.strip()[:200],
                created_by=by, created_at=now,
            )  # fmt: skip
    except IntegrityError:
        raise Refusal(
            _("“%(guest)s”已安排在“%(host)s”借考。") % {"guest": guest, "host": host}
        ) from None
    _record("host_school", hosting, by=by, now=now, reason=reason)
    return hosting


def _may_cross(by):
    return by is None or holds_city_wide(by, "centers.manage_hosting")


def _refuse_overlap(exam, guest, classes):
    there = Hosting.objects.select_for_update().filter(exam=exam, guest=guest)
    for other in there.select_related("host__school"):
        shared = sorted(set(classes) & set(other.classes))
        if not classes or not other.classes or shared:
            raise Refusal(
                _("“%(guest)s”%(what)s已安排在“%(host)s”借考。如需改动，请先取消原安排。")
                % {
                    "guest": guest,
                    "what": _("的部分班级") if other.classes else _("全校"),
                    "host": other.host,
                }
            )


@transaction.atomic
def end_hosting(*, hosting: Hosting, by, now, reason="") -> None:
    hooks.ask(hooks.hosting_change_checks, hosting.exam, guest=hosting.guest, host=hosting.host)
    _record("end_hosting", hosting, by=by, now=now, reason=reason)
    hosting.delete()


def _record(verb, hosting, *, by, now, reason):
    """Both schools read in their own trail what was agreed."""
    for school in (hosting.guest, hosting.host.school):
        record(
            by=by, now=now, action=f"centers.{verb}", target=hosting, chain=school.chain,
            changes={
                "guest": hosting.guest.name,
                "host": hosting.host.school.name,
                "classes": hosting.classes,
            },
            reason=reason,
        )  # fmt: skip


def suggest_hosts(*, exam, guest: School, everywhere=False) -> list[Load]:
    """Approved sites with room for the school, most free seats first; its own county's, or all.

    A site that is too full is left out only when it is known to be: without counted pupils every
    site is offered.
    """
    sites = Site.objects.filter(exam=exam, application__state=ApplicationState.APPROVED).exclude(
        school=guest
    )
    if not everywhere:
        sites = sites.filter(county=guest.county_id)
    need = sum(hooks.pupils(exam, [guest.pk]).get(guest.pk, {}).values())
    offered = [load for load in loads(exam, sites).values() if load.capacity and load.free >= need]
    return sorted(offered, key=lambda load: (-load.free, load.site.school.code))
