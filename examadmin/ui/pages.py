"""Pages of long lists: no count of the whole table, one row more than is shown."""

from dataclasses import dataclass


@dataclass
class Page:
    rows: list
    number: int
    has_next: bool
    size: int
    query: str

    @property
    def first(self):
        return (self.number - 1) * self.size + 1

    @property
    def last(self):
        return self.first + len(self.rows) - 1

    @property
    def has_previous(self):
        return self.number > 1

    @property
    def previous(self):
        return self.number - 1

    @property
    def next(self):
        return self.number + 1


def page_of(request, queryset, size=50) -> Page:
    """The page that `?page=` asks for; anything that is no page number is the first page."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) < 100_000 else 1
    start = (number - 1) * size
    rows = list(queryset[start : start + size + 1])
    kept = request.GET.copy()
    kept.pop("page", None)
    return Page(rows[:size], number, len(rows) > size, size, kept.urlencode())
