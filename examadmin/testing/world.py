"""One small city, built once per test run: 2 counties, 2 sites each, 2 rooms each, and the cast.

County A (城区): A1 实验中学 and A2 外国语学校 are sites, A3 荫营中学 is none and sits at A1 (借考).
County B (矿区): B1 and B2 are sites. Every test gets fresh instances; what it changes is rolled back.
"""

from datetime import datetime
from functools import cached_property

from django.utils import timezone

from candidates.models import Candidate
from centers.choices import ApplicationState
from centers.models import Appointment, County, Hosting, Room, School, Site, SiteApplication
from examadmin.accounts.choices import TIER_OF, Role, Tier
from examadmin.accounts.models import User
from examadmin.base.seal import digest, seal
from examadmin.exams import profiles
from examadmin.exams.models import Exam, Policy
from examadmin.exams.rules import ZONE

NOW = datetime(2024, 4, 10, 9, 0, tzinfo=ZONE)  # the first hour of the arrangement window
EXAM = "yq2024"
SCHOOLS = [  # key, county, code, name, classes, pupils per grade-8 class, grade-9 pupils, is a site
    ("a1", "a", "630101", "阳泉市实验中学", 6, [26, 25, 20], 1, True),
    ("a2", "a", "630102", "阳泉市外国语学校", 4, [30, 28], 0, True),
    ("a3", "a", "630103", "荫营小镇中学", 1, [9], 1, False),
    ("b1", "b", "630201", "阳泉市第十一中学校", 4, [24, 24], 0, True),
    ("b2", "b", "630202", "阳泉市第十七中学校", 3, [18], 2, True),
]
CAST = {  # attribute: (role, place attribute)
    "city_reviewer": (Role.CITY_ADMIN, None),
    "city_issuer": (Role.CITY_ADMIN, None),
    "exam_office": (Role.CITY_EXAM_OFFICE, None),
    "auditor": (Role.AUDITOR, None),
    "officer_a": (Role.COUNTY_OFFICER, "county_a"),
    "officer_b": (Role.COUNTY_OFFICER, "county_b"),
    "inspector_a": (Role.INSPECTOR, "county_a"),
    "chief_a1": (Role.SITE_CHIEF, "school_a1"),
    "technician_a1": (Role.SITE_TECHNICIAN, "school_a1"),
    "chief_a2": (Role.SITE_CHIEF, "school_a2"),
    "clerk_a3": (Role.SCHOOL_CLERK, "school_a3"),
    "chief_b1": (Role.SITE_CHIEF, "school_b1"),
    "proctor_a1_2": (Role.PROCTOR, "room_a1_2"),
    "nobody": (None, None),
}
NAMES = {
    "city_reviewer": "审核员",
    "city_issuer": "签发员",
    "exam_office": "考试中心",
    "auditor": "审计员",
    "officer_a": "城区负责人",
    "officer_b": "矿区负责人",
    "inspector_a": "城区巡视员",
    "chief_a1": "实验主考",
    "technician_a1": "实验管理员",
    "chief_a2": "外语主考",
    "clerk_a3": "荫营教务",
    "chief_b1": "十一中主考",
    "proctor_a1_2": "监考甲",
    "nobody": "无职务者",
}
ROOM_ANSWERS = {
    "machines": 33,
    "spare_machines": 3,
    "proctor_machines": 1,
    "spare_proctor_machines": 1,
    "proctor_cpu": "酷睿i7或同档次",
    "proctor_memory": 8,
    "proctor_disk": 80,
    "proctor_nic": True,
    "proctor_resolution": True,
    "proctor_os": "Windows 7 32位旗舰版",
    "proctor_browser": "IE 8.0",
    "candidate_cpu": "酷睿i3或同档次",
    "candidate_memory": 4,
    "candidate_disk": 40,
    "candidate_nic": True,
    "candidate_resolution": True,
    "candidate_os": "Windows 7 32位旗舰版",
    "candidate_browser": "IE 8.0",
    "ups_watts": 500,
}
SITE_ANSWERS = {"rooms": 2, "bandwidth": 100, "download": 4096, "upload": 2048}


def complete_answers(data: dict, rooms: int = 2) -> dict:
    """Answers that pass every item of the standard in `data`."""
    everything = {i["key"]: i["options"] for i in data["standard"] if i["kind"] == "all"}
    scope = {i["key"]: i["scope"] for i in data["standard"]}
    return {
        "site": {
            **SITE_ANSWERS,
            "rooms": rooms,
            **{k: v for k, v in everything.items() if scope[k] == "site"},
        },
        "rooms": [
            {
                "number": n,
                "name": f"第{n}机房",
                **ROOM_ANSWERS,
                **{k: v for k, v in everything.items() if scope[k] == "room"},
            }
            for n in range(1, rooms + 1)
        ],
    }


def build() -> None:
    """Make the city. Called once, when the test database is made."""
    data = profiles.load("yangquan-2024")
    exam = Exam.objects.create(
        code=EXAM,
        title="阳泉2024（测试）",
        profile="yangquan-2024",
        state="published",
        draft=data,
        first_day="2024-05-30",
        last_day="2024-06-01",
        created_at=NOW,
    )
    exam.policy = Policy.objects.create(
        exam=exam, number=1, data=data, sha256="0" * 64, published_at=NOW
    )
    exam.save()
    counties = {
        "a": County.objects.create(code="6301", division="140302", name="城区", position=1),
        "b": County.objects.create(code="6302", division="140303", name="矿区", position=2),
    }
    people = {name: _person(name) for name in CAST}
    sites = {}
    for key, county, code, name, classes, grade8, grade9, is_site in SCHOOLS:
        school = School.objects.create(
            code=code, name=name, county=counties[county], classes=classes
        )
        if is_site:
            sites[key] = _site(exam, school, data)
        _pupils(exam, school, grade8, grade9)
    Hosting.objects.create(
        exam=exam, guest=School.objects.get(code="630103"), host=sites["a1"], created_at=NOW
    )
    world = World()
    for name, (role, place) in CAST.items():
        if role is None:
            continue
        field = {Tier.CITY: None, Tier.COUNTY: "county", Tier.SITE: "school", Tier.ROOM: "room"}[
            TIER_OF[role]
        ]
        Appointment.objects.create(
            user=people[name],
            role=role,
            start=NOW - timezone.timedelta(days=90),
            **({field: getattr(world, place)} if field else {}),
        )


def _person(name):
    # Hashing a password costs more than everything else here; tests log in with force_login.
    return User.objects.create(username=name, name=NAMES[name], password="!", phone="0353-2000000")


def _site(exam, school, data):
    application = SiteApplication.objects.create(
        exam=exam,
        school=school,
        state=ApplicationState.APPROVED,
        answers=complete_answers(data),
        network_operator="中国联通",
        submitted_at=NOW,
        judged_at=NOW,
        created_at=NOW,
    )
    site = Site.objects.create(
        exam=exam,
        school=school,
        county=school.county,
        application=application,
        network_operator="中国联通",
        bandwidth="100M",
        approved_at=NOW,
    )
    for number in (1, 2):
        Room.objects.create(site=site, number=number, name=f"第{number}机房", machines=33, spare=3)
    return site


def _pupils(exam, school, grade8, grade9):
    rows, serial = [], 0
    groups = [("grade8", i + 1, n) for i, n in enumerate(grade8)]
    if grade9:
        groups.append(("grade9", 1, grade9))
    for category, class_no, count in groups:
        for _ in range(count):
            serial += 1
            number = f"140302201001{school.code[-3:]}{serial:03d}"
            rows.append(
                Candidate(
                    exam=exam,
                    school=school,
                    registration_no=f"23{school.code}{serial:04d}",
                    name=f"考生{school.code[-1]}{serial:03d}",
                    name_sort=f"kaosheng{school.code[-1]}{serial:03d}",
                    sex="M" if serial % 2 else "F",
                    id_sealed=seal(number),
                    id_digest=digest(number),
                    id_tail=number[-4:],
                    category=category,
                    class_no=class_no,
                    created_at=NOW,
                )
            )
    Candidate.objects.bulk_create(rows)


class World:
    """Names for everything in the small city; each attribute is read once per test."""

    now = NOW

    @cached_property
    def exam(self):
        return Exam.objects.select_related("policy").get(code=EXAM)

    def __getattr__(self, name):
        value = self._find(name)
        setattr(self, name, value)
        return value

    def _find(self, name):
        if name in CAST:
            return User.objects.get(username=name)
        kind, _, rest = name.partition("_")
        codes = {s[0]: s[2] for s in SCHOOLS}
        if kind == "county":
            return County.objects.get(code={"a": "6301", "b": "6302"}[rest])
        if kind == "school":
            return School.objects.select_related("county").get(code=codes[rest])
        if kind == "site":
            return Site.objects.select_related("school", "county").get(school__code=codes[rest])
        if kind == "room":
            site, _, number = rest.partition("_")
            return Room.objects.select_related("site").get(
                site__school__code=codes[site], number=number
            )
        raise AttributeError(name)
