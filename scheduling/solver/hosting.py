"""Where the pupils of schools that are no site sit (借考).

First by the fewest sessions that the hosts must add, then by the nearest host, each school whole as
long as any host can take it whole. Only hosts of the school's own county are asked, since the county
answers for the exam; where the caller lets schools cross, another county is the last resort.
"""

from collections.abc import Sequence

from .desk import Desk, keys
from .guests import Distance, Guest, Host, Hosted, Hosting, HostingReason, Unhosted

__all__ = [
    "Distance",
    "Guest",
    "Host",
    "Hosted",
    "Hosting",
    "HostingReason",
    "Unhosted",
    "place_guests",
]


def place_guests(
    guests: Sequence[Guest],
    hosts: Sequence[Host],
    distance: Distance | None = None,
    *,
    across_counties: bool = False,
) -> Hosting:
    """Choose a host for every guest school.

    Large schools choose first; then single schools and pairs move for as long as that saves
    sessions or way; then every other choice is tried, as far as their number allows. The result
    depends on nothing but the arguments.
    """
    desk = Desk(guests, hosts, distance, across_counties)
    split = []
    for g in sorted(range(len(guests)), key=lambda g: (-guests[g].candidates, g)):
        if not guests[g].candidates:
            continue
        if not desk.settle(g):
            split.append(g)
    desk.improve()
    desk.search()
    hosted: dict[int, list[Hosted]] = {
        g: [Hosted(guests[g].school, hosts[h].site, keys(guests[g].classes), desk.size[g], True)]
        for g, h in desk.at.items()
    }
    unhosted: dict[int, Unhosted] = {}
    for g in split:
        hosted[g], left = desk.scatter(g)
        if left:
            reason = HostingReason.NO_SEATS if desk.allowed[g] else HostingReason.NO_HOST
            pupils = sum(size for _, size in left)
            unhosted[g] = Unhosted(guests[g].school, keys(left), pupils, reason)
    return Hosting(
        hosted=tuple(entry for g in sorted(hosted) for entry in hosted[g]),
        unhosted=tuple(unhosted[g] for g in sorted(unhosted)),
        added_sessions=sum(desk.sessions(h) for h in range(len(hosts))) - desk.before,
    )
