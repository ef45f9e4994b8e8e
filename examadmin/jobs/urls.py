"""Pages of jobs."""

urlpatterns = []
