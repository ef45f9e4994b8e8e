"""How many pupils of which class are entered: what centers asks through its hooks."""

from django.db.models import Count

from centers.queries import class_key

from .models import Candidate


def count_pupils(exam, school_ids=None) -> dict[int, dict[str, int]]:
    """{school id: {"category:class number": pupils}}, without those who have withdrawn."""
    rows = Candidate.objects.filter(exam=exam, withdrawn_at=None)
    if school_ids is not None:
        rows = rows.filter(school__in=school_ids)
    counted = rows.order_by().values_list("school_id", "category", "class_no")
    found: dict[int, dict[str, int]] = {}
    for school, category, class_no, count in counted.annotate(n=Count("pk")):
        found.setdefault(school, {})[class_key(category, class_no)] = count
    return found
