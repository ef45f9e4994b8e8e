"""Sites and their rooms, for programs. Read only."""

from django.http import Http404
from rest_framework import generics, serializers

from examadmin.exams.models import Exam
from examadmin.ui.fetch import require

from .models import Room, Site

VIEW = "centers.view_site"


class RoomOut(serializers.ModelSerializer):
    capacity = serializers.IntegerField(read_only=True)

    class Meta:
        model = Room
        fields = ["number", "name", "machines", "spare", "capacity", "in_use"]


class SiteOut(serializers.ModelSerializer):
    code = serializers.CharField(source="school.code")
    package_code = serializers.CharField(source="school.package_code")
    name = serializers.CharField(source="school.name")
    county = serializers.CharField(source="county.name")
    rooms = serializers.SerializerMethodField()

    class Meta:
        model = Site
        fields = [
            "code", "package_code", "name", "county", "network_operator", "bandwidth",
            "first_start", "gap_minutes", "rooms",
        ]  # fmt: skip

    def get_rooms(self, site) -> list[dict]:
        return RoomOut(site.rooms.all(), many=True).data


class Sites(generics.ListAPIView):
    """The sites of an exam that the person may see, in the order in which they were approved."""

    serializer_class = SiteOut
    queryset = Site.objects.none()  # for the schema

    def get_queryset(self):
        require(self.request.user, VIEW)
        exam = Exam.objects.filter(code=self.kwargs["code"]).first()
        if exam is None:
            raise Http404
        sites = Site.objects.filter(exam=exam).visible_to(self.request.user, VIEW)
        return sites.select_related("school", "county").prefetch_related("rooms")
