"""What the shell of every page needs."""

from django.urls import reverse

from .registry import menu_items


def shell(request):
    """The side menu of this person in the exam of this page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    exam = getattr(request, "exam", None)
    items = []
    for item in menu_items:
        if (item.in_exam and exam is None) or not user.has_perm(item.perm):
            continue
        url = reverse(item.url_name, args=[exam.code] if item.in_exam else [])
        items.append({"item": item, "url": url, "active": request.path.startswith(url)})
    longest = max((len(i["url"]) for i in items if i["active"]), default=0)
    for entry in items:
        entry["active"] = entry["active"] and len(entry["url"]) == longest
    return {"menu": items, "exam": exam}
