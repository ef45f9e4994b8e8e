"""What the rounds ask of the people who run a site: download, practise, clean up."""

from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from centers.scope import places, posts
from examadmin.accounts.choices import Tier
from examadmin.exams.rules import ZONE
from examadmin.ui.registry import Todo

from .queries.rounds import stage_of
from .queries.rounds_due import rounds_at


def rounds_due(user, exam, now):
    mine = places(user, "scheduling.confirm_practice", Tier.SITE)
    if not mine:
        return
    today = now.astimezone(ZONE).date()
    rounds = list(rounds_at(exam, mine, {post.role for post in posts(user)}))
    formal = next((one for one in rounds if not one.mock), None)
    for one in rounds:
        if today >= one.download_on:
            yield from _of_round(exam, one, formal, today)


def _of_round(exam, one, formal, today):
    stage, names = stage_of(one, today), {"round": one}
    url = reverse("round_site", args=[exam.code, one.key, one.school_code])
    if stage != "over" and not (one.cleaned or one.fetched or one.told):
        yield Todo(_("下载%(round)s的数据") % names, url, one.school, due=_end(one.opens_on))
    if not one.mock:
        return
    if stage == "now" and one.left:
        yield Todo(_("登记参加了%(round)s的考生") % names, url, one.school,
                   due=_end(one.closes_on), count=one.left)  # fmt: skip
    if stage == "over" and one.fetched and not one.cleaned:
        due = _end(formal.download_on) if formal else None
        yield Todo(_("清理%(round)s的数据并出具证明") % names, url, one.school, due=due,
                   grave=formal is not None and today >= formal.download_on)  # fmt: skip


def _end(day):
    return datetime.combine(day, time.max, ZONE)
