"""Typed registries through which lower apps show themselves on the shared pages.

An app fills them from its `AppConfig.ready`: a menu item, a source of things that are due for a
person, a source of search hits. The shell asks all of them and knows none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MenuItem:
    """One entry of the side menu. `url_name` takes the exam's code when `in_exam` is true; an
    empty `perm` shows it to everybody."""

    title: str
    url_name: str
    perm: str
    icon: str
    position: int
    in_exam: bool = True


@dataclass(frozen=True)
class Todo:
    """One thing that is due for this person: what, until when, and where to do it."""

    title: str
    url: str
    detail: str = ""
    due: datetime | None = None
    count: int = 0
    grave: bool = False


@dataclass(frozen=True)
class Hit:
    """One search result."""

    kind: str
    title: str
    detail: str
    url: str


menu_items: list[MenuItem] = []
todo_sources: list[Callable[..., Iterable[Todo]]] = []
search_sources: list[Callable[..., Iterable[Hit]]] = []


def add_menu(*items: MenuItem) -> None:
    menu_items.extend(items)
    menu_items.sort(key=lambda item: item.position)


def add_todos(source: Callable[..., Iterable[Todo]]) -> None:
    """source(user, exam, now) -> todos of that person in that exam."""
    todo_sources.append(source)


def add_search(source: Callable[..., Iterable[Hit]]) -> None:
    """source(user, exam, text) -> at most 20 hits within the person's scope."""
    search_sources.append(source)


_exam_finder: list[Callable] = []


def find_exam_by(finder: Callable) -> None:
    """finder(request) -> the exam a person works in on pages that stand outside an exam."""
    _exam_finder[:] = [finder]


def exam_of(request):
    """The exam of this page, or the one that the person last chose; None when there is none."""
    if not hasattr(request, "exam"):
        request.exam = _exam_finder[0](request) if _exam_finder else None
    return request.exam
