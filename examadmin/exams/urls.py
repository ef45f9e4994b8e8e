"""Pages of exams."""

urlpatterns = []
