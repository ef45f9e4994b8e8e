"""Candidates over REST: read only. No identity number, telephone or student number (M-07)."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from examadmin.exams.models import Exam
from examadmin.ui.fetch import fetch

from . import queries
from .models import Candidate

FILTERS = ("county", "school", "category", "class", "flag", "q")


class CandidateSerializer(serializers.ModelSerializer):
    school = serializers.CharField(source="school.code")
    county = serializers.CharField(source="school.county.code")
    has_photo = serializers.SerializerMethodField()
    withdrawn = serializers.SerializerMethodField()

    class Meta:
        model = Candidate
        fields = ["registration_no", "name", "sex", "school", "county", "category", "class_no",
                  "remark", "has_photo", "withdrawn"]  # fmt: skip

    def get_has_photo(self, candidate) -> bool:
        return candidate.photo_id is not None

    def get_withdrawn(self, candidate) -> bool:
        return candidate.withdrawn_at is not None


class InExam:
    """Views under /e/<code>/."""

    serializer_class = CandidateSerializer
    queryset = Candidate.objects.none()

    def exam(self):
        return get_object_or_404(Exam, code=self.kwargs["code"])


class CandidatesView(InExam, ListAPIView):
    """Candidates that the person may see. Filters: county, school (codes), category, class, flag
    (no_photo, no_seat, withdrawn), q (name, pinyin or registration number)."""

    def get_queryset(self):
        params = self.request.query_params
        asked = {name: params.get(name, "") for name in FILTERS}
        rows = queries.candidates_of(self.request.user, self.exam(), asked)
        return rows.select_related("school__county")


class CandidateView(InExam, RetrieveAPIView):
    """One candidate by registration number."""

    def get_object(self):
        rows = Candidate.objects.select_related("school__county")
        where = {"exam": self.exam(), "registration_no": self.kwargs["number"]}
        return fetch(self.request.user, rows, queries.SHOWN, **where)
