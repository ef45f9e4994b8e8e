"""Fill an empty database with the sample city, by the same services that people press.

One exam under way with a county in every state (locked and printed, submitted, being arranged,
rosters only, roster with mistakes), one that is over, one that is still a draft.
"""

import io
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from candidates.models import Candidate
from candidates.services import rosters
from centers.models import Appointment, County, School, Site
from centers.services.applications import save_application, start_application, submit_application
from centers.services.hosting import host_school
from centers.services.judging import refuse_application, return_application
from centers.services.places import edit_school, import_schools
from centers.services.ready_made import answers_that_pass, apply_and_approve
from centers.standard import rooms_asked_for
from examadmin.accounts.choices import TIER_OF, Tier
from examadmin.accounts.models import User
from examadmin.documents.sheets.write import Column, SheetSpec, write_csv, write_xlsx
from examadmin.documents.storage import keep
from examadmin.exams.models import Exam
from examadmin.exams.rules import ZONE
from examadmin.exams.services import change_draft, create_exam, publish_exam
from examadmin.jobs.services import inline
from scheduling.choices import PaperKind
from scheduling.documents.issuing import print_now
from scheduling.services.arrange import arrange_county
from scheduling.services.review import lock_arrangement, pass_arrangement, submit_arrangement
from scheduling.services.settle import confirm_notice, settle

from .people import ACCOUNTS, PASSWORD
from .portraits import portrait
from .roster import HEADER, Pupils
from .schools import schools

PORTRAITS = 60
NO_SITE = "630305"  # refused: its pupils still wait for 借考
GUEST = "630306"  # never applied: its pupils sit at another school
STATES = {"630508": "submitted", "630509": "returned", "630410": "draft"}


def load(*, now, say=print):
    """Make everything; `say` is told each step."""
    with inline():
        say("学校和人员")
        rows = schools()
        _places(rows, now)
        _people(now)
        exam = _exam_under_way(now)
        say("考点申报与审核")
        _sites(exam, rows, now)
        say("考生名册和照片")
        for county in ("城区", "矿区", "郊区", "平定"):
            _roster(exam, county, rows, now)
        _faulty_roster(exam, rows, now)
        _photos(exam, now)
        say("编排、上报、审核、打印")
        _arrangements(exam, now)
        say("往年和明年的考试")
        _exam_that_is_over(rows, now)
        _exam_to_come(now)


def _places(rows, now):
    import_schools(
        rows=[
            {
                "考区": county, "行政区划代码": division, "学校代码": code, "学校名称": name,
                "初中教学班数": classes * 3,
                "农村初中": "是" if "乡" in name or "镇" in name else "",
                "地址": f"阳泉市{county}文教路{int(code[-2:])}号", "联系电话": f"0353-20{code[-5:]}",
            }
            for county, division, code, name, classes, *_pupils in rows
        ],
        by=None, now=now,
    )  # fmt: skip
    # 属地原则: lies in another district than the one that manages it.
    school = School.objects.get(code="630201")
    home = County.objects.get(name="城区")
    edit_school(school=school, by=None, now=now, reason="按属地原则由矿区管理", home_county=home)


def _people(now):
    password = make_password(PASSWORD)  # hashed once: it is the same for all of the sample
    names = Pupils(seed=7)
    start = now - timedelta(days=60)
    known = {place.name: place for place in (*County.objects.all(), *School.objects.all())}
    posts = []
    for number, (username, role, place, name, _role, _where) in enumerate(ACCOUNTS):
        user = User.objects.create(
            username=username, name=name, password=password, phone=f"0353-20280{number:02d}"
        )
        field = {Tier.CITY: None, Tier.COUNTY: "county", Tier.SITE: "school"}[TIER_OF[role]]
        posts.append(
            Appointment(
                user=user, role=role, start=start, **({field: known[place]} if field else {})
            )
        )
    taken = {place for _u, role, place, *_rest in ACCOUNTS if role == "site_chief"}
    for number, school in enumerate(School.objects.exclude(name__in=taken)):
        user = User.objects.create(
            username=f"zk{school.code}", name=names.name(), password=password,
            phone=f"139{35300000 + number}",
        )  # fmt: skip
        posts.append(Appointment(user=user, role="site_chief", school=school, start=start))
    Appointment.objects.bulk_create(posts)


def _exam_under_way(now) -> Exam:
    """First day in about seven weeks, so that application and arrangement are open today."""
    today = now.astimezone(ZONE).date()
    first = today + timedelta(days=49)
    first += timedelta(days=(3 - first.weekday()) % 7)  # a Thursday, as in the profile
    exam = create_exam(
        code=f"yangquan-{first:%Y-%m}",
        title=f"阳泉市{first.year}年初中学业水平考试信息技术（信息科技）",
        profile="yangquan-2024", first_day=first, by=None, now=now,
    )  # fmt: skip
    opens, closes = _at(today - timedelta(days=8), 8), _at(today + timedelta(days=6), 18)
    windows = [w | {"opens": opens, "closes": closes} for w in exam.draft["windows"]]
    early = {"1": 5, "2": 6, "3": 7, "4.1": 8}
    milestones = [
        m | {"opens": opens, "due": _at(today + timedelta(days=early[m["key"]]), 18)}
        if m["key"] in early
        else m
        for m in exam.draft["milestones"]
    ]
    exam = change_draft(
        exam=exam, changes={"windows": windows, "milestones": milestones}, by=None, now=now
    )
    publish_exam(exam=exam, by=None, now=now, note="首次发布")
    return Exam.objects.select_related("policy").get(pk=exam.pk)


def _at(day: date, hour: int) -> str:
    return datetime.combine(day, time(hour)).isoformat()


def _rooms(exam, classes, grade8, grade9, rural):
    return rooms_asked_for(
        exam.rules, classes=classes * 3, candidates=grade8 + grade9,
        largest_class=-(-grade8 // classes), rural=rural,
    )  # fmt: skip


def _sites(exam, rows, now):
    known = {s.code: s for s in School.objects.select_related("county")}
    for _county, _division, code, _name, classes, grade8, grade9 in rows:
        school = known[code]
        rooms = _rooms(exam, classes, grade8, grade9, school.rural)
        largest = -(-grade8 // classes)
        if code == GUEST:
            continue
        if code == NO_SITE or code in STATES:
            _unfinished(exam, school, rooms, largest, STATES.get(code, "refused"), now)
            continue
        apply_and_approve(
            exam=exam, school=school, rooms=rooms, by_chief=None, by_officer=None, now=now,
            network_operator=("中国联通", "中国移动", "中国电信")[int(code[-1]) % 3],
            largest_class=largest,
        )  # fmt: skip
    host = Site.objects.get(exam=exam, school__code="630301")
    host_school(
        exam=exam, guest=known[GUEST], host=host, by=None, now=now, reason="学校没有机房，校车接送"
    )


def _unfinished(exam, school, rooms, largest, state, now):
    application = start_application(exam=exam, school=school, by=None, now=now)
    answers = answers_that_pass(exam.rules, rooms)
    if state in ("draft", "refused"):
        answers["rooms"][0] |= {"ups_watts": 300, "candidate_memory": 1}
    save_application(
        application=application, answers=answers, network_operator="中国联通",
        largest_class=largest, exception_asked=rooms[0].machines < 33,
        exception_reason="学生少，保证一生一机" if rooms[0].machines < 33 else "",
        version=application.version, by=None, now=now,
    )  # fmt: skip
    if state == "draft":
        return
    submit_application(application=application, version=application.version, by=None, now=now)
    if state == "returned":
        return_application(
            application=application, version=application.version, by=None, now=now,
            comment="UPS 电源照片看不清铭牌，请补拍后重新提交。",
        )  # fmt: skip
    if state == "refused":
        refuse_application(
            application=application, version=application.version, by=None, now=now,
            comment="考生机内存和 UPS 均不达标，短期内无法更换，考生安排借考。",
        )  # fmt: skip


COLUMNS = [Column(name, kind="number" if name == "序号" else "text") for name in HEADER]


def _table(rows) -> bytes:
    """A roster as CSV: written ten times faster than a workbook."""
    out = io.BytesIO()
    write_csv(out, COLUMNS, rows)
    return out.getvalue()


def _workbook(title, rows) -> bytes:
    out = io.BytesIO()
    write_xlsx(out, [SheetSpec("考生名册", COLUMNS, rows, notes=[title])])
    return out.getvalue()


def _of_county(rows, county):
    return [
        (code, name, division, classes, grade8, grade9)
        for c, division, code, name, classes, grade8, grade9 in rows
        if c == county
    ]


def _roster(exam, county, rows, now, seed=2026):
    pupils = Pupils(seed=seed, year=exam.first_day.year - 14)
    source = _table(pupils.district(_of_county(rows, county)))
    place = County.objects.get(name=county)
    roster = rosters.hand_in_roster(
        exam=exam, source=source, name=f"{county}考生名册.csv", by=None, now=now, county=place
    )
    roster.refresh_from_db()
    rosters.start_apply(roster=roster, by=None, now=now)


def _faulty_roster(exam, rows, now):
    """盂县 has handed in a roster with mistakes; nobody has corrected it yet."""
    pupils = Pupils(seed=2026, year=exam.first_day.year - 14)
    part = _of_county(rows, "盂县")[3:6]  # the first schools that have sent theirs
    lines = [list(row) for row in pupils.district(part)]
    lines[10][4] = lines[10][4][:-1] + ("0" if lines[10][4][-1] != "0" else "1")
    lines[25][3] = "女" if lines[25][3] == "男" else "男"
    lines[40][2] = "=1+1"
    lines[77][1] = lines[76][1]
    lines[120][9] = ""
    lines[300][6] = "639999"
    rosters.hand_in_roster(
        exam=exam, source=_workbook("阳泉市盂县考生名册", lines), name="盂县考生名册（初稿）.xlsx",
        by=User.objects.get(username="yuxian"), now=now, county=County.objects.get(name="盂县"),
    )  # fmt: skip


def _photos(exam, now):
    """Drawn portraits for all but a few, so that the list of missing photographs shows something."""
    files = {"M": [], "F": []}
    for number in range(PORTRAITS):
        sex = "F" if number % 2 else "M"
        picture = portrait(number, girl=sex == "F")
        files[sex].append(
            keep(picture, name=f"{number}.jpg", content_type="image/jpeg", by=None, now=now)
        )
    for sex, pictures in files.items():
        keys = list(
            Candidate.objects.filter(exam=exam, sex=sex).order_by("pk").values_list("pk", flat=True)
        )
        kept = [key for number, key in enumerate(keys) if number % 150]
        for number, file in enumerate(pictures):
            part = kept[number :: len(pictures)]
            for start in range(0, len(part), 500):
                Candidate.objects.filter(pk__in=part[start : start + 500]).update(photo=file)


def _arrangements(exam, now):
    for county in ("城区", "矿区", "郊区"):
        arrange_county(exam=exam, county=County.objects.get(name=county), seed=1, by=None, now=now)
    for county in ("城区", "矿区"):
        arrangement = _submit(exam, county, now)
    arrangement = exam.arrangements.get(county__name="城区")
    _lock(arrangement, now)
    site = Site.objects.select_related("school", "county").get(exam=exam, school__code="630101")
    for kind in (PaperKind.TICKETS, PaperKind.SLIPS, PaperKind.SIGN_IN):
        print_now(exam=exam, county=site.county, kind=kind, site=site, by=None, now=now)
    print_now(exam=exam, county=site.county, kind=PaperKind.ORDER_BOOK, by=None, now=now)
    told = Candidate.objects.filter(exam=exam, school=site.school, class_no__lte=6)
    confirm_notice(
        candidates=list(told), channel="ticket", by=User.objects.get(username="chengqu"), now=now,
        proof="班主任签收单",
    )  # fmt: skip


def _submit(exam, county, now):
    officer = Appointment.objects.get(role="county_officer", county__name=county).user
    _settle_all(exam, now, county=county, by=officer)
    arrangement = exam.arrangements.get(county__name=county)
    return submit_arrangement(arrangement=arrangement, by=officer, now=now)


def _settle_all(exam, now, county=None, by=None):
    """Everybody who must be settled one by one and has a seat."""
    single = [c.key for c in exam.rules.categories.values() if c.settle_one_by_one]
    people = Candidate.objects.filter(exam=exam, category__in=single, seating__isnull=False)
    if county:
        people = people.filter(school__county__name=county)
    if people:
        settle(candidates=list(people), by=by, now=now)


def _lock(arrangement, now):
    reviewer = User.objects.get(username="shi")
    arrangement.refresh_from_db()
    pass_arrangement(arrangement=arrangement, sha256=arrangement.sha256, by=reviewer, now=now)
    arrangement.refresh_from_db()
    lock_arrangement(arrangement=arrangement, by=reviewer, now=now)


def _exam_that_is_over(rows, now):
    """Last season, one county of it."""
    first = now.astimezone(ZONE).date() - timedelta(days=180)
    # The first morning of its windows, at whatever hour of the day the sample is made.
    then = datetime.combine(first - timedelta(days=50), time(9), ZONE)
    exam = create_exam(
        code=f"yangquan-{first:%Y-%m}", title=f"阳泉市{first.year}年信息技术考试（上半年）",
        profile="yangquan-2024", first_day=first, by=None, now=then,
    )  # fmt: skip
    publish_exam(exam=exam, by=None, now=then)
    exam = Exam.objects.select_related("policy").get(pk=exam.pk)
    small = [row for row in rows if row[2] in ("630204", "630205")]
    known = {s.code: s for s in School.objects.select_related("county")}
    for _c, _d, code, _n, classes, grade8, grade9 in small:
        apply_and_approve(
            exam=exam, school=known[code], rooms=_rooms(exam, classes, grade8, grade9, False),
            by_chief=None, by_officer=None, now=then, largest_class=-(-grade8 // classes),
        )  # fmt: skip
    _roster(exam, "矿区", small, then, seed=2025)
    arrange_county(exam=exam, county=County.objects.get(name="矿区"), seed=1, by=None, now=then)
    _settle_all(exam, then)
    submit_arrangement(arrangement=exam.arrangements.get(), by=None, now=then)
    _lock(exam.arrangements.get(), then)
    Exam.objects.filter(pk=exam.pk).update(state="closed")


def _exam_to_come(now):
    first = now.astimezone(ZONE).date() + timedelta(days=400)
    create_exam(
        code=f"yangquan-{first:%Y-%m}", title=f"阳泉市{first.year}年初中学业水平考试信息技术（草案）",
        profile="yangquan-2024", first_day=first, by=None, now=now,
    )  # fmt: skip
