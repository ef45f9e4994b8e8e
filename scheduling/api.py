"""The arrangement over REST: read it, read the seats, move candidates by the same service."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from centers.models import County
from examadmin.base import clock
from examadmin.exams.models import Exam
from examadmin.ui.fetch import fetch, require

from .models import Arrangement, Seating
from .queries.board import numbers_to_keys
from .queries.state import arrangement_findings
from .services.moves import Move, check_moves, make_moves

VIEW, ARRANGE = "scheduling.view_arrangement", "scheduling.arrange"


class ArrangementSerializer(serializers.ModelSerializer):
    county = serializers.CharField(source="county.code")
    findings = serializers.SerializerMethodField()

    class Meta:
        model = Arrangement
        fields = ["county", "state", "seed", "version", "sha256", "quality", "unplaced",
                  "arranged_at", "submitted_at", "locked_at", "findings"]  # fmt: skip

    def get_findings(self, arrangement) -> list[dict]:
        return [finding.as_dict() for finding in arrangement_findings(arrangement)]


class SeatingSerializer(serializers.ModelSerializer):
    """A seat with when and where, without identity numbers (P-02)."""

    candidate = serializers.CharField(source="candidate.registration_no")
    name = serializers.CharField(source="candidate.name")
    school = serializers.CharField(source="candidate.school.code")
    site = serializers.CharField(source="room_session.room.site.school.code")
    room = serializers.IntegerField(source="room_session.room.number")
    day = serializers.DateField(source="room_session.session.day")
    session = serializers.IntegerField(source="room_session.session.ordinal")
    starts_at = serializers.DateTimeField(source="room_session.session.starts_at")
    ends_at = serializers.DateTimeField(source="room_session.session.ends_at")

    class Meta:
        model = Seating
        fields = ["candidate", "name", "school", "site", "room", "day", "session", "starts_at",
                  "ends_at", "room_session", "seat", "pinned", "version"]  # fmt: skip


class MoveSerializer(serializers.Serializer):
    """One candidate, by registration number, to a room-session (null: off the seat)."""

    candidate = serializers.CharField(max_length=20)
    room_session = serializers.IntegerField(allow_null=True, min_value=1)
    seat = serializers.IntegerField(allow_null=True, required=False, min_value=1, max_value=999)


class MovesSerializer(serializers.Serializer):
    county = serializers.CharField(max_length=12)
    moves = MoveSerializer(many=True, allow_empty=False, max_length=2000)
    reason = serializers.CharField(allow_blank=True, default="", max_length=500)
    check_only = serializers.BooleanField(default=False)


class InExam:
    """Views under /e/<code>/."""

    def exam(self):
        exams = Exam.objects.select_related("policy")
        return get_object_or_404(exams, code=self.kwargs["code"])


class ArrangementView(InExam, RetrieveAPIView):
    """A county's arrangement: state, quality against the bounds, findings."""

    serializer_class = ArrangementSerializer
    queryset = Arrangement.objects.none()

    def get_object(self):
        rows = Arrangement.objects.select_related("exam__policy", "county")
        where = {"exam": self.exam(), "county__code": self.kwargs["county"]}
        return fetch(self.request.user, rows, VIEW, **where)


class SeatingsView(InExam, ListAPIView):
    """Every seat that the person may see. Filters: county, site, school (codes)."""

    serializer_class = SeatingSerializer
    queryset = Seating.objects.none()

    def get_queryset(self):
        rows = Seating.objects.visible_to(self.request.user, VIEW).filter(
            arrangement__exam=self.exam()
        )
        paths = {
            "county": "room_session__room__site__county__code",
            "site": "room_session__room__site__school__code",
            "school": "candidate__school__code",
        }
        for name, path in paths.items():
            if value := self.request.query_params.get(name):
                rows = rows.filter(**{path: value})
        return rows.select_related(
            "candidate__school", "room_session__session", "room_session__room__site__school"
        )


class MovesView(InExam, APIView):
    """Move candidates, all or none, by the rules of the arrangement page."""

    serializer_class = MovesSerializer

    def post(self, request, code):
        exam, user = self.exam(), request.user
        asked = MovesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        county = fetch(user, County.objects.all(), VIEW, code=data["county"])
        rows = Arrangement.objects.select_related("exam__policy", "county")
        arrangement = fetch(user, rows, VIEW, exam=exam, county=county)
        require(user, ARRANGE, arrangement)
        moves = self._moves(exam, user, data["moves"])
        if data["check_only"]:
            findings = check_moves(arrangement, moves)
            return Response({"findings": [f.as_dict() for f in findings]})
        moved = make_moves(
            arrangement=arrangement, moves=moves, by=user, now=clock.now(), reason=data["reason"]
        )
        body = {
            "version": moved.arrangement.version,
            "moved": len(moved.moves),
            "findings": [finding.as_dict() for finding in moved.findings],
        }
        return Response(body, status=status.HTTP_200_OK)

    def _moves(self, exam, user, asked):
        keys = numbers_to_keys(user, exam, [move["candidate"] for move in asked])
        return [Move(keys[m["candidate"]], m["room_session"], m.get("seat")) for m in asked]
