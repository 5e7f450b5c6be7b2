"""The address of the search."""

from portals.routes import routes
from portals.staff.search import search

urlpatterns = routes(("sok/", search.search))
