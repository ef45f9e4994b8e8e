"""Steps of the work plan that the centers' own data proves."""

from django.db.models import Count, Q

from centers.choices import ApplicationState
from centers.models import SiteApplication

OPEN = (ApplicationState.SUBMITTED, ApplicationState.RETURNED)
APPROVED = ApplicationState.APPROVED


def applications_judged(exam) -> dict[int, bool]:
    """A county has judged when nothing waits, with it or for a mended application, and it has at
    least one site."""
    rows = (
        SiteApplication.objects.filter(exam=exam)
        .values("school__county")
        .annotate(
            waiting=Count("pk", filter=Q(state__in=OPEN)),
            approved=Count("pk", filter=Q(state=APPROVED)),
        )
    )
    return {row["school__county"]: row["approved"] > 0 and not row["waiting"] for row in rows}
