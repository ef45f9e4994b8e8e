"""What the shared pages ask: which exams, what is due, who holds which right."""

from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps

from centers.models import Appointment
from examadmin.accounts import rights
from examadmin.exams.choices import ExamState
from examadmin.exams.models import Exam
from examadmin.ui.registry import Todo, search_sources, todo_sources

SOON = timedelta(days=3)


def exams_of(user):
    """The exams a person may work in, newest first; drafts only for those who write them."""
    if user.has_perm("exams.create_exam"):
        return Exam.objects.all()
    if user.has_perm("exams.view_exam"):
        return Exam.objects.exclude(state=ExamState.DRAFT)
    return Exam.objects.none()


def choices_of(user) -> list[Exam]:
    """The exams of a person to choose from, with their rules: who asks for one asks for them."""
    exams = exams_of(user).select_related("policy").defer("draft")
    return list(exams.order_by("-first_day", "code")[:20])


def pick(exams, wanted=""):
    """The wanted exam if it is among them, else the newest that runs, else the newest."""
    for exam in exams:
        if exam.code == wanted:
            return exam
    running = [exam for exam in exams if exam.state == ExamState.PUBLISHED]
    return (running or exams or [None])[0]


@dataclass(frozen=True)
class Due:
    """A todo as the home page shows it."""

    todo: Todo
    tone: str  # late, grave, soon or plain


def dues(user, exam, now) -> list[Due]:
    """All that is due for the person: overdue first, then grave, then by its date."""
    found = []
    for source in todo_sources:
        for todo in source(user, exam, now):
            late = todo.due is not None and todo.due < now
            soon = todo.due is not None and now <= todo.due < now + SOON
            tone = "late" if late else "grave" if todo.grave else "soon" if soon else "plain"
            found.append(Due(todo, tone))
    rank = {"late": 0, "grave": 1, "soon": 2, "plain": 2}
    return sorted(
        found,
        key=lambda d: (rank[d.tone], d.todo.due is None, d.todo.due or now, str(d.todo.title)),
    )


def hits(user, exam, text) -> list:
    """What the sources know by this text, within the person's scope."""
    return [hit for source in search_sources for hit in source(user, exam, text)]


@dataclass(frozen=True)
class Held:
    """One post of a person and what it allows."""

    post: Appointment
    groups: list  # [(name of the part of the work, [right in plain words])]


def rights_of(user, now) -> list[Held]:
    posts = (
        Appointment.objects.filter(user=user)
        .in_force(now)
        .select_related("county", "school", "room__site__school")
        .order_by("start", "pk")
    )
    return [Held(post, _rights_by_app(post.role)) for post in posts]


def _rights_by_app(role):
    groups = {}
    for perm in rights.known():
        if role in rights.holders(perm):
            groups.setdefault(perm.partition(".")[0], []).append(rights.title(perm))
    order = [config.label for config in apps.get_app_configs()]
    return [
        (apps.get_app_config(label).verbose_name, groups[label])
        for label in sorted(groups, key=order.index)
    ]
