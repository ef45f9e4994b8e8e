"""Every kind of paper: how it is made, in which orders it can be printed, when it may be."""

from collections.abc import Callable
from dataclasses import dataclass

from ..choices import PaperKind
from . import forms, people
from .order_book import draw_order_book
from .seats import BY_CLASS, BY_ROOM


@dataclass(frozen=True)
class Kind:
    """`needs_lock`: only a locked arrangement may be printed so; a child could be sent to the
    wrong seat by an earlier one. `of_seats`: a change of seats can make an old print false.
    `of_site`: one site can have it alone."""

    build: Callable
    orders: tuple[str, ...] = ("",)
    needs_lock: bool = False
    of_seats: bool = False
    of_site: bool = True
    extension: str = "pdf"


KINDS: dict[str, Kind] = {
    PaperKind.TICKETS: Kind(people.draw_tickets, (BY_CLASS, BY_ROOM), True, True),
    PaperKind.SLIPS: Kind(people.draw_slips, (BY_ROOM, BY_CLASS), True, True),
    PaperKind.SIGN_IN: Kind(people.draw_sign_in, (BY_ROOM,), True, True),
    PaperKind.SEAT_CHART: Kind(people.draw_seat_chart, (BY_ROOM,), True, True),
    PaperKind.ROOM_ROSTER: Kind(people.draw_room_roster, (BY_ROOM,), True, True),
    PaperKind.DOOR_LABELS: Kind(people.draw_door_labels, (BY_ROOM,), True, True),
    PaperKind.DESK_LABELS: Kind(people.draw_desk_labels),
    PaperKind.FORM1: Kind(forms.draw_form1),
    PaperKind.FORM2: Kind(forms.draw_form2),
    PaperKind.FORM3: Kind(forms.draw_form3, of_seats=True, of_site=False),
    PaperKind.FORM3_XLSX: Kind(
        forms.draw_form3_xlsx, of_seats=True, of_site=False, extension="xlsx"
    ),
    PaperKind.CERTIFICATE: Kind(forms.draw_certificate),
    PaperKind.ORDER_BOOK: Kind(draw_order_book, needs_lock=True, of_seats=True, of_site=False),
}
