"""The data of a round for a site or one of its rooms: roster, room exam data, question bank.

`gather` reads the tables, `build` makes the archive: equal data, equal bytes. The question bank is
named, not carried: the product holds no questions.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, replace
from typing import NamedTuple

from candidates.choices import Sex
from centers.models import Room
from examadmin.base import clock
from examadmin.documents.sheets.write import Column, SheetSpec, write_xlsx

from ..queries.rounds import seats_at
from .seats import class_name

MOCK = "模拟考试"  # stands on everything of a mock round (R-C10)
MADE = (2000, 1, 1, 0, 0, 0)  # inside the archive: its own date must not change its bytes
COLUMNS = (
    Column("报名号", 16), Column("姓名", 12), Column("性别"), Column("类别", 14),
    Column("学校", 24), Column("班级", 16), Column("日期", 12), Column("场次"),
    Column("时间", 14), Column("考场"), Column("座位"),
)  # fmt: skip


class Seat(NamedTuple):
    """A candidate on a machine: only what a room needs, and no identity number."""

    number: str
    name: str
    sex: str
    category: str
    school: str
    class_name: str
    room: int
    day: str
    ordinal: int
    starts: str
    ends: str
    seat: int


class Machines(NamedTuple):
    number: int
    name: str
    machines: int
    spare: int


@dataclass(frozen=True)
class Bundle:
    """Everything that the files say. `room` 0 is the whole site."""

    exam: str
    exam_title: str
    round: str
    round_title: str
    mock: bool
    opens: str
    closes: str
    site: str
    site_name: str
    version: int
    source_version: int
    made_at: str
    bank: str
    bank_version: str
    rooms: tuple[Machines, ...]
    seats: tuple[Seat, ...]
    room: int = 0

    @property
    def mark(self) -> str:
        return f"{MOCK}-" if self.mock else ""

    @property
    def first_line(self) -> str:
        kind = f"【{MOCK}】仅供{MOCK}使用，结束后必须清理。" if self.mock else ""
        return f"{kind}{self.exam_title} {self.round_title} {self.site_name}"

    def of_room(self, number: int) -> "Bundle":
        return replace(
            self,
            room=number,
            rooms=tuple(r for r in self.rooms if r.number == number),
            seats=tuple(s for s in self.seats if s.room == number),
        )


def gather(package) -> Bundle:
    """The data of a package as they are in its round: a mock reads its own copy (Y-045)."""
    round_, site = package.round, package.site
    exam, rules = round_.exam, round_.exam.rules
    sexes = {Sex.MALE: "男", Sex.FEMALE: "女"}
    titles = {key: category.title for key, category in rules.categories.items()}
    seats = [
        Seat(
            number=who.registration_no,
            name=who.name,
            sex=sexes[who.sex],
            category=titles.get(who.category, who.category),
            school=who.school.name,
            class_name=class_name(rules, who.category, who.class_no),
            room=cell.room.number,
            day=cell.session.day.isoformat(),
            ordinal=cell.session.ordinal,
            starts=f"{clock.local(cell.session.starts_at):%H:%M}",
            ends=f"{clock.local(cell.session.ends_at):%H:%M}",
            seat=seat,
        )
        for who, cell, seat in seats_at(round_, site)
    ]
    used = {seat.room for seat in seats}
    rooms = Room.objects.filter(site=site).order_by("number")
    return Bundle(
        exam=exam.code,
        exam_title=rules["profile"]["exam_title"],
        round=round_.key,
        round_title=round_.title,
        mock=round_.mock,
        opens=round_.opens_on.isoformat(),
        closes=round_.closes_on.isoformat(),
        site=site.school.code,
        site_name=site.school.name,
        version=package.version,
        source_version=package.source_version,
        made_at=clock.local(package.made_at).isoformat(timespec="seconds"),
        bank=rules["profile"]["question_bank"],
        bank_version=rules["profile"]["question_bank_version"],
        rooms=tuple(
            Machines(r.number, r.name, r.machines, r.spare)
            for r in rooms
            if r.in_use or r.number in used
        ),
        seats=tuple(sorted(seats, key=lambda s: (s.room, s.day, s.ordinal, s.seat))),
    )


def build(bundle: Bundle) -> tuple[bytes, list[dict]]:
    """The archive and its manifest."""
    files = {
        f"{bundle.mark}考生名册.xlsx": _roster(bundle),
        f"{bundle.mark}考场考务数据.json": _json(_room_data(bundle)),
        f"{bundle.mark}题库数据.json": _json(_bank(bundle)),
    }
    manifest = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    ]
    files[f"{bundle.mark}文件清单.json"] = _json({**_head(bundle), "files": manifest})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue(), manifest


def file_name(bundle: Bundle) -> str:
    """模拟考试-第一次模拟考试-阳泉市实验中学-第01考场-数据包-第1版.zip"""
    room = f"第{bundle.room:02d}考场-" if bundle.room else ""
    title = f"{bundle.round_title}-{bundle.site_name}-{room}数据包-第{bundle.version}版.zip"
    return bundle.mark + title.replace("/", "_")


def _head(bundle) -> dict:
    return {
        "notice": bundle.first_line,
        "exam": bundle.exam,
        "round": bundle.round,
        "mock": bundle.mock,
        "opens": bundle.opens,
        "closes": bundle.closes,
        "site": bundle.site,
        "room": bundle.room or None,
        "version": bundle.version,
        "arrangement_version": bundle.source_version,
        "made_at": bundle.made_at,
    }


def _roster(bundle) -> bytes:
    rows = (
        (s.number, s.name, s.sex, s.category, s.school, s.class_name, s.day, f"第{s.ordinal}场",
         f"{s.starts}-{s.ends}", f"第{s.room:02d}考场", str(s.seat))
        for s in bundle.seats
    )  # fmt: skip
    out = io.BytesIO()
    sheet = SheetSpec(f"{bundle.mark}考生名册", COLUMNS, rows, notes=[bundle.first_line])
    write_xlsx(out, [sheet])
    return out.getvalue()


def _room_data(bundle) -> dict:
    sessions = sorted({(s.day, s.ordinal, s.starts, s.ends) for s in bundle.seats})
    return {
        **_head(bundle),
        "rooms": [room._asdict() for room in bundle.rooms],
        "sessions": [
            dict(zip(("day", "ordinal", "starts", "ends"), one, strict=True)) for one in sessions
        ],
        "seatings": [
            {"room": s.room, "day": s.day, "session": s.ordinal, "seat": s.seat,
             "registration_no": s.number}
            for s in bundle.seats
        ],
    }  # fmt: skip


def _bank(bundle) -> dict:
    bank = {"title": bundle.bank, "version": bundle.bank_version}
    return {**_head(bundle), "question_bank": bank}


def _json(data) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"
