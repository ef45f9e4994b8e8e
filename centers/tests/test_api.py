"""The REST interface of places."""

from examadmin.testing.world import EXAM

ADDRESS = f"/api/v1/e/{EXAM}/sites/"


def test_a_program_reads_the_sites_of_its_own_scope(world, as_user):
    found = as_user(world.officer_a).get(ADDRESS).json()["results"]
    assert [site["code"] for site in found] == ["630101", "630102"]
    assert found[0]["rooms"][0]["capacity"] == 30
    assert len(as_user(world.exam_office).get(ADDRESS).json()["results"]) == 4


def test_a_foreign_exam_and_a_person_without_a_post_get_nothing(world, as_user):
    assert as_user(world.officer_a).get("/api/v1/e/none/sites/").status_code == 404
    assert as_user(world.nobody).get(ADDRESS).status_code == 403


def test_the_list_costs_the_same_however_many_rooms_there_are(
    world, as_user, django_assert_max_num_queries
):
    client = as_user(world.exam_office)
    with django_assert_max_num_queries(10):
        client.get(ADDRESS)


def test_nothing_can_be_written(world, as_user):
    assert as_user(world.exam_office).post(ADDRESS, {}).status_code == 405
