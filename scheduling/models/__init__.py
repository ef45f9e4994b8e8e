"""The tables: when (timetable), who sits where (arrangement), what was printed and told (papers),
and the copies that the rounds work on (rounds)."""

from .arrangement import Arrangement, ChangeOrder, Seating, Settlement, SiteReview
from .papers import Notice, Paper
from .rounds import Cleanup, DataPackage, PackageDownload, PackagePart, Practice, RoundPlan
from .timetable import CountyTimetable, CutoffExtension, Postponement, RoomSession, Session

__all__ = [
    "Arrangement",
    "ChangeOrder",
    "Cleanup",
    "CountyTimetable",
    "CutoffExtension",
    "DataPackage",
    "Notice",
    "PackageDownload",
    "PackagePart",
    "Paper",
    "Postponement",
    "Practice",
    "RoomSession",
    "RoundPlan",
    "Seating",
    "Session",
    "Settlement",
    "SiteReview",
]
