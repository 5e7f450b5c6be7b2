"""The addresses of «Tall»."""

from portals.routes import routes
from portals.staff.figures import figures

urlpatterns = routes(
    ("tall/", figures.figures),
    ("tall/fil/", figures.figures_export),
)
