"""Typed registries through which lower apps show themselves on the shared pages.

An app fills them from its `AppConfig.ready`: a menu item, a source of things that are due for a
person, a source of search hits. The shell asks all of them and knows none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MenuItem:
    """One entry of the side menu. `url_name` takes the exam's code when `in_exam` is true."""

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
