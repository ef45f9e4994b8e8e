"""The shared pages in a real browser: keyboard, small screen, without scripts, and axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from examadmin.jobs.models import Job
from examadmin.testing.browser import folder_of_pictures

PASSWORD = "a long pass phrase 2024"
PAGES = ["/", "/search/", "/my/rights/", "/jobs/", "/password/", "/browser/"]


def faults(page):
    """What axe finds, as lines that say where."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {n['target']}" for v in found for n in v["nodes"]]


def overflows(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def picture(page, name):
    folder = folder_of_pictures()
    if folder:
        page.screenshot(path=folder / f"{name}.png", full_page=True)


def test_log_in_with_the_keyboard_alone(live_world, page):
    user = live_world.officer_a
    user.set_password(PASSWORD)
    user.save()
    page.goto("/login/")
    assert page.evaluate("document.activeElement.name") == "username"
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    assert page.get_by_role("heading", level=1).inner_text() == "阳泉2024（测试）"
    picture(page, "home")


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_the_log_in_page(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/login/")
    assert faults(page) == []
    assert not overflows(page)
    picture(page, f"login-{width}")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_the_shared_pages(live_world, page_of, path, width):
    page = page_of(live_world.officer_a, width)
    page.goto(path)
    assert faults(page) == []
    assert not overflows(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_trail_of_the_auditor_fits_and_axe_finds_nothing(live_world, page_of, width):
    page = page_of(live_world.auditor, width)
    page.goto("/trail/")
    assert faults(page) == []
    assert not overflows(page)


def test_slash_goes_to_the_search_and_hits_come_while_one_types(live_world, page_of):
    page = page_of(live_world.officer_a)
    page.goto("/jobs/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.dataset.search") == ""
    page.keyboard.type("查无此人")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?s=*")
    page.get_by_text("没有找到").wait_for()
    page.locator("#q").fill("王")
    page.get_by_text("请至少输入 2 个字").wait_for()
    assert "王" not in page.url


def test_on_a_small_screen_the_menu_opens_and_closes_by_its_button(live_world, page_of):
    page = page_of(live_world.officer_a, 360)
    page.goto("/")
    menu = page.get_by_role("navigation", name="主菜单")
    assert not menu.is_visible()
    page.get_by_role("button", name="菜单").click()
    assert menu.is_visible()
    assert faults(page) == []
    picture(page, "menu-360")
    page.keyboard.press("Escape")
    assert not menu.is_visible()


def test_without_scripts_menu_language_search_and_log_out_work(live_world, page_of):
    page = page_of(live_world.officer_a, 360, java_script_enabled=False)
    page.goto("/")
    page.locator(".top-menu").click()
    assert page.locator("#side").is_visible()
    page.goto("/search/")
    page.locator("#q").fill("查无此人")
    page.locator(".search-form button").click()
    assert page.get_by_text("没有找到").is_visible()
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".user-menu summary").click()
    page.locator(".user-menu button").click()
    assert page.url.endswith("/login/")


def test_a_job_moves_on_the_page_and_the_asking_ends(live_world, page_of):
    job = Job.objects.create(
        kind="x", title="导入名册", owner=live_world.officer_a, state="running",
        stage="读取", done=1, total=4, created_at=live_world.now,
    )  # fmt: skip
    page = page_of(live_world.officer_a)
    page.goto(f"/jobs/{job.pk}/")
    page.get_by_text("1 / 4（25%）").wait_for()
    assert faults(page) == []
    picture(page, "job")
    Job.objects.filter(pk=job.pk).update(done=3)
    page.get_by_text("3 / 4（75%）").wait_for()
    Job.objects.filter(pk=job.pk).update(state="done", result={"url": "/search/"})
    page.get_by_role("link", name="查看结果").wait_for()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert asked == []


def test_the_browser_check_passes_in_chromium(page):
    page.goto("/browser/")
    page.get_by_text("可以使用：").wait_for()
    assert page.locator(".state-danger").count() == 0


def test_back_after_log_out_shows_nothing_personal(live_world, page_of):
    page = page_of(live_world.officer_a)
    page.goto("/my/rights/")
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login/")
    page.go_back()
    page.wait_for_load_state()
    assert page.get_by_text("县（区）考试负责人").count() == 0


def test_on_paper_only_the_matter_is_left(live_world, page_of):
    page = page_of(live_world.officer_a)
    page.goto("/my/rights/")
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert not page.locator(".side").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()


ROWS = "".join(
    f"<tr><td class='pick'><input type='checkbox' name='ids' value='{n}'></td></tr>"
    for n in range(5)
)
BULK = f"""<form data-bulk><div class='bulk'><span data-bulk-js hidden data-bulk-count='已选 %n 项'></span>
<button data-bulk-act>办理</button></div><table class='list'><thead><tr><th class='pick'>
<input type='checkbox' data-bulk-all aria-label='选择本页全部'></th></tr></thead><tbody>{ROWS}</tbody></table></form>"""


@pytest.fixture
def bulk(page):
    page.goto("/browser/")
    page.set_content(BULK)
    page.add_script_tag(url="/static/js/kit.js")
    return page


def test_bulk_acts_wait_for_a_choice_and_count_it(bulk):
    button, count = bulk.get_by_role("button"), bulk.locator("[data-bulk-count]")
    boxes = bulk.locator("[name=ids]")
    assert button.is_disabled()
    boxes.nth(1).check()
    assert count.inner_text() == "已选 1 项"
    assert button.is_enabled()
    boxes.nth(3).click(modifiers=["Shift"])
    assert count.inner_text() == "已选 3 项"
    bulk.locator("[data-bulk-all]").check()
    assert count.inner_text() == "已选 5 项"
    boxes.nth(0).uncheck()
    assert bulk.locator("[data-bulk-all]").evaluate("box => box.indeterminate")


def test_a_question_is_asked_and_no_means_no(page):
    page.goto("/browser/")
    page.set_content("<form action='/browser/'><button data-ask='真的吗？'>办理</button></form>")
    page.add_script_tag(url="/static/js/kit.js")
    asked = []
    page.once("dialog", lambda box: (asked.append(box.message), box.dismiss()))
    page.evaluate("document.title = 'still here'")
    page.get_by_role("button").click()
    assert asked == ["真的吗？"]
    assert page.title() == "still here"
