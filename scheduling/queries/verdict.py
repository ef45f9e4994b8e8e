"""The independent verifier over an arrangement as it is stored, with a sentence for each broken
rule. It shares nothing with the rule that judges moves, so each finds the other's mistakes."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as say

from candidates.models import Candidate

from .. import solver
from ..choices import Level
from ..findings import Finding
from ..models import Seating
from .plan_input import CountyInput, SiteInput, read_county
from .state import unplaced_findings
from .timetable import timetable_findings

SENTENCES = {
    "unknown_candidate": say("%(candidate)s不应在此考点考试。"),
    "twice": say("%(candidate)s被编排了两次。"),
    "missing": say("%(candidate)s既没有座位，也不在未编排名单。"),
    "false_reason": say("%(candidate)s未编排的原因与事实不符。"),
    "idle_seat": say("%(candidate)s没有座位，而%(cell)s还有空位。"),
    "unknown_room": say("%(candidate)s所在的考场已停用或不属于该考点。"),
    "unknown_slot": say("%(candidate)s所在的场次不属于该考点。"),
    "outside_window": say("%(candidate)s在%(cell)s，不在规定时段内或晚于登录截止时间。"),
    "closed_cell": say("%(candidate)s在%(cell)s，该考场场次不接收考生。"),
    "no_such_seat": say("%(candidate)s在%(cell)s%(seat)s号机，没有这台机器。"),
    "spare_seat": say("%(candidate)s在%(cell)s%(seat)s号机，占用了备用机。"),
    "seat_taken": say("%(cell)s%(seat)s号机坐了两名考生，其中有%(candidate)s。"),
    "over_capacity": say("%(cell)s超员%(number)s人。"),
    "pin_lost": say("%(candidate)s的固定座位没有保留。"),
    "pin_invented": say("%(candidate)s被误记为固定座位。"),
    "mixed_categories": say("%(cell)s混排了不同类别的考生。"),
    "more_sessions": say("多用了%(number)s个场次。"),
    "needless_split": say("%(group)s本可不拆分。"),
    "split_apart": say("%(group)s的各部分不在相邻的考场场次。"),
    "guests_apart": say("借考学校的场次不相邻。"),
    "class_order": say("%(group)s没有按班级顺序。"),
    "roll_order": say("%(candidate)s没有按报名号顺序就座。"),
    "room_order": say("%(cell)s空着，而后面的考场有人。"),
    "uneven": say("%(cell)s与同班的其他考场人数不均。"),
    "seat_gap": say("%(cell)s%(seat)s号机空着，而后面的机器有人。"),
    "report_false": say("质量报告与座位不符。"),
}


def verdict(arrangement, *, remarks=False) -> list[Finding]:
    """Every broken rule of the stored plan; with `remarks` what is lawful but not good, too."""
    data = read_county(arrangement)
    found = [finding for site in data.sites for finding in _site(data, site, remarks)]
    found += _stray(data)
    found += unplaced_findings(arrangement)
    found += timetable_findings([site.site for site in data.sites])
    return [f for f in found if remarks or f.level != Level.NOTE]


def _site(data: CountyInput, site: SiteInput, remarks: bool) -> list[Finding]:
    seated = {row.candidate for row in site.seats}
    members = [member for group in site.classes.values() for member in group]
    pins = [row for row in site.seats if row.pinned]
    pinned = {row.candidate for row in pins}
    plan = solver.Plan(
        seatings=tuple(
            solver.Seating(r.candidate, r.room, r.session, r.seat, r.candidate in pinned)
            for r in sorted(site.seats, key=lambda r: (r.session, r.room, r.seat))
        ),
        unplaced=tuple(
            solver.Unplaced(member, solver.Reason.NO_SEAT)
            for member in members
            if member not in seated
        ),
        report=None,
    )
    broken = solver.verify(data.problem(site, pins), plan)
    on_spare = [row for row in pins if _is_spare(site, row)]
    allowed = {row.candidate for row in on_spare}
    beside = Counter((row.room, row.session) for row in on_spare)
    names = Candidate.objects.in_bulk({one.candidate for one in broken} - {None})
    found = []
    for one in broken:
        level = Level.NOTE if one.remark or _allowed(one, allowed, beside) else Level.BLOCK
        if remarks or level == Level.BLOCK:
            found.append(
                Finding(level, str(one.rule), _sentence(site, one, names), site=site.site.pk)
            )
    return found


def _is_spare(site, row) -> bool:
    room = next((r for r in site.rooms if r.pk == row.room), None)
    return room is not None and room.capacity < row.seat <= room.machines


def _allowed(one, allowed, beside) -> bool:
    """A spare machine that somebody pinned by hand is a remark, not a breach (K-06)."""
    if one.rule == solver.Rule.OVER_CAPACITY:
        return one.number <= beside[one.room, one.slot]
    return one.rule == solver.Rule.SPARE_SEAT and one.candidate in allowed


def _sentence(site: SiteInput, one, people) -> str:
    room = next((r for r in site.rooms if r.pk == one.room), "")
    session = next((s for s in site.sessions if s.pk == one.slot), "")
    group = _("%(class_no)s班") % {"class_no": one.group[2]} if one.group else ""
    names = {
        "candidate": people.get(one.candidate, ""),
        "cell": f"{session}{room}",
        "seat": one.seat,
        "number": one.number,
        "group": group,
    }
    return f"{site.site}：{_(SENTENCES[one.rule]) % names}"


def _stray(data: CountyInput) -> list[Finding]:
    """Seats of candidates who may not sit there or are no longer entered."""
    rows = Seating.objects.filter(pk__in=[row.pk for row in data.stray]).select_related(
        "candidate", "room_session__room__site__school", "room_session__session"
    )
    found = []
    for row in rows:
        site = row.room_session.room.site
        gone = row.candidate.withdrawn_at is not None
        sentence = (
            _("%(site)s：%(candidate)s已退出考试，仍有座位。")
            if gone
            else _("%(site)s：%(candidate)s没有在此考点考试的安排。")
        )
        text = sentence % {"site": site, "candidate": row.candidate}
        rule = "withdrawn" if gone else "site_rule"
        found.append(
            Finding(Level.BLOCK, rule, text, row.candidate_id, row.room_session_id, site.pk)
        )
    return found
