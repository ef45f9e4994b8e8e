"""Papers are versions: made by a job, kept, fetched again, never overwritten, never too early."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from candidates.models import Candidate
from centers.models import School
from examadmin.audit.models import Entry
from examadmin.base.errors import Forbidden, Invalid, Refusal
from examadmin.documents.tests.papers import pages, text
from examadmin.jobs.models import Job
from scheduling.choices import PaperKind
from scheduling.documents import KINDS
from scheduling.documents.issuing import (
    file_name,
    make_paper,
    may_print,
    order_paper,
    print_county,
    print_now,
    unprintable,
)
from scheduling.models import Paper
from scheduling.queries.papers import shelves
from scheduling.services.changes import approve_change, request_change
from scheduling.services.moves import Move

from .acts import arranged, locked, seat_of, somebody

NOWHERE = "\ue000"  # a character for private use, which no font has


@pytest.fixture
def order(world, django_capture_on_commit_callbacks):
    """order("tickets", site=…) orders a paper as officer A; the job runs unless `waits`."""

    def give(kind, waits=False, **options):
        asked = {"exam": world.exam, "county": world.county_a, "by": world.officer_a,
                 "now": world.now, **options}  # fmt: skip
        with django_capture_on_commit_callbacks(execute=not waits):
            paper = order_paper(kind=kind, **asked)
        paper.refresh_from_db()
        return paper

    return give


def content(paper):
    return paper.file.path.read_bytes()


def on_the_shelf(world, kind, site=None, user=None):
    user = user or world.officer_a
    found = shelves(user, world.exam, world.county_a, site, KINDS)
    return next(shelf for shelf in found if shelf.kind == kind)


# ---- versions and jobs


def test_an_ordered_paper_is_made_by_a_job_and_kept(world, order):
    locked(world)
    paper = order("tickets")
    assert (paper.version, paper.order, paper.pages) == (1, "class", 70)
    assert paper.job.state == "done" and paper.job.result["paper"] == paper.pk
    assert paper.file.name == "城区-准考证-按班级-第1版.pdf"
    assert len(pages(content(paper))) == 70
    entry = Entry.objects.filter(action="scheduling.print_paper").last()
    assert entry.chain == "county:6301" and entry.actor_id == world.officer_a.pk


def test_a_reissue_is_a_new_version_and_the_old_one_can_still_be_fetched(world, order):
    locked(world)
    first = order("slips", site=world.site_a1)
    before = content(first)
    second = order("slips", site=world.site_a1, now=world.now + timedelta(days=1))
    assert (first.version, second.version) == (1, 2)
    assert content(first) == before != content(second)
    assert "第2版" in text(content(second)) and "第1版" in text(before)
    shelf = on_the_shelf(world, "slips", site=world.site_a1)
    assert shelf.latest == second and shelf.older == [first]


def test_each_place_and_each_order_of_printing_counts_its_own_versions(world, order):
    locked(world)
    made = [
        order("tickets"), order("tickets", order="room"), order("tickets", site=world.site_a1),
        order("tickets"),
    ]  # fmt: skip
    assert [paper.version for paper in made] == [1, 1, 1, 2]


def test_pressed_twice_while_it_is_being_made_there_is_one_job(world, order):
    locked(world)
    first, second = order("tickets", waits=True), order("tickets", waits=True)
    assert first == second and first.job == second.job and first.file is None
    assert Job.objects.filter(kind="scheduling.paper").count() == 1
    assert on_the_shelf(world, "tickets").making == first


def test_a_paper_made_twice_by_the_same_job_is_kept_once(world, order):
    locked(world)
    paper = order("form1")
    again = make_paper(paper, by=world.officer_a, now=world.now)
    assert again.file_id == paper.file_id
    assert Entry.objects.filter(action="scheduling.print_paper").count() == 1


def test_a_job_that_failed_says_so_and_the_paper_can_be_ordered_again(world, order, monkeypatch):
    def breaks(selection, out):
        raise Refusal("打印机没有墨")

    locked(world)
    with monkeypatch.context() as broken:
        broken.setattr("scheduling.documents.issuing.draw", breaks)
        order("slips")
    shelf = on_the_shelf(world, "slips")
    assert shelf.latest is None and shelf.making is None
    assert shelf.failed.job.error == "打印机没有墨"
    paper = order("slips")
    assert on_the_shelf(world, "slips").latest == paper


def test_names_of_files_say_place_kind_order_and_version(world):
    paper = Paper(county=world.county_a, site=world.site_a1, kind="slips", order="room", version=3)
    assert file_name(paper) == "城区-阳泉市实验中学-考条-按考场-第3版.pdf"
    paper = Paper(county=world.county_a, kind=PaperKind.FORM3_XLSX, version=1)
    assert file_name(paper) == "城区-附件3-第1版.xlsx"


# ---- when


@pytest.mark.parametrize("kind", [kind for kind, recipe in KINDS.items() if recipe.needs_lock])
def test_before_the_lock_no_paper_that_names_a_seat_is_made(world, kind):
    arranged(world)
    with pytest.raises(Refusal, match="城区的考场编排还没有锁定，现在不能制作“.+”：座位还可能变动"):
        print_now(exam=world.exam, county=world.county_a, kind=kind, by=world.officer_a,
                  now=world.now)  # fmt: skip
    assert not Paper.objects.exists()
    assert on_the_shelf(world, kind).locked_out


def test_the_annexes_of_the_application_can_be_printed_at_once(world, order):
    made = [order(kind) for kind in ("form1", "form2", "form3", "form3_xlsx", "certificate")]
    assert all(paper.file for paper in made)


def test_a_change_order_makes_the_prints_of_seats_out_of_date_and_no_others(world, order):
    arrangement = locked(world)
    for kind in ("tickets", "form3", "desk_labels", "form1"):
        order(kind)
    stale = {kind: on_the_shelf(world, kind).latest.stale for kind in KINDS
             if on_the_shelf(world, kind).latest}  # fmt: skip
    assert not any(stale.values())
    pupil = somebody(world.school_a1)
    change = request_change(
        arrangement=arrangement, moves=[Move(pupil.pk, seat_of(pupil)[0], 30)], reason="换机",
        by=world.officer_a, now=world.now,
    )  # fmt: skip
    approve_change(order=change, by=world.city_reviewer, now=world.now)
    stale = {kind: on_the_shelf(world, kind).latest.stale for kind in stale}
    assert stale == {"tickets": True, "form3": True, "desk_labels": False, "form1": False}
    reissued = order("tickets")
    assert "30号" in text(content(reissued)) and not on_the_shelf(world, "tickets").latest.stale


# ---- who


def test_an_officer_prints_the_own_county_and_the_city_prints_all(world, order):
    locked(world)
    with pytest.raises(Forbidden, match="您的职务不能制作城区的打印件"):
        order("tickets", by=world.officer_b)
    assert order("form1", by=world.city_reviewer).file


@pytest.mark.parametrize(
    "person", ["technician_a1", "clerk_a3", "inspector_a", "auditor", "nobody"]
)
def test_whoever_only_reads_orders_nothing(world, order, person):
    with pytest.raises(Forbidden):
        order("form1", site=world.site_a1, by=getattr(world, person))


def test_a_site_chief_prints_only_the_own_site(world, order):
    locked(world)
    own = text(content(order("slips", site=world.site_a1, by=world.chief_a1)))
    assert own.count("准考证号") == 82 and "外国语" not in own
    for site in (world.site_a2, None):
        with pytest.raises(Forbidden):
            order("slips", site=site, by=world.chief_a1)
    assert may_print(world.chief_a1, world.county_a, world.site_a1)
    assert not may_print(world.chief_a1, world.county_a)


def test_what_is_one_for_the_county_is_not_made_for_a_site(world, order):
    locked(world)
    for kind in ("form3", "order_book"):
        with pytest.raises(Invalid, match="按考区制作"):
            order(kind, site=world.site_a1)
    with pytest.raises(Invalid, match="没有这种打印件"):
        order("passwords")
    with pytest.raises(Invalid, match="不能按此顺序打印"):
        order("sign_in", order="class")


# ---- names that no font has


def test_names_that_cannot_be_printed_are_listed_with_their_characters(world):
    one, other = somebody(world.school_a1), somebody(world.school_b1)
    rename(one, f"王{NOWHERE}华")
    rename(other, f"{NOWHERE}")
    rename(somebody(world.school_a1, 1), "阿依古丽·买买提𬭎㛃䶮")
    assert unprintable(world.exam, world.county_a) == [(one, NOWHERE)]
    Candidate.objects.filter(pk=one.pk).update(withdrawn_at=world.now)
    assert unprintable(world.exam, world.county_a) == []


def test_names_that_cannot_be_printed_are_shown_only_to_whoever_sees_the_candidate(world):
    mine, theirs = somebody(world.school_a1), somebody(world.school_a2)
    for pupil in (mine, theirs):
        rename(pupil, f"王{NOWHERE}")
    seen = unprintable(world.exam, world.county_a, world.chief_a1)
    assert seen == [(mine, NOWHERE)]
    assert len(unprintable(world.exam, world.county_a, world.officer_a)) == 2


@pytest.mark.parametrize("count", [1, 30])
def test_looking_for_such_names_costs_the_same_however_many_there_are(
    world, count, django_assert_num_queries
):
    for nth in range(count):
        rename(somebody(world.school_a1, nth), f"王{NOWHERE}{nth}")
    world.exam, world.county_a  # noqa: B018  read before counting
    with django_assert_num_queries(2):
        found = unprintable(world.exam, world.county_a)
        assert [str(one.school) for one, _ in found] == ["阳泉市实验中学"] * count


def rename(candidate, name):
    Candidate.objects.filter(pk=candidate.pk).update(name=name)


def test_a_character_that_no_font_has_is_printed_as_the_printers_sign(world, order):
    rename(somebody(world.school_a1), f"王{NOWHERE}华")
    locked(world)
    assert "王〓华" in text(content(order("slips", site=world.site_a1)))


@pytest.mark.parametrize(
    "name",
    ['<b>王</b>', '<para backcolor="[1]">', '<img src="file:///etc/passwd">', "&#x0;&amp;",
     '<img src="http://10.0.0.1/x.png"/>', '=HYPERLINK("http://x","y")', "{{ settings.SECRET_KEY }}"],
)  # fmt: skip
def test_x09_x10_a_name_is_printed_as_it_is_and_nothing_is_fetched(world, order, monkeypatch, name):
    def no_line(*address):
        raise AssertionError(f"asked for {address}")

    rename(somebody(world.school_a1), name)
    School.objects.filter(code="630102").update(name=name)
    locked(world)
    monkeypatch.setattr("socket.socket.connect", no_line)
    whole = "".join(name.split())
    for kind in ("tickets", "slips", "sign_in", "room_roster", "form3", "order_book"):
        assert whole in text(content(order(kind))), kind


# ---- everything at once, and by command


def test_every_paper_of_a_county_is_made_in_one_go(world):
    locked(world)
    made = print_county(exam=world.exam, county=world.county_a, by=None, now=world.now)
    assert [paper.kind for paper in made] == list(KINDS)
    assert all(paper.file and paper.version == 1 for paper in made)
    assert all(paper.pages for paper in made if paper.kind != PaperKind.FORM3_XLSX)


def run(*arguments):
    out, errors = StringIO(), StringIO()
    call_command("print_papers", *map(str, arguments), stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def test_the_command_writes_a_paper_to_a_file_and_names_what_cannot_be_printed(world, tmp_path):
    rename(somebody(world.school_a1), f"王{NOWHERE}")
    locked(world)
    file = tmp_path / "准考证.pdf"
    said, warned = run("--exam", "yq2024", "--kind", "tickets", "--county", "城区", "--out", file)
    assert said == f"{file}\t70 页\t第1版\n"
    assert f"王{NOWHERE} 236301010001" in warned
    assert len(pages(file.read_bytes())) == 70
    run("--exam", "yq2024", "--kind", "slips", "--county", "6301", "--site", "630102",
        "--order", "class", "--out", file)  # fmt: skip
    assert text(file.read_bytes()).count("准考证号") == 58


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"--exam": "none"}, "没有代码为 none 的考试"),
        ({"--county": "月球"}, "没有考区 月球"),
        ({"--site": "630201"}, "城区 没有代码为 630201 的考点"),
        ({"--kind": "tickets"}, "城区的考场编排还没有锁定"),
        ({"--order": "class"}, "不能按此顺序打印"),
    ],
)
def test_the_command_says_no_in_a_sentence(world, tmp_path, changed, sentence):
    asked = {"--exam": "yq2024", "--kind": "form1", "--county": "城区",
             "--out": tmp_path / "x.pdf"} | changed  # fmt: skip
    with pytest.raises(CommandError, match=sentence):
        run(*(part for pair in asked.items() for part in pair))
    assert not (tmp_path / "x.pdf").exists()
