"""The addresses of the API, /api/v1/. `lookup_value_converter` types the paths."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from api import session_views, views

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("activities", views.Activities, basename="activity")
router.register("sessions", session_views.Sessions, basename="session")
router.register("stories", views.Stories, basename="story")
router.register("works", views.Works, basename="work")

urlpatterns = [
    path("schema/", views.SchemaFile.as_view(), name="schema"),
    path("docs/", views.docs, name="docs"),
    *router.urls,
    re_path(r"^.*/$", views.nothing_here, name="nothing_here"),
]
