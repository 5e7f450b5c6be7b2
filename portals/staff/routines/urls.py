"""The addresses of the routines."""

from portals.routes import routes
from portals.staff.routines import routines

urlpatterns = routes(
    ("rutiner/", routines.routines),
    ("rutiner/ny/", routines.routine_new),
    ("rutiner/<int:pk>/", routines.routine),
    ("rutiner/<int:pk>/endre/", routines.routine_rewrite),
    ("rutiner/<int:pk>/lest/", routines.routine_read),
    ("rutiner/<int:pk>/gjennomgatt/", routines.routine_reviewed),
    ("rutiner/<int:pk>/avslutt/", routines.routine_retire),
)
