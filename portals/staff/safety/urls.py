"""The addresses of «Trygt hjem»."""

from django.urls import path

from portals.staff.safety import safe_home

urlpatterns = [
    path("trygt-hjem/", safe_home.home, name="home"),
    path("telefonliste/", safe_home.phone_list, name="phone_list"),
    path("telefonliste/lommekort/", safe_home.pocket_card, name="pocket_card"),
    path("telefonliste/endre/", safe_home.phone_list_edit, name="phone_list_edit"),
    path("trygt-hjem/stedfortreder/", safe_home.routine_edit, name="routine_edit"),
    path("trygt-hjem/vakttelefon/", safe_home.on_call_new, name="on_call_new"),
    path("trygt-hjem/vakttelefon/<int:pk>/bort/", safe_home.on_call_remove, name="on_call_remove"),
    path("vakt/<int:pk>/112/", safe_home.police_card, name="police_card"),
    path("okt/<int:pk>/hendelse/", safe_home.incident_report, name="incident_report"),
    path("hendelse/<int:pk>/snakket/", safe_home.incident_talk, name="incident_talk"),
    path("okt/<int:pk>/ringt-forst/", safe_home.called_first, name="called_first"),
]
