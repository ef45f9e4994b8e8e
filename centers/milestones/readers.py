"""Who has read the duty documents of the post, and who still has to (责任到人, Y-078)."""

from dataclasses import dataclass

from centers.models import Appointment
from examadmin.exams.duties import mark_of
from examadmin.exams.models import ReadReceipt


@dataclass(frozen=True)
class Readers:
    """One document: how many it binds within the person's reach, and the posts left unread."""

    title: str
    total: int
    read: int
    unread: list  # of appointments


def readers_of(user, exam, now) -> list[Readers]:
    documents = exam.rules["duty_documents"]
    roles = {role for document in documents for role in document["roles"]}
    held = Appointment.objects.visible_to(user, "centers.view_appointment").in_force(now)
    held = list(
        held.filter(role__in=roles, user__is_active=True)
        .select_related("user", "county", "school__county", "room__site__school__county")
        .order_by("county__position", "school__code", "room", "user__name")
    )
    receipts = set(ReadReceipt.objects.filter(exam=exam).values_list("document", "user_id"))
    found = []
    for document in documents:
        bound = {post.user_id: post for post in held if post.role in document["roles"]}
        unread = [p for p in bound.values() if (mark_of(document), p.user_id) not in receipts]
        found.append(Readers(document["title"], len(bound), len(bound) - len(unread), unread))
    return found
