"""The long works of this app."""

from examadmin.accounts.models import User
from examadmin.base import clock
from examadmin.jobs.services import work

from .documents import exports
from .models import PhotoImport, RosterImport
from .services import answers, rosters
from .services import photos as photo_services


def _roster(pk):
    return RosterImport.objects.select_related(
        "exam__policy", "county", "file", "plan", "created_by"
    ).get(pk=pk)


@work("candidates.check_roster")
def check_roster(progress, roster):
    done = rosters.check_roster(_roster(roster), progress, now=clock.now())
    answers.make_answer(done, progress, now=clock.now())
    return {"import": done.pk, "state": done.state}


@work("candidates.apply_roster")
def apply_roster(progress, roster, by_id):
    by = User.objects.filter(pk=by_id).first()
    done = rosters.apply_roster(_roster(roster), progress, by=by, now=clock.now())
    return {"import": done.pk, "state": done.state}


@work("candidates.import_photos")
def import_photos(progress, photos):
    found = PhotoImport.objects.select_related("exam__policy", "county", "file", "created_by")
    done = photo_services.import_photos(found.get(pk=photos), progress, now=clock.now())
    return {"import": done.pk, **done.counts}


@work("candidates.export")
def export(progress, **asked):
    return exports.make_export(progress, now=clock.now(), **asked)
