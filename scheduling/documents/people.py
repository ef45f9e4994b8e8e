"""Papers that name candidates: tickets, slips, sign-in sheets, rosters, seat charts, labels."""

from itertools import groupby
from operator import attrgetter

from django.utils.translation import gettext as _

from ..papers import labels, room_roster, seat_chart, sign_in, slips, tickets
from ..papers.lists import Where
from .seats import BY_CLASS, BY_ROOM, ORDERS, cells, class_name, photo, seats
from .selection import Selection, day, hours, legal_basis, long_day, room, session

CHART_COLUMNS = 6


def draw_tickets(selection: Selection, out):
    rules, order = selection.exam.rules, selection.order or BY_CLASS
    titles = {key: category.title for key, category in rules.categories.items()}
    addresses = {key: category.login_url for key, category in rules.categories.items()}

    def each():
        for s in seats(selection, order):
            group = s.school if order == BY_CLASS else f"{s.site} {room(s.room)}"
            yield tickets.Ticket(
                name=s.name, ticket_no=s.number, category=titles.get(s.category, s.category),
                school=s.school, class_name=class_name(rules, s.category, s.class_no),
                site=s.site, address=s.address, room=room(s.room), session=session(s.ordinal),
                seat=_("%(n)d号") % {"n": s.seat}, date=long_day(s.day),
                time=hours(s.starts_at, s.ends_at), login_address=addresses.get(s.category, ""),
                photo=photo(s.photo), group=group,
            )  # fmt: skip

    data = tickets.TicketSheet(
        imprint=selection.imprint(
            rules.form("ticket"), ORDERS[order][0], exam=rules["profile"]["exam_title"]
        ),
        tickets=each(),
        rules=rules["ticket"]["rules"],
        legal_basis=legal_basis(rules, "ticket"),
    )
    tickets.build(data, out)


def draw_slips(selection: Selection, out):
    rules, order = selection.exam.rules, selection.order or BY_ROOM
    addresses = {key: category.login_url for key, category in rules.categories.items()}

    def each():
        for s in seats(selection, order):
            group = (
                f"{s.site}　{room(s.room)}　{day(s.day)}{session(s.ordinal)}"
                if order == BY_ROOM
                else f"{s.school}　{class_name(rules, s.category, s.class_no)}"
            )
            yield slips.Slip(
                name=s.name, ticket_no=s.number, login_no=s.number, site=s.site,
                room=room(s.room), session=session(s.ordinal), seat=str(s.seat),
                date=day(s.day), time=hours(s.starts_at, s.ends_at),
                login_address=addresses.get(s.category, ""), group=group,
            )  # fmt: skip

    imprint = selection.imprint(
        rules.form("slip"), ORDERS[order][0], exam=rules["profile"]["exam_title"]
    )
    slips.build(slips.SlipSheet(imprint=imprint, slips=each()), out)


def _where(first) -> Where:
    return Where(
        site=first.site, room=room(first.room), session=session(first.ordinal),
        date=day(first.day), time=hours(first.starts_at, first.ends_at),
    )  # fmt: skip


def _mark(selection, first) -> str:
    """What the QR code of a list says, so that a photograph of it files itself."""
    return f"EA1:{selection.exam.code}:{selection.kind}:{first.cell}:v{selection.version}"


def draw_sign_in(selection: Selection, out):
    rules = selection.exam.rules
    sheets = (
        sign_in.SignInSheet(
            where=_where(first),
            rows=[
                sign_in.SignInRow(
                    str(s.seat), s.number, s.name,
                    f"{s.school}{class_name(rules, s.category, s.class_no)}",
                )
                for s in rows
            ],
            mark=_mark(selection, first),
            group=f"{first.site} {room(first.room)}",
        )
        for first, rows in cells(selection)
    )  # fmt: skip
    imprint = selection.imprint(
        rules.form("sign_in"), ORDERS[BY_ROOM][0], exam=rules["profile"]["exam_title"]
    )
    sign_in.build(sign_in.SignInBook(imprint=imprint, sheets=sheets), out)


def draw_room_roster(selection: Selection, out):
    rules = selection.exam.rules
    titles = {key: category.title for key, category in rules.categories.items()}
    sexes = {"M": _("男"), "F": _("女")}
    rosters = (
        room_roster.Roster(
            where=_where(first),
            rows=[
                room_roster.RosterRow(
                    str(s.seat), s.number, s.name, sexes.get(s.sex, ""),
                    titles.get(s.category, s.category),
                    f"{s.school}{class_name(rules, s.category, s.class_no)}",
                )
                for s in rows
            ],
            capacity=first.machines - first.spare,
            spare=first.spare,
            mark=_mark(selection, first),
            group=f"{first.site} {room(first.room)}",
        )
        for first, rows in cells(selection)
    )  # fmt: skip
    imprint = selection.imprint(
        rules.form("roster"), ORDERS[BY_ROOM][0], exam=rules["profile"]["exam_title"]
    )
    room_roster.build(room_roster.RosterBook(imprint=imprint, rosters=rosters), out)


def draw_seat_chart(selection: Selection, out):
    def chart(first, rows):
        taken = {s.seat: s for s in rows}
        places = []
        for number in range(1, first.machines + 1):
            s = taken.get(number)
            if s:
                places.append(seat_chart.ChartSeat(str(number), s.name, s.number, photo(s.photo)))
            else:
                spare = number > first.machines - first.spare
                places.append(
                    seat_chart.ChartSeat(str(number), note=_("备用机") if spare else _("空"))
                )
        lines = [places[i : i + CHART_COLUMNS] for i in range(0, len(places), CHART_COLUMNS)]
        return seat_chart.SeatChart(
            where=_where(first), rows=lines, mark=_mark(selection, first),
            group=f"{first.site} {room(first.room)}",
        )  # fmt: skip

    rules = selection.exam.rules
    imprint = selection.imprint(
        _("考场座位图"), ORDERS[BY_ROOM][0], exam=rules["profile"]["exam_title"]
    )
    charts = (chart(first, rows) for first, rows in cells(selection))
    seat_chart.build(seat_chart.SeatChartBook(imprint=imprint, charts=charts), out)


def draw_door_labels(selection: Selection, out):
    def each():
        by_room = groupby(seats(selection, BY_ROOM), key=attrgetter("site", "room"))
        for (site, number), group in by_room:
            lines = []
            for _key, rows in groupby(group, key=attrgetter("cell")):
                rows = list(rows)
                first = rows[0]
                numbers = sorted(s.number for s in rows)
                lines.append(
                    labels.DoorLine(
                        session=session(first.ordinal),
                        time=f"{first.day.month}月{first.day.day}日 {hours(first.starts_at, first.ends_at)}",
                        count=_("%(n)d人") % {"n": len(rows)},
                        numbers=f"{numbers[0]}～{numbers[-1][-4:]}",
                    )
                )
            yield labels.DoorLabel(room=room(number), site=site, lines=lines)

    rules = selection.exam.rules
    imprint = selection.imprint(rules.form("door_sign"), ORDERS[BY_ROOM][0])
    labels.build_doors(labels.DoorLabels(imprint=imprint, labels=each()), out)


def draw_desk_labels(selection: Selection, out):
    def each():
        for site in selection.sites():
            for place in site.rooms.filter(in_use=True):
                for number in range(1, place.machines + 1):
                    yield labels.DeskLabel(
                        seat=str(number), room=room(place.number), site=site.school.name,
                        note=_("备用机") if number > place.capacity else "",
                    )  # fmt: skip

    rules = selection.exam.rules
    imprint = selection.imprint(
        _("桌贴"), _("考点－考场－座位"), exam=rules["profile"]["exam_title"]
    )
    labels.build_desks(labels.DeskLabels(imprint=imprint, labels=each()), out)
