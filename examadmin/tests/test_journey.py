"""The whole path before an exam, by hand, in Chromium: from the profile to admission tickets.

Every step is a person pressing what stands on the page. Jobs run in a worker thread, so that the
pages show them waiting and running, as they do under a real worker.
"""

import threading
import time
from datetime import timedelta

import openpyxl
import pytest
from django.db import connections

from centers.models import Appointment
from examadmin.accounts.choices import Role
from examadmin.base import clock
from examadmin.documents.tests.papers import text
from examadmin.jobs import services, tasks
from examadmin.portal.sample.roster import HEADER, Pupils
from examadmin.testing.browser import folder_of_pictures
from examadmin.testing.world import CAST, complete_answers
from scheduling.tests.acts import locked

CODE, TITLE = "lx2024", "阳泉2024演练"
SCHOOL = ("630101", "阳泉市实验中学")


@pytest.fixture
def at_work(monkeypatch, live_world):
    """It is the first morning of the windows, and time passes."""
    began = time.monotonic()
    passed = lambda: timedelta(seconds=time.monotonic() - began)  # noqa: E731
    monkeypatch.setattr(clock, "now", lambda: live_world.now + passed())


class Worker:
    """Runs jobs one after another in threads. `hold()` keeps the next until `release()`."""

    def __init__(self):
        self.free, self.one, self.threads = threading.Event(), threading.Lock(), []
        self.free.set()
        self.hold, self.release = self.free.clear, self.free.set

    def delay(self, pk):
        self.threads.append(threading.Thread(target=self._run, args=[pk]))
        self.threads[-1].start()

    def _run(self, pk):
        try:
            self.free.wait(60)
            with self.one:
                services.run(pk)
        finally:
            connections.close_all()

    def end(self):
        self.release()
        for thread in self.threads:
            thread.join(60)


@pytest.fixture
def worker(monkeypatch, settings, live_world):
    settings.JOBS_INLINE = False
    worker = Worker()
    monkeypatch.setattr(tasks.run_job, "delay", worker.delay)
    yield worker
    worker.end()


@pytest.fixture
def sits_down(live_world, page_of):
    """sits_down(user) -> the page of a person who says yes to every question; no answer of the
    server may be an error."""
    pages, wrong = {}, []

    def come(user):
        if user not in pages:
            page = pages[user] = page_of(user)
            page.on("dialog", lambda dialog: dialog.accept())
            page.on("response", lambda got: got.status < 400 or wrong.append((got.status, got.url)))
        return pages[user]

    yield come
    for nth, page in enumerate(pages.values()):
        picture(page, f"end-{nth}")
    assert wrong == []


@pytest.fixture
def workbook(tmp_path):
    """A roster of two classes and one zero-registered pupil; the second row has a wrong number."""
    pupils = Pupils(seed=5, year=2010).district([(*SCHOOL, "140302", 2, 40, 1)])
    rows = list(pupils)
    good = rows[1][4]
    rows[1][4] = good[:-1] + ("1" if good[-1] != "1" else "2")
    book = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    book.save(tmp_path / "城区名册.xlsx")
    return tmp_path / "城区名册.xlsx", rows


def picture(page, name):
    folder = folder_of_pictures()
    if folder:
        page.screenshot(path=folder / f"journey-{name}.png", full_page=True)


def goes_to(page, entry):
    """By the side menu."""
    page.get_by_role("navigation", name="主菜单").get_by_role(
        "link", name=entry, exact=True
    ).click()
    page.get_by_role("heading", level=1).wait_for()


def begins(page):
    page.goto(f"/?exam={CODE}")
    page.get_by_role("heading", level=1, name=TITLE).wait_for()


def presses(page, name, **options):
    page.get_by_role("button", name=name, **options).first.click()


def test_an_exam_by_hand_from_the_profile_to_the_tickets(
    live_world, at_work, worker, sits_down, workbook
):
    file, rows = workbook
    city, officer = sits_down(live_world.city_reviewer), sits_down(live_world.officer_a)
    city_creates_and_publishes(city)
    chief_applies(sits_down(live_world.chief_a1), live_world)
    officer_approves(officer)
    officer_imports(officer, worker, file, rows)
    officer_arranges(officer, worker)
    officer_moves_one(officer)
    officer_submits(officer)
    city_passes_and_locks(city)
    officer_prints(officer, worker, rows)


def city_creates_and_publishes(page):
    page.goto("/exams/new/")
    page.get_by_label("考试代码").fill(CODE)
    page.get_by_label("考试名称").fill(TITLE)
    presses(page, "建立草稿")
    page.get_by_text("请逐节核对后发布").wait_for()
    picture(page, "1-setup")
    page.get_by_role("link", name="核对并发布").click()
    page.get_by_label("发布说明").fill("按晋教基〔2014〕8号")
    presses(page, "发布")
    page.get_by_text("已发布").first.wait_for()


def chief_applies(page, world):
    begins(page)
    goes_to(page, "考点申报")
    presses(page, "开始申报")
    machines = page.locator('[name="room.1.machines"]')
    verdict = page.locator(f"#{machines.get_attribute('aria-describedby')}")
    machines.fill("20")
    verdict.get_by_text("不达标").wait_for()
    machines.fill("33")
    verdict.get_by_text("达标：不低于33台", exact=True).wait_for()
    answers = complete_answers(world.exam.rules.data, 1)
    page.get_by_label("网络运营商").fill("中国联通")
    for key, value in answers["site"].items():
        fill(page, f"site.{key}", value)
    for key, value in answers["rooms"][0].items():
        fill(page, f"room.1.{key}", value)
    page.locator("#summary .state-warning").first.wait_for(state="detached")
    page.get_by_text("已自动保存").wait_for()
    picture(page, "2-application")
    presses(page, "提交县（区）审核")
    page.get_by_text("已提交，等待县（区）审核。").wait_for()


def fill(page, name, value):
    """One question of the application, whatever its kind; what is not asked is passed over."""
    fields = page.locator(f'[name="{name}"]')
    if not fields.count():
        return
    kind = fields.first.evaluate("e => e.type")
    if kind == "checkbox":
        for option in value:
            page.locator(f'[name="{name}"][value="{option}"]').check()
    elif kind == "radio":
        page.locator(f'[name="{name}"][value="yes"]').check()
    elif kind == "select-one":
        fields.select_option(value)
    else:
        fields.fill(str(value))


def officer_approves(page):
    begins(page)
    goes_to(page, "考点申报")
    page.get_by_role("link", name="审核", exact=True).click()
    presses(page, "全部其余达标项均核查属实")
    page.get_by_text("必备项目全部达标并已核查，可以通过。").wait_for()
    picture(page, "3-judgement")
    presses(page, "通过", exact=True)
    page.get_by_role("heading", level=1, name=SCHOOL[1]).wait_for()
    page.get_by_text("已通过").first.wait_for()


def officer_imports(page, worker, file, rows):
    goes_to(page, "名册导入")
    page.get_by_label("文件").set_input_files(file)
    worker.hold()
    presses(page, "上传并检查")
    page.get_by_role("progressbar").wait_for()
    worker.release()
    page.get_by_text("有 1 行不能导入").wait_for()
    finding = page.get_by_role("row").filter(has_text="第3行").filter(has_text="错误")
    assert "身份证号" in finding.first.inner_text()
    picture(page, "4-findings")
    presses(page, "只导入正确的行（新增 40，变更 0）")
    page.get_by_text("已导入").first.wait_for()
    goes_to(page, "考生")
    page.get_by_text(rows[0][2]).first.wait_for()
    assert page.get_by_text(rows[1][1]).count() == 0


def officer_arranges(page, worker):
    goes_to(page, "考场编排")
    page.get_by_text("能力测算").wait_for()
    worker.hold()
    presses(page, "运行编排")
    page.get_by_role("progressbar").wait_for()
    picture(page, "5-arranging")
    worker.release()
    page.get_by_text("40 人，2 场").first.wait_for()
    picture(page, "6-arranged")


def officer_moves_one(page):
    page.get_by_role("link", name=SCHOOL[1], exact=True).click()
    page.get_by_role("grid").first.wait_for()
    picture(page, "7-picture")
    page.locator("a.cell").first.click()
    page.get_by_role("heading", level=1, name="第1场").wait_for()
    picture(page, "8-seats")
    page.locator("li .seat").first.click()
    presses(page, "调到…")
    page.get_by_role("heading", level=1, name="调到哪里").wait_for()
    page.get_by_role("row").filter(has_text="第3场").get_by_role("radio").last.check()
    presses(page, "下一步：检查")
    picture(page, "9-check")
    presses(page, "确认调整")
    page.get_by_text("已调整1名考生的座位").wait_for()
    page.get_by_role("heading", level=1, name="第3场").wait_for()


def officer_submits(page):
    goes_to(page, "考场编排")
    page.get_by_role("link", name="逐一落实零报考生").first.click()
    page.get_by_role("heading", level=1, name="逐一落实零报考生").wait_for()
    page.get_by_role("row").nth(1).get_by_role("checkbox").check()
    presses(page, "确认已落实")
    page.get_by_text("已落实1名零报考生").wait_for()
    goes_to(page, "考场编排")
    presses(page, "上报编排和附件3")
    page.get_by_text("已上报市级审核").wait_for()


def city_passes_and_locks(page):
    begins(page)
    goes_to(page, "编排审核")
    picture(page, "10-review")
    county = page.locator(".county-card").filter(has_text="城区")
    county.get_by_role("button", name="通过", exact=True).click()
    county.get_by_text("审核通过").wait_for()
    county.get_by_role("button", name="锁定").click()
    county.get_by_text("已锁定").wait_for()


def officer_prints(page, worker, rows):
    goes_to(page, "打印")
    tickets = page.locator("#tickets")
    worker.hold()
    tickets.get_by_role("button", name="制作").click()
    tickets.get_by_role("progressbar").wait_for()
    worker.release()
    with page.expect_download() as coming:
        tickets.get_by_role("link", name="下载").click()
    picture(page, "11-papers")
    assert coming.value.suggested_filename == "城区-准考证-按班级-第1版.pdf"
    printed = text(coming.value.path().read_bytes())
    assert printed.count("考生须知") == 40
    assert rows[0][2] in printed and rows[0][1] in printed
    assert rows[1][1] not in printed


# ---- on a telephone


ROLES = {role: name for name, (role, _place) in reversed(CAST.items()) if role}


@pytest.mark.parametrize("role", list(ROLES))
def test_at_360_pixels_no_page_of_the_menu_is_wider_than_the_screen(
    live_world, at_work, page_of, role
):
    locked(live_world)
    person = getattr(live_world, ROLES[role])
    assert Appointment.objects.filter(user=person, role=Role(role)).exists()
    page = page_of(person, 360)
    page.goto("/")
    links = page.locator("nav.side a[href^='/'], .quick a, .todo a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    wide = []
    for path in sorted(set(links)):
        assert page.goto(path).ok, path
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(path)
            picture(page, f"wide-{role}-{path.strip('/').replace('/', '-')}")
    assert wide == []
