"""One thing of every kind for county A and one for county B, so that every URL can be asked for."""

import io

from PIL import Image

from candidates.models import Candidate, PhotoImport, RosterImport
from centers.models import ApplicationPhoto, Appointment, Preparation, SiteApplication
from examadmin.documents.storage import keep
from examadmin.exams.services import publish_exam
from examadmin.jobs.models import Job
from scheduling.models import Arrangement, ChangeOrder, Paper, RoomSession
from scheduling.services.arrange import arrange_county

SIDES = {"a": ("6301", "630101"), "b": ("6302", "630201")}


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (295, 413), "#b3262d").save(out, "JPEG")
    return out.getvalue()


class Things:
    """Keyword values of URLs by name. `values(url, names, side)` fits them together."""

    def __init__(self, world):
        self.world = world
        publish_exam(exam=world.exam, by=None, now=world.now)  # rounds and work plan
        self.officer = {"a": world.officer_a, "b": world.officer_b}
        self.chief = {"a": world.chief_a1, "b": world.chief_b1}
        self.made = {side: self._make(side) for side in SIDES}

    def _make(self, side):
        world, now = self.world, self.world.now
        officer, chief = self.officer[side], self.chief[side]
        site, county = getattr(world, f"site_{side}1"), getattr(world, f"county_{side}")
        file = keep(picture(), name="证明.jpg", content_type="image/jpeg", by=chief, now=now)
        application = SiteApplication.objects.get(school=site.school, exam=world.exam)
        arrange_county(exam=world.exam, county=county, seed=1, by=None, now=now)
        arrangement = Arrangement.objects.get(exam=world.exam, county=county)
        handed_in = {
            "exam": world.exam, "county": county, "file": file, "created_by": officer,
            "created_at": now,
        }  # fmt: skip
        job = Job.objects.create(
            kind="test", title="任务", owner=officer, created_at=now, state="done"
        )
        return {
            "photo": ApplicationPhoto.objects.create(application=application, file=file).pk,
            "tick": Preparation.objects.create(
                exam=world.exam, site=site, item="banner", photo=file, by=chief, at=now
            ).pk,
            "appointment": Appointment.objects.get(user=chief).pk,
            "candidate": Candidate.objects.filter(school=site.school).first().pk,
            "job": job.pk,
            "roster": RosterImport.objects.create(**handed_in, state="checked").pk,
            "photo_import": PhotoImport.objects.create(**handed_in, state="checked").pk,
            "room_session": RoomSession.objects.filter(
                room__site=site, seatings__isnull=False
            ).first().pk,
            "order": ChangeOrder.objects.create(
                arrangement=arrangement, reason="换座", requested_by=officer, requested_at=now
            ).pk,
            "paper": Paper.objects.create(
                exam=world.exam, county=county, site=site, kind="form1", version=1, file=file,
                scope=site.school.code, made_by=officer, made_at=now,
            ).pk,
        }  # fmt: skip

    def values(self, url: str, names, side: str) -> dict:
        return {name: self._value(url, name, side) for name in names}

    def _value(self, url, name, side):
        county, school = SIDES[side]
        if url.startswith("candidate") and name == "number":
            return f"23{school}0001"
        fixed = {"code": self.world.exam.code, "county": county, "school": school, "number": 1}
        if name in fixed:
            return fixed[name]
        if url in FITTING and name in FITTING[url]:
            return FITTING[url][name]
        made = self.made[side]
        if name == "pk":
            name = next(kind for kind in sorted(made, reverse=True) if url.startswith(kind))
        return made[name]


# Values that name no place: a section of the set-up, a version, a form.
FITTING = {
    "exam_legal_file": {"index": 0},
    "exam_section": {"key": "calendar"},
    "exam_file": {"sha256": "0" * 64},
    "policy_compare": {"old": 1, "new": 1},
    "policy_download": {"form": "json"},
    "duty_read": {"key": "county"},
    "milestone_item": {"item": 5},
    "milestone_paper": {"key": "6"},
    "county_milestone_item": {"item": 5},
    "round_report": {"key": "mock1"},
    "round_answer": {"key": "mock1"},
    "round_sites": {"key": "mock1"},
    "round_site": {"key": "mock1"},
    "round_package": {"key": "mock1"},
    "round_part": {"key": "mock1", "version": 1},
    "round_cleanup": {"key": "mock1"},
    "practice_confirm": {"key": "mock1"},
    "paper_blank": {"form": "form3"},
    "candidate_correct": {"group": "name"},
}
