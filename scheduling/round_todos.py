"""What the rounds ask of the people who run a site: download, practise, clean up."""

from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from centers.scope import places, posts
from examadmin.accounts.choices import Tier
from examadmin.exams.rules import ZONE
from examadmin.ui.registry import Todo

from .queries.practice import site_lines
from .queries.rounds import stage_of


def rounds_due(user, exam, now):
    mine = places(user, "scheduling.confirm_practice", Tier.SITE)
    if not mine:
        return
    today = now.astimezone(ZONE).date()
    rounds = [one for one in exam.rounds.all() if today >= one.download_on]
    if not rounds:
        return
    told = _told_by_the_plan(user, exam)
    formal = next((one for one in exam.rounds.all() if not one.mock), None)
    for line in site_lines(user, exam, now):
        if line.site.school_id in mine:
            for one in rounds:
                yield from _of_round(line, one, stage_of(one, today), formal, today, told)


def _told_by_the_plan(user, exam) -> set:
    """Downloads that this person is reminded of as a step of the work plan anyway."""
    steps = exam.milestones.filter(owed_by__in={post.role for post in posts(user)})
    return set(steps.values_list("check_name", flat=True))


def _of_round(line, one, stage, formal, today, told):
    school, names = line.site.school, {"round": one}
    url = reverse("round_site", args=[line.site.exam.code, one.key, school.code])
    cleaned = one.pk in line.cleaned
    plan = {f"downloaded_{one.key}"} | (set() if one.mock else {"formal_installed"})
    if stage != "over" and not cleaned and one.pk not in line.downloaded and not plan & told:
        yield Todo(_("下载%(round)s的数据") % names, url, school.name, due=_end(one.opens_on))
    if not one.mock:
        return
    left = line.total - line.done.get(one.pk, 0)
    if stage == "now" and left:
        yield Todo(_("登记参加了%(round)s的考生") % names, url, school.name,
                   due=_end(one.closes_on), count=left)  # fmt: skip
    if stage == "over" and not cleaned and one.pk in line.downloaded:
        late = formal is not None and today >= formal.download_on
        yield Todo(_("清理%(round)s的数据并出具证明") % names, url, school.name,
                   due=_end(formal.download_on) if formal else None, grave=late)  # fmt: skip


def _end(day):
    return datetime.combine(day, time.max, ZONE)
