"""The addresses of help: all of it, and a room's."""

from portals.routes import routes
from portals.staff.help import help_pages

urlpatterns = routes(
    ("hjelp/", help_pages.help_index),
    ("hjelp/<slug:room>/", help_pages.help_room),
)
