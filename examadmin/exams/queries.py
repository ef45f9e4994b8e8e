"""What pages ask about exams."""

from .choices import ExamState
from .models import Exam


def exams_for(user):
    """Exams in force for everybody; drafts for those who prepare them."""
    exams = Exam.objects.select_related("policy").defer("draft", "policy__data")
    if not user.has_perm("exams.create_exam"):
        exams = exams.exclude(state=ExamState.DRAFT)
    return exams if user.has_perm("exams.view_exam") else exams.none()


def policies_of(exam):
    return exam.policies.select_related("published_by").defer("data").order_by("-number")
