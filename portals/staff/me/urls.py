"""The addresses of «Min side» and «Mer»."""

from portals.routes import routes
from portals.staff.me import me

urlpatterns = routes(
    ("meg/", me.me),
    ("mer/", me.more),
)
