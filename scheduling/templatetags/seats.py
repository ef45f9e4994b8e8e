"""Small helps for the pictures of this app."""

from django import template

register = template.Library()


@register.filter
def at(rows, place):
    """The entry of a list at a place; for two lists that run beside each other."""
    return rows[place]


@register.filter
def of(table, key):
    """The entry of a table for a key, or the key itself."""
    return table.get(key, key)
