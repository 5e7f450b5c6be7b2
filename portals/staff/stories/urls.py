"""The addresses of stories."""

from portals.routes import routes
from portals.staff.stories import stories, telling

urlpatterns = routes(
    ("historier/", stories.stories),
    ("historier/ny/", telling.story_new),
    ("historier/<int:pk>/", telling.story),
    ("historier/<int:pk>/endre/", telling.story_edit),
    ("historier/<int:pk>/ja/<int:person_pk>/", telling.story_yes),
    ("historier/<int:pk>/ja/<int:person_pk>/egen-side/", telling.story_ask),
    ("historier/<int:pk>/legg-ut/", telling.story_publish),
    ("historier/<int:pk>/til-redaktoren/", telling.story_hand_over),
    ("historier/<int:pk>/ta-tilbake/", telling.story_take_back),
)
