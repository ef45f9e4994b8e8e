"""Pictures of places."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

register = template.Library()

ACROSS, STEP, SIDE = 11, 14, 11


@register.simple_tag
def machines(count, spare):
    """A room as a field of little screens: full ones to sit at, hollow ones standing by."""
    count, spare = count or 0, spare or 0
    usable = max(0, count - spare)
    screens = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
        (
            (
                "machine" if n < usable else "machine-spare",
                n % ACROSS * STEP + 1,
                n // ACROSS * STEP + 1,
                SIDE,
                SIDE - 2,
            )
            for n in range(min(count, 500))
        ),
    )
    rows = -(-max(1, count) // ACROSS)
    return format_html(
        '<svg class="machines" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        ACROSS * STEP,
        rows * STEP,
        _("%(count)d台，其中备用%(spare)d台") % {"count": count, "spare": spare},
        screens,
    )


@register.inclusion_tag("centers/bar.html")
def share(percent, tone=""):
    """A bar that is filled by so many per cent."""
    return {"percent": max(0, min(100, int(percent or 0))), "tone": tone}


@register.filter
def get(mapping, key):
    return mapping.get(key, "") if mapping else ""
