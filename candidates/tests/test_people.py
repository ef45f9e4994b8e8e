"""Corrections, leaving and coming back, looking at a whole identity number."""

import pytest

from candidates import hooks
from candidates.models import Candidate
from candidates.services import corrections
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal

from .kit import identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(world):
    return Candidate.objects.select_related("school__county", "exam__policy").get(
        registration_no="236301010001"
    )


def correct(world, pupil, reason="户口簿", **values):
    return corrections.correct_candidate(
        candidate=pupil, values=values, by=world.officer_a, now=world.now, reason=reason
    )


def test_a_correction_keeps_old_and_new_and_why(world, pupil):
    correct(world, pupil, name="李 明")
    pupil.refresh_from_db()
    assert (pupil.name, pupil.name_sort, pupil.initials) == ("李明", "liming", "lm")
    entry = Entry.objects.filter(action="candidates.correct_candidate").get()
    assert entry.changes == {"name": ["考生1001", "李明"]}
    assert (entry.reason, entry.chain) == ("户口簿", "school:630101")


def test_a_correction_without_a_reason_is_refused(world, pupil):
    with pytest.raises(Invalid, match="理由"):
        correct(world, pupil, reason=" ", name="李明")


def test_a_correction_is_judged_like_a_roster(world, pupil):
    with pytest.raises(Invalid, match="校验码"):
        correct(world, pupil, id_number="140302201001100011")
    with pytest.raises(Invalid, match="班级"):
        correct(world, pupil, class_no="实验班")


def test_a_corrected_identity_number_never_stands_in_the_trail(world, pupil):
    correct(world, pupil, id_number=identity(33), id_kind="", sex="男", birth_date="")
    pupil.refresh_from_db()
    assert pupil.id_number == identity(33)
    entry = Entry.objects.filter(action="candidates.correct_candidate").get()
    assert identity(33) not in str(entry.changes)
    assert entry.changes["id_number"][1].endswith(identity(33)[-4:])


def test_two_candidates_never_get_the_same_number(world, pupil):
    with pytest.raises(Refusal, match="已登记"):
        correct(world, pupil, registration_no="236301010002")
    other = Candidate.objects.get(registration_no="236302010001")
    with pytest.raises(Refusal, match="矿区"):
        correct(world, pupil, registration_no=other.registration_no)


def test_county_officer_cannot_move_a_candidate_to_a_school_of_another_county(world, pupil):
    with pytest.raises(Invalid, match="不属于您的考区"):
        correct(world, pupil, school_code="630201", grade="grade8", class_no="1")
    correct(world, pupil, school_code="630102", grade="grade8", class_no="2")
    pupil.refresh_from_db()
    assert (pupil.school, pupil.class_no) == (world.school_a2, 2)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(world, pupil):
    seen = corrections.seen_mark(pupil)
    correct(world, pupil, name="李明")
    with pytest.raises(Refusal, match="已被修改"):
        corrections.correct_candidate(
            candidate=pupil, values={"name": "李亮"}, by=world.officer_a, now=world.now,
            reason="户口簿", seen=seen,
        )  # fmt: skip


def test_a_higher_app_may_forbid_a_correction_and_hears_of_it(world, pupil, monkeypatch):
    heard = []

    def no_class_change(candidate, changes):
        if "class_no" in changes:
            raise Refusal("编排已锁定")

    monkeypatch.setattr(hooks, "correction_checks", [no_class_change])
    monkeypatch.setattr(hooks, "corrected", [lambda c, changes, by, now: heard.append(changes)])
    with pytest.raises(Refusal, match="锁定"):
        correct(world, pupil, class_no="9")
    correct(world, pupil, name="李明")
    assert heard == [{"name": ("考生1001", "李明")}]


def test_who_leaves_stays_on_record_and_can_come_back(world, pupil):
    one = Candidate.objects.filter(pk=pupil.pk)
    who = {"by": world.officer_a, "now": world.now}
    with pytest.raises(Invalid, match="理由"):
        corrections.withdraw_candidates(candidates=one, reason="", **who)
    assert corrections.withdraw_candidates(candidates=one, reason="转学", **who) == 1
    assert corrections.withdraw_candidates(candidates=one, reason="转学", **who) == 0
    assert one.get().withdrawn_at == world.now
    assert corrections.return_candidates(candidates=one, reason="误登记", **who) == 1
    assert one.get().withdrawn_at is None
    assert Entry.objects.filter(object_id=str(pupil.pk), chain="school:630101").count() == 2


def test_every_look_at_a_whole_identity_number_is_on_record_p02(world, pupil):
    shown = corrections.reveal_identity(candidate=pupil, by=world.officer_a, now=world.now)
    assert shown["id_number"] == pupil.id_number
    assert Entry.objects.filter(action="candidates.reveal_identity").count() == 1
    with pytest.raises(Forbidden):
        corrections.reveal_identity(candidate=pupil, by=world.officer_b, now=world.now)
    with pytest.raises(Forbidden):
        corrections.reveal_identity(candidate=pupil, by=world.technician_a1, now=world.now)
