"""What the shell of every page needs."""

from django.urls import reverse

from .registry import exam_of, menu_items


def shell(request):
    """The side menu of this person, and the exam that it leads into."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return {}
    exam = exam_of(request)
    items = []
    for item in menu_items:
        if (item.in_exam and exam is None) or (item.perm and not user.has_perm(item.perm)):
            continue
        url = reverse(item.url_name, args=[exam.code] if item.in_exam else [])
        apart = bool(items) and item.in_exam != items[-1]["item"].in_exam
        active = _is_at(request.path, url)
        items.append({"item": item, "url": url, "active": active, "apart": apart})
    longest = max((len(i["url"]) for i in items if i["active"]), default=0)
    for entry in items:
        entry["active"] = entry["active"] and len(entry["url"]) == longest
    return {"menu": items, "exam": exam}


def _is_at(path, url):
    return path == url if url == "/" else path.startswith(url)
