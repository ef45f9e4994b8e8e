"""Components of pages, once. Loaded in every template."""

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from examadmin.jobs.services import said
from examadmin.workflow.services import title_of

register = template.Library()

TONES = {
    "draft": "secondary",
    "submitted": "info",
    "checking": "info",
    "checked": "info",
    "applying": "info",
    "queued": "secondary",
    "running": "info",
    "returned": "warning",
    "requested": "warning",
    "interrupted": "danger",
    "postponed": "warning",
    "rescheduled": "info",
    "warning": "warning",
    "approved": "success",
    "passed": "success",
    "pass": "success",
    "published": "success",
    "applied": "success",
    "done": "success",
    "locked": "primary",
    "refused": "danger",
    "failed": "danger",
    "fail": "danger",
    "error": "danger",
    "missing": "secondary",
}


@register.simple_tag
def badge(state, title):
    """A state as a coloured word. The word carries the meaning, the colour only helps."""
    return format_html(
        '<span class="state state-{}">{}</span>', TONES.get(state, "secondary"), title
    )


@register.simple_tag
def icon(name):
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.filter
def moment(value):
    """A moment on the wall clock: 2024-05-30 08:00."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


@register.filter
def clock(value):
    """Only the time of day: 08:00."""
    if not value:
        return ""
    return (timezone.localtime(value) if hasattr(value, "date") else value).strftime("%H:%M")


@register.filter
def minutes(span):
    """A length of time in whole minutes."""
    return round(span.total_seconds() / 60) if span else 0


@register.filter
def until(value, now=None):
    """How far away a due moment is, in words."""
    if not value:
        return ""
    left = value - (now or timezone.now())
    days, hours = left.days, left.seconds // 3600
    if left.total_seconds() < 0:
        late = -left
        return (
            _("已逾期 %(n)d 天") % {"n": late.days}
            if late.days
            else _("已逾期 %(n)d 小时") % {"n": max(1, late.seconds // 3600)}
        )
    if days:
        return _("还有 %(n)d 天") % {"n": days}
    if hours:
        return _("还有 %(n)d 小时") % {"n": hours}
    return _("还有 %(n)d 分钟") % {"n": left.seconds // 60}


@register.inclusion_tag("ui/pager.html")
def pager(page):
    return {"page": page}


@register.simple_tag
def job_progress(job):
    """The newest {stage, done, total, percent} of a job."""
    return said(job)


@register.inclusion_tag("ui/empty.html")
def empty(title, hint="", url="", action=""):
    """What a list says when it is empty: why, and what to do next."""
    return {"title": title, "hint": hint, "url": url, "action": action}


@register.inclusion_tag("ui/steps.html")
def steps(history):
    """The history of an object, each step by the name that its button had."""
    return {"history": [{"step": step, "title": title_of(step)} for step in history]}


@register.inclusion_tag("ui/form_fields.html")
def fields(form):
    """All fields of a form with label, help and errors."""
    return {"form": form}
