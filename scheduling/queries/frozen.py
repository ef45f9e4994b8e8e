"""The fingerprint of a plan: what a submission freezes and a review speaks of (W-02)."""

import hashlib
import json

from ..models import Seating


def fingerprint(arrangement) -> str:
    """SHA-256 over every seat with its room and time; equal plans, equal fingerprints."""
    rows = (
        Seating.objects.filter(arrangement=arrangement)
        .order_by("candidate__registration_no")
        .values_list(
            "candidate__registration_no",
            "room_session__room__site__school__code",
            "room_session__room__number",
            "room_session__session__starts_at",
            "seat",
        )
    )
    digest = hashlib.sha256()
    for number, site, room, starts_at, seat in rows.iterator(5000):
        line = [number, site, room, starts_at.isoformat(), seat]
        digest.update(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()


def seats_snapshot(arrangement) -> list[list[int]]:
    """[[candidate, room-session, seat], …] in a stable order."""
    rows = Seating.objects.filter(arrangement=arrangement).order_by("candidate_id")
    return [list(row) for row in rows.values_list("candidate_id", "room_session_id", "seat")]
