"""The addresses of «Trygt hjem»."""

from portals.routes import routes
from portals.staff.safety import safe_home

urlpatterns = routes(
    ("trygt-hjem/", safe_home.home),
    ("telefonliste/", safe_home.phone_list),
    ("telefonliste/lommekort/", safe_home.pocket_card),
    ("telefonliste/endre/", safe_home.phone_list_edit),
    ("trygt-hjem/stedfortreder/", safe_home.routine_edit),
    ("trygt-hjem/vakttelefon/", safe_home.on_call_new),
    ("trygt-hjem/vakttelefon/<int:pk>/bort/", safe_home.on_call_remove),
    ("vakt/<int:pk>/112/", safe_home.police_card),
    ("okt/<int:pk>/hendelse/", safe_home.incident_report),
    ("hendelse/<int:pk>/snakket/", safe_home.incident_talk),
    ("okt/<int:pk>/ringt-forst/", safe_home.called_first),
)
