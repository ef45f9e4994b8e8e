from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.solver import county_need, site_need
from scheduling.solver.hosting import Guest, Host, HostingReason, place_guests


def host(site, candidates=0, seats=40, sessions=15, county="城区"):
    return Host(site, county, candidates, seats, sessions)


def guest(school, *sizes, county="城区"):
    return Guest(school, county, tuple((f"{school}{n}", s) for n, s in enumerate(sizes, 1)))


def sites(hosting):
    return {(entry.school, entry.site): entry.candidates for entry in hosting.hosted}


@pytest.mark.clause("Y-028")
def test_a_school_goes_whole_where_no_session_is_added():
    hosting = place_guests([guest("丙", 15, 5)], [host("甲", 40), host("乙", 60)])
    assert sites(hosting) == {("丙", "乙"): 20}
    assert hosting.hosted[0].whole
    assert hosting.added_sessions == 0


def test_of_hosts_that_add_as_many_sessions_the_nearest_is_chosen():
    hosts = [host("甲", 30), host("乙", 30), host("丁", 30)]
    way = {"甲": 12.0, "乙": 3.5}
    hosting = place_guests([guest("丙", 10)], hosts, lambda school, site: way.get(site))
    assert sites(hosting) == {("丙", "乙"): 10}


def test_without_distances_the_order_of_the_hosts_decides():
    assert sites(place_guests([guest("丙", 10)], [host("乙"), host("甲")])) == {("丙", "乙"): 10}


def test_schools_change_places_where_that_saves_a_session():
    hosting = place_guests([guest("大", 25), guest("小", 20)], [host("甲", 15), host("乙", 20)])
    assert sites(hosting) == {("大", "甲"): 25, ("小", "乙"): 20}
    assert hosting.added_sessions == 0


def test_a_school_is_divided_by_classes_only_when_no_host_takes_it_whole():
    hosts = [host("甲", 10, sessions=1), host("乙", 20, sessions=1)]
    hosting = place_guests([guest("丙", 20, 12, 8)], hosts)
    assert sites(hosting) == {("丙", "甲"): 28, ("丙", "乙"): 12}
    assert not any(entry.whole for entry in hosting.hosted)
    assert hosting.unhosted == ()


def test_a_class_without_a_host_is_named_with_the_reason():
    hosting = place_guests([guest("丙", 30), guest("丁", 5, county="矿区")], [host("甲", 590)])
    assert hosting.hosted == ()
    assert [(u.school, u.candidates, u.reason) for u in hosting.unhosted] == [
        ("丙", 30, HostingReason.NO_SEATS),
        ("丁", 5, HostingReason.NO_HOST),
    ]


def test_another_county_is_asked_only_when_allowed_and_then_last():
    hosts = [host("甲", 40), host("远", 10, county="矿区")]
    guests = [guest("丙", 20)]
    assert sites(place_guests(guests, hosts)) == {("丙", "甲"): 20}
    assert sites(place_guests(guests, hosts, across_counties=True)) == {("丙", "甲"): 20}
    full = [host("甲", 600), hosts[1]]
    assert place_guests(guests, full).unhosted
    assert sites(place_guests(guests, full, across_counties=True)) == {("丙", "远"): 20}


hosts_of = st.lists(
    st.builds(host, st.just("?"), st.integers(0, 90), st.integers(1, 45), st.integers(0, 5)),
    max_size=3,
).map(
    lambda hosts: [
        Host(f"site{n}", "城区", h.candidates, h.seats, h.sessions) for n, h in enumerate(hosts)
    ]
)
guests_of = st.lists(st.lists(st.integers(0, 30), max_size=3), max_size=4).map(
    lambda schools: [guest(f"school{n}", *sizes) for n, sizes in enumerate(schools)]
)


@settings(max_examples=60, deadline=None)
@given(guests_of, hosts_of)
def test_every_class_is_hosted_or_named_and_no_host_is_overfull(guests, hosts):
    hosting = place_guests(guests, hosts)
    named = [key for entry in (*hosting.hosted, *hosting.unhosted) for key in entry.classes]
    assert len(named) == len(set(named))
    assert {k for g in guests for k, size in g.classes if size} <= set(named)
    for place in hosts:
        more = sum(entry.candidates for entry in hosting.hosted if entry.site == place.site)
        assert not more or place.candidates + more <= place.seats * place.sessions


@settings(max_examples=60, deadline=None)
@given(guests_of, hosts_of)
def test_few_schools_add_as_few_sessions_as_trying_everything(guests, hosts):
    hosting = place_guests(guests, hosts)
    if hosting.unhosted or not all(entry.whole for entry in hosting.hosted):
        return
    least = None
    for choice in product(hosts, repeat=len(guests)):
        added = 0
        for place in hosts:
            more = sum(g.candidates for g, h in zip(guests, choice, strict=True) if h is place)
            if more and place.candidates + more > place.seats * place.sessions:
                break
            added += -(-(place.candidates + more) // place.seats) + -place.candidates // place.seats
        else:
            least = added if least is None else min(least, added)
    assert hosting.added_sessions == (least or 0)


@pytest.mark.clause("Y-018")
def test_a_county_sees_what_it_needs_against_what_it_has():
    enough, short = site_need(935, [45, 45, 45], 15), site_need(100, [30], 3)
    assert (enough.sessions_needed, enough.cells_needed, enough.cells_available) == (7, 21, 45)
    assert enough.enough
    assert (short.sessions_needed, short.missing_seats, short.enough) == (4, 10, False)
    county = county_need([enough, short])
    assert (county.candidates, county.cells_needed, county.missing_seats) == (1035, 25, 10)


def test_a_site_without_rooms_misses_every_seat():
    assert site_need(20, [], 15).missing_seats == 20
