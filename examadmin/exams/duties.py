"""Duty documents and who has read them (责任到人).

A receipt is for the text that was read: when a later policy changes the text, it is asked again.
Which posts a person holds is told by a higher app; this one knows no places.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from examadmin.audit.services import record
from examadmin.base.errors import Refusal

from .models import ReadReceipt

_posts_of: list[Callable] = []


def ask_posts_of(source: Callable) -> None:
    """source(user) -> the names of the posts that the person holds now."""
    _posts_of.append(source)


@dataclass(frozen=True)
class Duty:
    """A duty document before one reader. `mine`: it binds a post of this person."""

    key: str
    mark: str
    title: str
    text: str
    roles: tuple[str, ...]
    mine: bool
    read_at: datetime | None

    @property
    def owed(self) -> bool:
        return self.mine and self.read_at is None


def mark_of(document: dict) -> str:
    """Names a document together with its text."""
    return f"{document['key']}:{hashlib.sha256(document['text'].encode()).hexdigest()[:12]}"


def duties_of(user, exam) -> list[Duty]:
    """Every duty document of the exam, those that bind this person first."""
    posts = {post for source in _posts_of for post in source(user)}
    receipts = ReadReceipt.objects.filter(exam=exam, user=user)
    read = dict(receipts.values_list("document", "at"))
    duties = [
        Duty(
            key=document["key"],
            mark=mark_of(document),
            title=document["title"],
            text=document["text"].strip(),
            roles=tuple(document["roles"]),
            mine=not posts.isdisjoint(document["roles"]),
            read_at=read.get(mark_of(document)),
        )
        for document in exam.rules["duty_documents"]
    ]
    return sorted(duties, key=lambda duty: not duty.mine)


def confirm_reading(*, exam, document: str, by, now) -> ReadReceipt:
    """The person has read a document that binds one of the own posts. Twice is once."""
    duty = next((d for d in duties_of(by, exam) if d.key == document), None)
    if duty is None or not duty.mine:
        raise Refusal(_("这份职责文件不是发给您的职务的，不需要确认。"))
    with transaction.atomic():
        receipt, new = ReadReceipt.objects.get_or_create(
            exam=exam, document=duty.mark, user=by, defaults={"at": now}
        )
        if new:
            changes = {"document": duty.title, "mark": duty.mark}
            record(by=by, now=now, action="exams.read_duty", target=exam, changes=changes)
    return receipt
