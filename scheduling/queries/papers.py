"""The shelf of papers of a county or site: what can be made, what was made, what is out of date."""

from collections import defaultdict
from dataclasses import dataclass, field

from ..choices import ArrangementState, PaperKind
from ..models import Arrangement, Paper


@dataclass
class Shelf:
    """One kind of paper in one place."""

    kind: PaperKind
    orders: tuple[str, ...]
    locked_out: bool
    papers: list[Paper] = field(default_factory=list)

    @property
    def latest(self):
        return next((paper for paper in self.papers if paper.file_id), None)

    @property
    def making(self):
        """A version whose job has not ended."""
        return next((p for p in self.papers if not p.file_id and p.job and not p.job.is_over), None)

    @property
    def failed(self):
        newest = self.papers[0] if self.papers else None
        return newest if newest and not newest.file_id and not self.making else None

    @property
    def older(self):
        return [paper for paper in self.papers if paper.file_id and paper != self.latest]


def shelves(user, exam, county, site, kinds) -> list[Shelf]:
    """One shelf a kind that this place can have; two queries."""
    arrangement = Arrangement.objects.filter(exam=exam, county=county).first()
    locked = bool(arrangement) and arrangement.state == ArrangementState.LOCKED
    found = defaultdict(list)
    rows = Paper.objects.filter(exam=exam, county=county, site=site)
    rows = rows.visible_to(user, "scheduling.view_paper")
    for paper in rows.select_related("file", "job", "made_by").order_by("-made_at", "-pk"):
        current = arrangement.version if arrangement else 0
        paper.stale = kinds[paper.kind].of_seats and paper.arrangement_version < current
        found[paper.kind].append(paper)
    return [
        Shelf(PaperKind(key), kind.orders, kind.needs_lock and not locked, found[key])
        for key, kind in kinds.items()
        if site is None or kind.of_site
    ]
