"""The same from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from scheduling.models import Seating

from .acts import arranged, settled, somebody, submitted


def run(name, *arguments):
    out = StringIO()
    call_command(name, "--exam", "yq2024", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_arrange_seats_every_county_or_the_one_that_is_named(world):
    said = run("arrange", "--county", "城区", "--seed", "3")
    assert said == (
        "城区：编排140名，未编排0名；场次3（下限3），考场场次6（下限5），拆班0（下限0）。\n"
    )
    run("arrange")
    assert Seating.objects.count() == 140 + 68


def test_arrange_says_no_to_an_unknown_exam_or_county_and_to_a_closed_arrangement(world):
    with pytest.raises(CommandError, match="没有代码为“none”的考试"):
        call_command("arrange", "--exam", "none")
    with pytest.raises(CommandError, match="没有考区“月球”"):
        run("arrange", "--county", "月球")
    submitted(world)
    with pytest.raises(CommandError, match="1个考区没有编排"):
        run("arrange", "--county", "6301")


def test_verify_finds_nothing_in_a_good_plan(world):
    settled(world)
    assert run("verify_arrangement", "--county", "6301") == "城区：核查140个座位，没有违反规则。\n"


def test_verify_says_a_sentence_for_every_broken_rule_and_fails(world):
    arranged(world)
    first, second = somebody(world.school_a1), somebody(world.school_a1, 1)
    Seating.objects.filter(candidate=first).update(seat=33)
    Seating.objects.filter(candidate=second).delete()
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_arrangement", "--exam", "yq2024", "--county", "城区", stdout=out)
    assert left.value.code == 1
    said = out.getvalue()
    assert "考生1001 236301010001在5月30日第1场第01考场33号机，占用了备用机。" in said
    assert "阳泉市实验中学八年级1班有1名考生未编排：尚未编排。" in said


def test_verify_of_a_county_that_was_never_arranged_names_everybody_as_unplaced(world):
    with pytest.raises(SystemExit):
        run("verify_arrangement", "--county", "矿区")
