"""Papers: pages a second of one core (CPU time), beside a bare loop of the same drawing.

The bare loop replays the very strokes of the tickets (each text at its place, each photograph)
without any layout, data class or fitting: what the kit can do at most. The limit of any writer is
copying the photographs.
"""

import random
import resource
import time
from contextlib import contextmanager
from io import BytesIO

from PIL import Image

from examadmin.documents.pdf import A4, Sheet
from examadmin.documents.pdf.frame import Imprint
from scheduling.papers import sign_in, tickets
from scheduling.papers.lists import Where

COUNTS = {"city": 12_820, "province": 60_000}  # above this only the time grows
BARE, SHEETS, SEATS = 4_000, 1_000, 30
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = [chr(0x4E00 + step * 13) for step in range(1500)]
RULES = (
    "持准考证和考条候场，考前5分钟入场。",
    "登录密码现场发放，注意保密。",
    "不得携带手机进入考场。",
)


def run(size):
    count = COUNTS[size]
    portrait = _portrait()
    tickets.build(_book(_tickets(portrait, 100)), Null())  # the fonts are opened once a process
    out = Null()
    taken = _timed(lambda: tickets.build(_book(_tickets(portrait, count)), out))
    memory = _memory()
    some = list(_tickets(portrait, BARE))
    strokes = _recorded(some)
    bare, ours = [], []
    for _ in range(3):  # in turns, for the machine is not equally fast all the time
        bare.append(_timed(lambda: _replay(strokes)))
        ours.append(_timed(lambda: tickets.build(_book(some), Null())))
    copied = count / _timed(lambda: _copy(portrait, count))
    lists = SHEETS / _timed(lambda: sign_in.build(_sign_in(SHEETS), Null()))
    return {
        "tickets": count,
        "tickets per second": count / taken,
        "pages per second (two tickets each)": count / 2 / taken,
        "pages per second of the bare loop": BARE / 2 / min(bare),
        "share of the bare loop": min(bare) / min(ours),
        "photographs per second, only copied": copied,
        "MB written": out.size / 1e6,
        "memory after all tickets (MB)": memory,
        f"sign-in sheets per second ({SEATS} rows, QR)": lists,
    }


class Null:
    size = 0

    def write(self, data):
        self.size += len(data)


def _timed(work):
    start = time.process_time()  # of one core: what others do meanwhile does not count
    work()
    return time.process_time() - start


def _memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _portrait():
    out = BytesIO()
    Image.effect_noise((295, 413), 12).convert("RGB").save(out, "JPEG", quality=40)
    return out.getvalue()


def _name(chance):
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))


def _tickets(portrait, count):
    chance = random.Random(1)
    for at in range(count):
        yield tickets.Ticket(
            name=_name(chance),
            ticket_no=f"2363{at:08d}",
            category="八年级",
            school="阳泉市实验中学",
            class_name=f"八年级{at // 50 % 20 + 1}班",
            site="阳泉市实验中学（630101）",
            address="阳泉市城区德胜东街",
            room=f"第{at // 450 % 3 + 1}考场",
            session=f"第{at // 30 % 15 + 1}场",
            seat=f"{at % 30 + 1:02d}号",
            date="2024年5月30日（星期四）上午",
            time="8:00～8:20",
            login_address="http://10.40.159.2/web_bsexam",
            photo=portrait + at.to_bytes(4, "big"),  # another file for each
        )


def _book(some):
    imprint = Imprint(title="准考证", exam="初中学业水平考试", order="考场－场次－座位")
    return tickets.TicketSheet(imprint=imprint, tickets=some, rules=RULES)


@contextmanager
def _using(sheet):
    tickets.Sheet = sheet
    try:
        yield
    finally:
        tickets.Sheet = Sheet


def _recorded(some):
    """The strokes of these tickets, the fixed form counted as one."""
    strokes = []

    class Recorder(Sheet):
        inside = 0

        def _encode(self, text, bold):
            self.last = text, bold
            return super()._encode(text, bold)

        def _put(self, x, y, parts, size, grey):
            if not self.inside:
                text, bold = self.last
                strokes.append(("text", (x, y, text, size), {"bold": bold, "grey": grey}))
            super()._put(x, y, parts, size, grey)

        def _record(name):
            def stroke(self, *args, **options):
                if not self.inside:
                    strokes.append((name, args, options))
                self.inside += 1
                getattr(Sheet, name)(self, *args, **options)
                self.inside -= 1

            return stroke

        photo, code128, rect = _record("photo"), _record("code128"), _record("rect")
        stamp, next_page = _record("stamp"), _record("next_page")

    with _using(Recorder):
        tickets.build(_book(some), Null())
    return strokes


def _replay(strokes):
    sheet = Sheet(Null(), size=A4)
    for name, args, options in strokes:
        getattr(sheet, name)(*args, **options)
    sheet.close()


def _copy(portrait, count):
    out = BytesIO()
    for at in range(count):
        out.seek(0)
        out.write(portrait + at.to_bytes(4, "big"))


def _sign_in(count):
    chance = random.Random(2)
    imprint = Imprint(title="考生签到表", exam="初中学业水平考试", order="考场－场次－座位")

    def sheets():
        for at in range(count):
            where = Where(
                site="阳泉市实验中学",
                room=f"第{at % 3 + 1}考场",
                session=f"第{at // 3 % 15 + 1}场",
                date="5月30日",
                time="8:00～8:20",
            )
            rows = [
                sign_in.SignInRow(
                    f"{seat + 1:02d}",
                    f"2363{at * SEATS + seat:08d}",
                    _name(chance),
                    f"{at % 9 + 1}班",
                )
                for seat in range(SEATS)
            ]
            yield sign_in.SignInSheet(where=where, rows=rows, mark=f"YQ/630101/{at}")

    return sign_in.SignInBook(imprint=imprint, sheets=sheets())
