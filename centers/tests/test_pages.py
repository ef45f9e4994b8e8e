"""Pages: what each person sees, and what an act on them comes to."""

import copy

import pytest
from django.urls import reverse

from centers.models import (
    Appointment,
    County,
    Hosting,
    ItemJudgement,
    Preparation,
    Room,
    School,
    Site,
    SiteApplication,
)
from centers.services.photos import add_photo
from examadmin.accounts.choices import Role
from examadmin.testing.world import EXAM, complete_answers

LISTS = ["counties", "sites", "applications", "hosting", "preparations", "people", "places"]


def url(name, *args):
    outside = name.startswith(("people", "places", "county_new", "county_edit", "school_"))
    return reverse(name, args=args if outside else [EXAM, *args])


def form_of(application, **changes):
    """The fields of the application form, as a browser would send them."""
    data = {
        "version": application.version,
        "network_operator": application.network_operator,
        "rooms": [str(room["number"]) for room in application.answers["rooms"]],
    }
    for key, value in application.answers["site"].items():
        data[f"site.{key}"] = value
    for room in application.answers["rooms"]:
        for key, value in room.items():
            if key != "number":
                data[f"room.{room['number']}.{key}"] = {True: "yes", False: "no"}.get(
                    value if isinstance(value, bool) else None, value
                )
    return data | changes


def judged(rules, rooms=1, **changes):
    found = {}
    for item in rules["standard"]:
        places = [0] if item["scope"] == "site" else range(1, rooms + 1)
        if "terminals_from" not in item:  # one room of 33 machines
            found |= {f"r.{item['key']}.{n}": "pass" for n in places}
    return found | changes


# ---- lists: bounded queries, nothing of others


def many(world, count):
    """More schools of county A, each a site with rooms, an application and somebody in charge."""
    answers = complete_answers(world.exam.rules.data, 2)
    for n in range(count):
        school = School.objects.create(code=f"6301{50 + n}", name=f"第{n}校", county=world.county_a)
        application = SiteApplication.objects.create(
            exam=world.exam, school=school, state="approved", answers=copy.deepcopy(answers),
            created_at=world.now,
        )  # fmt: skip
        site = Site.objects.create(
            exam=world.exam, school=school, county=world.county_a, application=application,
            approved_at=world.now,
        )  # fmt: skip
        Room.objects.create(site=site, number=1, machines=33, spare=3)
        ItemJudgement.objects.create(
            application=application, item="lan", result="pass", by=world.officer_a, at=world.now
        )
        guest = School.objects.create(code=f"6301{80 + n}x", name=f"借{n}", county=world.county_a)
        School.objects.create(code=f"6301{80 + n}y", name=f"等{n}", county=world.county_a)
        Hosting.objects.create(exam=world.exam, guest=guest, host=site, created_at=world.now)
        Appointment.objects.create(
            user=world.nobody, role=Role.SITE_CHIEF, school=school, start=world.now
        )
        County.objects.create(code=f"90{n:02d}", name=f"第{n}区")


OF_THE_CITY = {"places"}


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(
    "name, person",
    [(name, "exam_office") for name in LISTS]
    + [(name, "officer_a") for name in LISTS if name not in OF_THE_CITY],
)
def test_a_list_asks_at_most_twenty_questions_however_long_it_is(
    world, as_user, at_work, name, person, count, django_assert_max_num_queries
):
    many(world, count)
    client = as_user(getattr(world, person))
    with django_assert_max_num_queries(20):
        response = client.get(url(name))
    assert response.status_code == 200


@pytest.mark.parametrize("person", ["officer_a", "exam_office", "chief_a1", "inspector_a"])
@pytest.mark.parametrize("name", ["county:6301", "site:630101", "room:630101:1",
                                  "preparation:630101", "application:630101"])  # fmt: skip
def test_a_page_of_one_thing_asks_at_most_twenty_questions(
    world, as_user, at_work, name, person, django_assert_max_num_queries
):
    many(world, 10)
    site = world.site_a1
    for number in range(3, 12):
        Room.objects.create(site=site, number=number, machines=33, spare=3)
    name, *args = name.split(":")
    client = as_user(getattr(world, person))
    with django_assert_max_num_queries(20):
        response = client.get(url(name, *args))
    assert response.status_code == 200


FOREIGN = [
    ("county", "6302"), ("county_prepare", "6302"), ("site", "630201"), ("site_edit", "630201"),
    ("room", "630201", 1), ("preparation", "630201"), ("prepare", "630201"),
    ("application", "630201"), ("application_judge", "630201"), ("application_edit", "630201"),
    ("application_preview", "630201"), ("application_photos", "630201"),
    ("application_start", "630201"),
]  # fmt: skip


@pytest.mark.parametrize("person", ["officer_a", "chief_a1", "inspector_a"])
@pytest.mark.parametrize("where", FOREIGN, ids=lambda w: w[0])
def test_things_of_another_county_do_not_exist(world, as_user, at_work, where, person):
    client = as_user(getattr(world, person))
    name, *args = where
    get, post = client.get(url(name, *args)), client.post(url(name, *args))
    assert {get.status_code, post.status_code} <= {404, 405}
    assert 404 in (get.status_code, post.status_code)


def test_a_room_is_found_only_under_its_own_site(world, as_user, at_work):
    client = as_user(world.officer_a)
    Room.objects.create(site=world.site_b1, number=7, machines=33, spare=3)
    assert client.get(url("room", "630101", 7)).status_code == 404
    assert client.get(url("room", "630101", 1)).status_code == 200


def test_lists_show_only_the_own_scope_whatever_is_asked_for(world, as_user, at_work):
    client = as_user(world.officer_a)
    for query in ("", "?county=6302", "?q=第十一", "?page=9999", "?county=6301&county=6302"):
        page = client.get(url("sites") + query).content.decode()
        assert "第十一中学校" not in page
        page = client.get(url("applications") + query).content.decode()
        assert "第十一中学校" not in page


def test_nobody_without_a_post_sees_any_place(world, as_user, at_work):
    client = as_user(world.nobody)
    assert client.get(url("site", "630101")).status_code == 404
    assert client.get(url("applications")).status_code == 403
    assert client.get(url("people")).status_code == 403


# ---- the school


@pytest.mark.clause("Y-023")
def test_a_school_starts_fills_in_and_submits_its_application_in_the_browser(
    world, as_user, at_work
):
    client = as_user(world.clerk_a3)
    assert "开始申报" in client.get(url("applications")).content.decode()
    client.post(url("application_start", "630103"))
    application = SiteApplication.objects.get(school=world.school_a3)
    application.answers = complete_answers(world.exam.rules.data, 1)
    data = form_of(application, network_operator="中国联通")
    assert client.post(url("application_edit", "630103"), data).status_code == 302
    application.refresh_from_db()
    assert application.answers["rooms"][0]["machines"] == 33
    assert (
        application.answers["site"]["lan"] == complete_answers(world.exam.rules.data)["site"]["lan"]
    )
    data = form_of(application, act="submit")
    response = client.post(url("application_edit", "630103"), data)
    assert response.headers["Location"] == url("application", "630103")
    application.refresh_from_db()
    assert application.state == "submitted"


@pytest.mark.clause("Y-024")
def test_the_form_is_judged_while_it_is_typed_without_being_saved(world, as_user, at_work, draft):
    client = as_user(world.clerk_a3)
    data = form_of(draft) | {"room.1.machines": "32", "room.1.proctor_resolution": "no"}
    page = client.post(
        url("application_preview", "630103"), data, headers={"HX-Request": "true"}
    ).content.decode()
    machines = page.split('id="v-room-1-machines"')[1].split("</div>")[0]
    assert "不达标" in machines and "不低于33台" in machines
    resolution = page.split('id="v-room-1-proctor_resolution"')[1].split("</div>")[0]
    assert "提示" in resolution
    draft.refresh_from_db()
    assert draft.answers["rooms"][0]["machines"] == 33


def test_what_is_missing_is_listed_above_the_form_and_the_input_is_kept(
    world, as_user, at_work, draft
):
    client = as_user(world.clerk_a3)
    data = form_of(draft, act="submit") | {"room.1.ups_watts": "", "room.1.name": "新机房"}
    response = client.post(url("application_edit", "630103"), data)
    page = response.content.decode()
    assert response.status_code == 400
    assert "UPS 电源（为考试管理机供电）未填写" in page and "新机房" in page


def test_a_room_is_added_copied_and_removed_without_scripts(world, as_user, at_work, draft):
    client = as_user(world.clerk_a3)

    def press(act):
        draft.refresh_from_db()
        client.post(url("application_edit", "630103"), form_of(draft, act=act))
        draft.refresh_from_db()
        return draft.answers["rooms"]

    assert [r["number"] for r in press("add")] == [1, 2]
    rooms = press("copy:2")
    assert rooms[1]["machines"] == 33 and rooms[1]["number"] == 2 and rooms[1]["name"] == ""
    assert [r["number"] for r in press("remove:1")] == [1]


def test_autosave_answers_with_the_new_version_and_a_conflict_in_words(
    world, as_user, at_work, draft
):
    client = as_user(world.clerk_a3)
    htmx = {"HX-Request": "true"}
    address = url("application_edit", "630103")
    page = client.post(address, form_of(draft, network_operator="甲"), headers=htmx)
    assert 'name="version" id="version" value="1"' in page.content.decode()
    page = client.post(address, form_of(draft, network_operator="乙"), headers=htmx)
    assert page.status_code == 409
    assert "在另一窗口保存过" in page.content.decode()


@pytest.mark.parametrize("person", ["officer_a", "technician_a1", "exam_office"])
def test_only_the_school_fills_in_its_application(world, as_user, at_work, draft, person):
    client = as_user(getattr(world, person))
    response = client.post(url("application_edit", "630103"), form_of(draft))
    assert response.status_code in (403, 404)
    draft.refresh_from_db()
    assert draft.version == 0


def test_a_submitted_application_shows_itself_and_no_form(world, as_user, at_work, waiting):
    client = as_user(world.clerk_a3)
    response = client.get(url("application_edit", "630103"))
    assert response.headers["Location"] == url("application", "630103")
    response = client.post(url("application_edit", "630103"), form_of(waiting))
    assert response.status_code == 302 or response.status_code == 409
    page = client.get(url("application", "630103")).content.decode()
    assert 'name="act" value="approve"' not in page


def test_photographs_are_handed_in_shown_and_removed(world, as_user, at_work, draft, picture):
    client = as_user(world.clerk_a3)
    data = {"item": "ups_watts", "room": "1", "photo": [picture(), picture("PNG")]}
    client.post(url("application_photos", "630103"), data)
    first, second = draft.photos.order_by("pk")
    response = client.get(url("application_photo", "630103", first.pk))
    assert response.headers["Content-Type"] == "image/jpeg"
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    client.post(url("application_photo_remove", "630103", first.pk))
    assert list(draft.photos.all()) == [second]


def test_a_photograph_of_another_application_is_not_found(
    world, as_user, at_work, waiting, picture
):
    photo = add_photo(
        application=waiting, upload=picture(), by_county=True, by=world.officer_a, now=world.now
    )
    for person, school in ((world.chief_a1, "630101"), (world.officer_b, "630103")):
        response = as_user(person).get(url("application_photo", school, photo.pk))
        assert response.status_code == 404


# ---- the county


@pytest.mark.clause("Y-025", "Y-026")
def test_the_county_judges_item_by_item_and_approves_in_the_browser(
    world, as_user, at_work, waiting
):
    client = as_user(world.officer_a)
    address = url("application_judge", "630103")
    page = client.get(url("application", "630103")).content.decode()
    assert "还有" in page and "没有审核" in page  # why approve is not open yet
    response = client.post(address, {"act": "approve", "version": 0, "comment": ""})
    assert response.status_code == 409
    data = judged(world.exam.rules, act="approve", version=0, comment="现场核查属实")
    assert client.post(address, data).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "approved"
    assert Site.objects.get(school=world.school_a3).rooms.count() == 1
    page = client.get(url("application", "630103")).content.decode()
    assert "现场核查属实" in page and "城区负责人" in page


@pytest.mark.clause("Y-026")
def test_the_page_says_why_a_failing_school_cannot_be_approved(world, as_user, at_work, waiting):
    waiting.answers["rooms"][0]["machines"] = 32
    waiting.save()
    client = as_user(world.officer_a)
    page = client.get(url("application", "630103")).content.decode()
    assert "第1考场：考生机数（含备用机）应不低于33台，填报为32台" in page
    assert "data-approve disabled" in page
    response = client.post(
        url("application_judge", "630103"), judged(world.exam.rules, act="approve", version=0)
    )
    assert response.status_code == 409
    assert not Site.objects.filter(school=world.school_a3).exists()


def test_everything_that_passes_is_judged_with_one_press_for_a_room(
    world, as_user, at_work, waiting
):
    client = as_user(world.officer_a)
    client.post(url("application_judge", "630103"), {"act": "rest:1"})
    assert set(waiting.judgements.values_list("room", flat=True)) == {1}


def test_a_comment_that_is_missing_keeps_what_was_judged_on_the_page(
    world, as_user, at_work, waiting
):
    client = as_user(world.officer_a)
    response = client.post(
        url("application_judge", "630103"), {"act": "return", "version": 0, "comment": ""}
    )
    assert response.status_code == 400
    assert "请写明意见" in response.content.decode()


@pytest.mark.parametrize("person", ["clerk_a3", "exam_office", "auditor", "inspector_a"])
def test_only_the_county_judges(world, as_user, at_work, waiting, person):
    client = as_user(getattr(world, person))
    response = client.post(url("application_judge", "630103"), {"act": "refuse", "comment": "x"})
    assert response.status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_a_right_withdrawn_between_page_and_press_is_gone(world, as_user, at_work, waiting):
    client = as_user(world.officer_a)
    client.get(url("application", "630103"))
    Appointment.objects.filter(user=world.officer_a).delete()
    data = judged(world.exam.rules, act="approve", version=0)
    assert client.post(url("application_judge", "630103"), data).status_code == 404


def test_what_waits_stands_first_in_the_list(world, as_user, at_work, waiting):
    page = as_user(world.officer_a).get(url("applications")).content.decode()
    assert page.index("荫营小镇中学") < page.index("阳泉市实验中学")


def test_several_applications_are_returned_at_once_and_the_others_named(
    world, as_user, at_work, waiting
):
    approved = world.site_a1.application
    foreign = world.site_b1.application
    data = {"ids": [waiting.pk, approved.pk, foreign.pk], "act": "return", "comment": "补照片"}
    page = as_user(world.officer_a).post(url("applications_decide"), data, follow=True)
    waiting.refresh_from_db()
    foreign.refresh_from_db()
    assert (waiting.state, foreign.state) == ("returned", "approved")
    text = page.content.decode()
    assert "已办理1份申报" in text and "阳泉市实验中学：" in text and "第十一" not in text


# ---- sites, hosting, preparation


def test_the_site_page_draws_every_machine_and_names_the_guests(world, as_user, at_work):
    page = as_user(world.officer_a).get(url("site", "630101")).content.decode()
    assert page.count('class="machine"') == 60 and page.count('class="machine-spare"') == 6
    assert "荫营小镇中学" in page


def test_a_proctor_sees_the_own_room_and_not_its_neighbour(world, as_user, at_work):
    client = as_user(world.proctor_a1_2)
    assert client.get(url("room", "630101", 2)).status_code == 200
    assert client.get(url("room", "630101", 1)).status_code == 404


def test_an_officer_changes_a_room_and_a_chief_does_not(world, as_user, at_work):
    data = {"name": "新", "machines": 40, "spare": 4, "in_use": "on", "reason": "增机"}
    assert as_user(world.chief_a1).post(url("room", "630101", 1), data).status_code == 403
    assert as_user(world.officer_a).post(url("room", "630101", 1), data).status_code == 302
    assert Room.objects.get(pk=world.room_a1_1.pk).machines == 40


def test_first_start_and_gap_are_set_for_several_sites_at_once(world, as_user, at_work):
    data = {"ids": [world.site_a1.pk, world.site_b1.pk], "first_start": "08:30", "gap_minutes": 12}
    as_user(world.officer_a).post(url("sites_times"), data)
    gaps = Site.objects.order_by("school__code").values_list("gap_minutes", flat=True)
    assert list(gaps) == [12, None, None, None]


@pytest.mark.clause("Y-028")
def test_the_county_places_a_school_and_both_ends_read_of_it(world, as_user, at_work):
    Hosting.objects.all().delete()
    client = as_user(world.officer_a)
    assert "荫营小镇中学" in client.get(url("hosting")).content.decode()
    response = client.post(url("host"), {"guest": "630103", "host": "630102", "reason": "就近"})
    assert response.status_code == 302
    for person in (world.clerk_a3, world.chief_a2):
        page = as_user(person).get(url("hosting")).content.decode()
        assert "荫营小镇中学" in page and "阳泉市外国语学校" in page
    client = as_user(world.officer_a)
    client.post(url("host_end"), {"ids": [Hosting.objects.get().pk], "reason": "改"})
    assert not Hosting.objects.exists()


def test_a_county_neither_places_nor_releases_foreign_schools(world, as_user, at_work):
    client = as_user(world.officer_b)
    response = client.post(url("host"), {"guest": "630103", "host": "630201"})
    assert response.status_code == 404
    client.post(url("host_end"), {"ids": [Hosting.objects.get().pk]})
    assert Hosting.objects.count() == 1


@pytest.mark.clause("Y-053")
def test_the_chief_ticks_the_rest_of_a_room_and_the_room_is_ready(world, as_user, at_work):
    client = as_user(world.chief_a1)
    data = {"item": "clean_mock_data", "room": "1", "note": "已清"}
    client.post(url("prepare", "630101"), data)
    assert "未就绪" in client.get(url("preparation", "630101")).content.decode()
    client.post(url("prepare", "630101"), {"room": "1", "act": "rest"})
    page = client.get(url("site", "630101")).content.decode()
    assert "就绪" in page
    assert Preparation.objects.filter(room=world.room_a1_1).count() == 6


def test_a_tick_with_its_photograph_is_seen_by_the_county_and_no_other(
    world, as_user, at_work, picture
):
    data = {"item": "banner", "photo": picture()}
    as_user(world.chief_a1).post(url("prepare", "630101"), data)
    tick = Preparation.objects.get()
    for person, status in ((world.officer_a, 200), (world.officer_b, 404), (world.chief_a2, 404)):
        response = as_user(person).get(url("preparation_photo", tick.pk))
        assert response.status_code == status
        if status == 200:
            assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"


# ---- people and places


def test_a_new_person_is_appointed_and_the_password_shown_once(world, as_user, at_work):
    data = {"role": "site_technician", "school": "630101", "username": "a1jsy", "new": "on",
            "name": "新技术员", "phone": "139"}  # fmt: skip
    response = as_user(world.chief_a1).post(url("people_appoint"), data)
    post = Appointment.objects.get(user__username="a1jsy")
    assert (post.role, post.school) == (Role.SITE_TECHNICIAN, world.school_a1)
    assert "只显示这一次" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_a_school_out_of_reach_is_no_place_for_an_appointment(world, as_user, at_work):
    data = {"role": "site_chief", "school": "630201", "username": "nobody"}
    response = as_user(world.officer_a).post(url("people_appoint"), data)
    assert response.status_code == 400
    assert "不在您的管理范围内" in response.content.decode()


def test_ending_posts_names_those_that_are_out_of_reach(world, as_user, at_work):
    mine = Appointment.objects.get(user=world.technician_a1)
    foreign = Appointment.objects.get(user=world.chief_b1)
    above = Appointment.objects.get(user=world.officer_a)
    data = {"ids": [mine.pk, foreign.pk, above.pk], "reason": "调整"}
    page = as_user(world.officer_a).post(url("people_end"), data, follow=True).content.decode()
    mine.refresh_from_db()
    foreign.refresh_from_db()
    above.refresh_from_db()
    assert mine.until and not foreign.until and not above.until
    assert "已免去1项任职" in page


def test_a_password_is_reset_only_from_above(world, as_user, at_work):
    post = Appointment.objects.get(user=world.chief_a1)
    assert as_user(world.officer_b).post(url("people_password", post.pk)).status_code == 404
    assert as_user(world.officer_a).post(url("people_password", post.pk)).status_code == 200
    above = Appointment.objects.get(user=world.officer_a)
    assert as_user(world.officer_a).post(url("people_password", above.pk)).status_code == 403


def test_only_the_city_keeps_schools(world, as_user, at_work):
    data = {"code": "630190", "name": "新校", "county": world.county_a.pk, "classes": 6}
    assert as_user(world.officer_a).post(url("school_new"), data).status_code == 403
    assert as_user(world.exam_office).post(url("school_new"), data).status_code == 302
    again = as_user(world.exam_office).post(url("school_new"), data)
    assert again.status_code == 400 and "已被使用" in again.content.decode()


@pytest.mark.clause("Y-005")
def test_the_city_puts_a_school_under_another_county_with_a_reason(world, as_user, at_work):
    school = School.objects.create(code="630250", name="育英", county=world.county_b)
    data = {"code": "630250", "name": "育英", "county": world.county_a.pk, "classes": 3,
            "home_county": world.county_b.pk}  # fmt: skip
    client = as_user(world.exam_office)
    assert client.post(url("school_edit", "630250"), data).status_code == 400
    client.post(url("school_edit", "630250"), data | {"reason": "属地原则"})
    school.refresh_from_db()
    assert (school.county, school.home_county) == (world.county_a, world.county_b)


def test_a_table_of_schools_is_imported_in_the_browser(world, as_user, at_work):
    from django.core.files.uploadedfile import SimpleUploadedFile

    text = "考区,行政区划代码,学校代码,学校名称,八年级班级数\n盂县,140322,630501,盂县三中,16\n"
    file = SimpleUploadedFile("schools.csv", text.encode("utf-8-sig"))
    page = as_user(world.exam_office).post(url("places_import"), {"file": file})
    assert page.status_code == 200
    assert County.objects.get(name="盂县").schools.count() == 1
    file = SimpleUploadedFile("schools.csv", text.replace("140322", "140323").encode())
    page = as_user(world.exam_office).post(url("places_import"), {"file": file})
    assert page.status_code == 400 and "140323" in page.content.decode()
