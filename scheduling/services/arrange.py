"""Arrange a county: everybody who has no seat yet, or everybody anew.

The solver works outside the transaction; its plan is judged by the independent verifier before it
is stored, and stored only if nobody changed a seat meanwhile.
"""

from collections import Counter
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Site
from examadmin.audit.services import record
from examadmin.base.errors import Refusal

from ..choices import Unseated
from ..models import Arrangement, Seating
from ..queries.plan_input import CountyInput, SiteInput, read_county
from ..solver import solve, verify
from .gate import authorise, hold, hold_of, next_version, require_open
from .timetable import lay_sessions

SUMS = ("candidates", "seated", "unplaced", "sessions", "sessions_bound", "cells", "cells_bound",
        "splits", "splits_bound", "order_breaks", "apart", "guests_apart")  # fmt: skip


class BrokenPlan(RuntimeError):
    """The solver gave a plan that the verifier refuses: a fault of ours, never stored."""


class Quiet:
    """Progress that nobody watches."""

    def stage(self, name, total=0):
        pass

    def step(self, count=1):
        pass


def arrange_county(
    *, exam, county, seed: int, by, now, progress=None, rebuild=False, reason=""
) -> Arrangement:
    """Seat the candidates of a county's sites.

    Seats that stand are kept and only the rest is placed; with `rebuild` only pinned seats are.
    Whoever cannot be placed stands in `arrangement.unplaced` with the reason. Raises Refusal
    where the arrangement is under review or locked, or its window is closed.
    """
    progress = progress or Quiet()
    progress.stage(_("读取考生和考点"))
    with transaction.atomic():
        arrangement = hold_of(exam=exam, county=county)
        authorise(by, "arrange", arrangement)
        require_open(arrangement, by=by, now=now)
        moved = lay_sessions(_sites(arrangement))
        if moved:
            seated = Seating.objects.filter(room_session__session__in=moved)
            next_version(arrangement, list(seated.values_list("pk", flat=True)))
        data = read_county(arrangement)
    progress.stage(_("逐考点编排"), total=len(data.sites))
    plans = []
    for site in data.sites:
        plans.append(_plan(data, site, seed, rebuild))
        progress.step()
    progress.stage(_("保存座位"), total=sum(len(plan["seats"]) for plan in plans))
    with transaction.atomic():
        held = hold(arrangement)
        require_open(held, by=by, now=now)
        if held.version != arrangement.version:
            raise Refusal(_("编排过程中有人调整了座位，本次结果没有保存。请重新编排。"))
        counts = _store(held, data, plans, seed=seed, now=now, progress=progress)
        record(
            by=by,
            now=now,
            action="scheduling.arrange",
            target=held,
            chain=f"county:{county.code}",
            changes={"seed": seed, "rebuild": rebuild, "version": held.version, **counts},
            reason=reason,
        )
    return held


def _sites(arrangement):
    sites = Site.objects.filter(exam=arrangement.exam, county=arrangement.county)
    for site in sites.select_related("school", "county"):
        site.exam = arrangement.exam
        yield site


def _plan(data: CountyInput, site: SiteInput, seed: int, rebuild: bool) -> dict:
    """{"site", "seats": {candidate: (room-session, seat)}, "unplaced", "quality"} of one site."""
    aside = [row for row in site.seats if row.pinned and _on_spare(site, row)]
    beside = {row.candidate for row in aside}
    for key, members in site.classes.items():
        site.classes[key] = [m for m in members if m not in beside]
    keep = [
        row
        for row in site.seats
        if row.candidate not in beside and (row.pinned or (not rebuild and _holds(site, row)))
    ]
    keep.sort(key=lambda row: (row.session, row.room, row.seat))
    problem = data.problem(site, keep)
    plan = solve(problem, seed)
    broken = verify(problem, plan)
    laws = [b for b in broken if not b.remark]
    if laws:
        raise BrokenPlan(f"{site.site.school.code}: {laws[:5]}")
    seats = {row.candidate: (row.room_session, row.seat) for row in aside}
    for seating in plan.seatings:
        seats[seating.candidate] = (site.cells[seating.room, seating.slot], seating.seat)
    remarks = Counter(str(b.rule) for b in broken)
    return {
        "site": site.site.pk,
        "seats": seats,
        "unplaced": {nobody.candidate: str(nobody.reason) for nobody in plan.unplaced},
        "quality": {**asdict(plan.report), "remarks": dict(remarks)},
    }


def _on_spare(site: SiteInput, row) -> bool:
    """Seated by hand on a machine that the solver may not use."""
    room = next((r for r in site.rooms if r.pk == row.room), None)
    return room is not None and room.capacity < row.seat <= room.machines


def _holds(site: SiteInput, row) -> bool:
    """Whether a seat that stands still exists: the room in use, the machine usable."""
    room = next((r for r in site.rooms if r.pk == row.room), None)
    return room is not None and row.seat <= room.capacity


def _store(arrangement, data: CountyInput, plans, *, seed, now, progress) -> dict:
    """Write what changed; seats that are the same keep their row and version."""
    before = data.seats
    wanted = {c: place for plan in plans for c, place in plan["seats"].items()}
    same = {
        c for c, place in wanted.items()
        if c in before and (before[c].room_session, before[c].seat) == place
    }  # fmt: skip
    unplaced = {c: r for plan in plans for c, r in plan["unplaced"].items()} | data.homeless
    _delete([row.pk for candidate, row in before.items() if candidate not in same])
    total = {name: sum(plan["quality"][name] for plan in plans) for name in SUMS}
    total["unplaced"] += len(data.homeless)
    total["candidates"] += len(data.homeless)
    version = next_version(
        arrangement,
        seed=seed,
        arranged_at=now,
        unplaced={str(candidate): str(reason) for candidate, reason in unplaced.items()},
        quality={
            "version": arrangement.version + 1,
            "total": total,
            "sites": {str(plan["site"]): plan["quality"] for plan in plans},
        },
    )
    pinned = {c for c, row in before.items() if row.pinned}
    fresh = [
        Seating(
            arrangement=arrangement,
            candidate_id=candidate,
            room_session_id=cell,
            seat=seat,
            pinned=candidate in pinned,
            version=version,
        )
        for candidate, (cell, seat) in wanted.items()
        if candidate not in same
    ]
    for start in range(0, len(fresh), 2000):
        part = fresh[start : start + 2000]
        Seating.objects.bulk_create(part, batch_size=2000)
        progress.step(len(part))
    return {"seated": len(wanted), "changed": len(fresh), "unplaced": len(unplaced)}


def _delete(keys: list[int]) -> None:
    for start in range(0, len(keys), 5000):
        Seating.objects.filter(pk__in=keys[start : start + 5000]).delete()


def reason_text(reason: str) -> str:
    """What a person reads about somebody on the red list."""
    return str(Unseated(reason).label)
