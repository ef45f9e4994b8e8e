"""Any sequence of acts: the life of an arrangement as a state machine (W-01). After every step the
independent verifier finds no broken rule, and what is frozen is frozen."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from candidates.models import Candidate
from examadmin.audit.services import broken_chains
from examadmin.base.errors import Refusal
from examadmin.testing.world import World
from scheduling.choices import ArrangementState, ChangeState
from scheduling.models import Arrangement, ChangeOrder, RoomSession, Seating
from scheduling.queries.frozen import fingerprint
from scheduling.queries.verdict import verdict
from scheduling.queries.zero import zero_registered
from scheduling.services import changes, review
from scheduling.services.arrange import arrange_county
from scheduling.services.moves import (
    Move,
    make_moves,
    move_class,
    pin,
    swap_sessions,
    unpin,
    unseat,
)
from scheduling.services.settle import settle

OPEN = (ArrangementState.DRAFT, ArrangementState.RETURNED)
UNFINISHED = {"unplaced", "idle_seat"}  # findings of a plan that is not ready yet, not of a bad one
NTH = st.integers(0, 67)


class Life(RuleBasedStateMachine):
    """County B: two sites, 68 candidates. Every act is tried in every state."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.world = World()
        self.officer = {"by": self.world.officer_b, "now": self.world.now}
        self.city = {"by": self.world.city_reviewer, "now": self.world.now}
        self.arrangement = arrange_county(
            exam=self.world.exam, county=self.world.county_b, seed=1, **self.officer
        )
        self.people = list(
            Candidate.objects.filter(school__county=self.world.county_b).order_by("pk")
        )
        self.cells = list(
            RoomSession.objects.filter(room__site__county=self.world.county_b, session__ordinal__lte=4)
            .select_related("session__site__exam", "room")
            .order_by("pk")
        )  # fmt: skip
        self.version = self.arrangement.version
        self.locked_plan = None

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def act(self, verb, *, only_in=None):
        """Do it; a refusal leaves everything as it was. Tells whether it was done."""
        before = self._picture()
        state = self._read().state
        try:
            with transaction.atomic():
                verb()
        except Refusal as refusal:
            assert str(refusal)
            assert self._picture() == before
            return False
        assert only_in is None or state in only_in, state
        return True

    def _picture(self):
        seats = Seating.objects.values_list(
            "candidate", "room_session", "seat", "pinned", "version"
        )
        return sorted(seats), self._read().state, self._read().version

    def _read(self):
        self.arrangement = Arrangement.objects.select_related("exam__policy", "county").get(
            pk=self.arrangement.pk
        )
        return self.arrangement

    def _seats(self):
        rows = Seating.objects.filter(arrangement=self.arrangement)
        return {c: (cell, seat) for c, cell, seat in rows.values_list(
            "candidate", "room_session", "seat")}  # fmt: skip

    # ---- the county

    @rule(seed=st.integers(0, 3), rebuild=st.booleans())
    def arrange(self, seed, rebuild):
        pinned = Seating.objects.filter(arrangement=self.arrangement, pinned=True)
        kept = self._seats() if not rebuild else None
        pins = set(pinned.values_list("candidate", "room_session", "seat"))
        done = self.act(
            lambda: arrange_county(
                exam=self.world.exam, county=self.world.county_b, seed=seed, rebuild=rebuild,
                **self.officer,
            ),
            only_in=OPEN,
        )  # fmt: skip
        if done:
            after = self._seats()
            assert pins <= {(c, *place) for c, place in after.items()}
            gone = set(Candidate.objects.exclude(withdrawn_at=None).values_list("pk", flat=True))
            if kept is not None:
                assert {c: p for c, p in kept.items() if c not in gone}.items() <= after.items()

    @rule(nth=NTH, cell=st.integers(0, 31), seat=st.none() | st.integers(1, 34))
    def move(self, nth, cell, seat):
        moves = [Move(self.people[nth].pk, self.cells[cell % len(self.cells)].pk, seat)]
        self.act(
            lambda: make_moves(arrangement=self.arrangement, moves=moves, **self.officer),
            only_in=OPEN,
        )

    @rule(cell=st.integers(0, 31), class_no=st.integers(1, 2))
    def move_a_class(self, cell, class_no):
        target = self.cells[cell % len(self.cells)]
        school = target.room.site.school
        self.act(
            lambda: move_class(
                school=school, category="grade8", class_no=class_no, target=target, **self.officer
            ),
            only_in=OPEN,
        )

    @rule(one=st.integers(0, 31), other=st.integers(0, 31))
    def swap(self, one, other):
        first, second = (self.cells[n % len(self.cells)] for n in (one, other))
        if first != second:
            self.act(
                lambda: swap_sessions(first=first, second=second, **self.officer), only_in=OPEN
            )

    @rule(nth=NTH, on=st.booleans())
    def pin_or_unpin(self, nth, on):
        verb = pin if on else unpin
        self.act(
            lambda: verb(
                arrangement=self.arrangement, candidates=[self.people[nth]], **self.officer
            ),
            only_in=OPEN,
        )

    @rule(nth=NTH)
    def take_off(self, nth):
        self.act(
            lambda: unseat(
                arrangement=self.arrangement, candidates=[self.people[nth]], reason="核对",
                **self.officer,
            ),
            only_in=OPEN,
        )  # fmt: skip

    @rule()
    def settle_all(self):
        rest = list(zero_registered(self.world.exam).filter(school__county=self.world.county_b))
        self.act(lambda: settle(candidates=rest, **self.officer))

    @rule()
    def submit(self):
        done = self.act(
            lambda: review.submit_arrangement(arrangement=self.arrangement, **self.officer),
            only_in=OPEN,
        )
        if done:
            people = Candidate.objects.filter(
                school__county=self.world.county_b, withdrawn_at=None
            ).count()
            assert len(self._seats()) == people

    # ---- the city

    def _word(self):
        return {"arrangement": self.arrangement, "sha256": self._read().sha256, **self.city}

    @rule(passed=st.booleans(), first=st.booleans())
    def review_a_site(self, passed, first):
        site = self.world.site_b1 if first else self.world.site_b2
        self.act(
            lambda: review.review_site(site=site, passed=passed, comment="看过", **self._word()),
            only_in=(ArrangementState.SUBMITTED,),
        )

    @rule()
    def return_it(self):
        self.act(
            lambda: review.return_arrangement(comment="重编", **self._word()),
            only_in=(ArrangementState.SUBMITTED, ArrangementState.PASSED),
        )

    @rule()
    def pass_it(self):
        self.act(
            lambda: review.pass_arrangement(**self._word()),
            only_in=(ArrangementState.SUBMITTED,),
        )

    @rule()
    def lock_it(self):
        self.act(
            lambda: review.lock_arrangement(arrangement=self.arrangement, **self.city),
            only_in=(ArrangementState.PASSED,),
        )

    @rule()
    def hurry_to_the_lock(self):
        """The whole way at once, so that what follows the lock is reached often."""
        self.arrange(1, False)
        self.settle_all()
        self.submit()
        self.pass_it()
        self.lock_it()

    # ---- after the lock

    @rule(nth=NTH, cell=st.integers(0, 31), seat=st.none() | st.integers(1, 34))
    def ask_for_a_change(self, nth, cell, seat):
        moves = [Move(self.people[nth].pk, self.cells[cell % len(self.cells)].pk, seat)]
        self.act(
            lambda: changes.request_change(
                arrangement=self.arrangement, moves=moves, reason="伤病", **self.officer
            ),
            only_in=(ArrangementState.LOCKED,),
        )

    @precondition(lambda self: ChangeOrder.objects.filter(state=ChangeState.REQUESTED).exists())
    @rule(yes=st.booleans())
    def decide(self, yes):
        order = ChangeOrder.objects.get(state=ChangeState.REQUESTED)
        before = self._seats()
        if yes:
            if self.act(lambda: changes.approve_change(order=order, **self.city)):
                after = self._seats()
                changed = {c for c in before if before[c] != after.get(c)}
                order.refresh_from_db()
                told = {p["candidate"] for p in order.affected if p["kind"] == "tickets"}
                assert told == changed
                self.locked_plan = after
        else:
            self.act(lambda: changes.refuse_change(order=order, reason="不必", **self.city))
            assert self._seats() == before

    # ---- always

    @invariant()
    def the_verifier_finds_no_broken_rule(self):
        broken = [f for f in verdict(self._read()) if f.rule not in UNFINISHED]
        assert broken == [], [str(f) for f in broken]

    @invariant()
    def what_is_handed_in_is_frozen(self):
        if not self._read().is_open:
            assert self.arrangement.sha256 == fingerprint(self.arrangement)

    @invariant()
    def the_version_only_grows_and_no_seat_is_ahead_of_it(self):
        assert self._read().version >= self.version
        self.version = self.arrangement.version
        newest = Seating.objects.filter(arrangement=self.arrangement, version__gt=self.version)
        assert not newest.exists()

    @invariant()
    def after_the_lock_only_an_approved_order_changes_the_plan(self):
        if self._read().state != ArrangementState.LOCKED:
            self.locked_plan = None
        elif self.locked_plan is None:
            self.locked_plan = self._seats()
        assert self.locked_plan in (None, self._seats())

    @invariant()
    def the_trail_is_whole(self):
        assert broken_chains() == []


def live(lives, steps):
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_sequence_of_acts_breaks_a_rule_or_a_promise(db):
    live(lives=5, steps=12)


@pytest.mark.slow
def test_no_long_sequence_of_acts_breaks_a_rule_or_a_promise(db):
    live(lives=15, steps=25)
