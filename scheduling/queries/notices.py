"""Who has been told time and place, who has the ticket, and what is published (Y-009, Y-058)."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from candidates.models import Candidate

from ..choices import Channel
from ..models import Notice, Seating


def valid_notices(channel: str | None = None):
    """Notices that speak of the seat which the candidate (`OuterRef`) has now."""
    rows = Notice.objects.filter(
        candidate=OuterRef("pk"),
        arrangement=F("candidate__seating__arrangement"),
        arrangement_version__gte=F("candidate__seating__version"),
    )
    return rows.filter(channel=channel) if channel else rows


def entered(user, exam):
    """Candidates of an exam that the person sees here."""
    rows = Candidate.objects.visible_to(user, "scheduling.view_arrangement")
    return rows.filter(exam=exam, withdrawn_at=None).distinct()


def not_informed(user, exam, *, county=None, school=None, channel: str | None = None):
    """Candidates who have not been told of the seat they have now (with a channel: not in that
    way). A change of the seat brings a candidate back here."""
    rows = entered(user, exam).filter(~Exists(valid_notices(channel)))
    if county is not None:
        rows = rows.filter(school__county=county)
    if school is not None:
        rows = rows.filter(school=school)
    return rows.select_related(
        "school", "seating__room_session__session", "seating__room_session__room__site__school"
    )


@dataclass(frozen=True, slots=True)
class ClassNotices:
    """How far the telling of one class has come."""

    school: int
    school_name: str
    category: str
    class_no: int
    candidates: int
    informed: int
    tickets: int

    @property
    def left(self):
        return self.candidates - self.informed


def notice_progress(user, exam, *, county=None, school=None) -> list[ClassNotices]:
    """Class by class; one query."""
    rows = Candidate.objects.filter(pk__in=entered(user, exam).values("pk"))
    if county is not None:
        rows = rows.filter(school__county=county)
    if school is not None:
        rows = rows.filter(school=school)
    counted = (
        rows.annotate(
            is_informed=Exists(valid_notices()),
            has_ticket=Exists(valid_notices(Channel.TICKET)),
        )
        .order_by("school__code", "category", "class_no")
        .values_list("school", "school__name", "category", "class_no")
        .annotate(
            people=Count("pk"),
            informed=Count("pk", filter=Q(is_informed=True)),
            tickets=Count("pk", filter=Q(has_ticket=True)),
        )
    )
    return [ClassNotices(*row) for row in counted]


def publication(user, exam, *, site=None, school=None):
    """Time, room, session, seat and log-in number of every candidate, for publishing: seatings
    with everything joined, in order of school, class and number. No identity number (P-01)."""
    rows = Seating.objects.visible_to(user, "scheduling.view_arrangement").filter(
        candidate__exam=exam
    )
    if site is not None:
        rows = rows.filter(room_session__room__site=site)
    if school is not None:
        rows = rows.filter(candidate__school=school)
    return (
        rows.select_related(
            "candidate__school", "room_session__session", "room_session__room__site__school"
        )
        .order_by(
            "candidate__school__code",
            "candidate__category",
            "candidate__class_no",
            "candidate__registration_no",
        )
        .distinct()
    )
