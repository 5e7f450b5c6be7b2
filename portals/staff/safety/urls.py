"""The addresses of «Trygt hjem»."""

from django.urls import path

from portals.staff.safety import home

urlpatterns = [
    path("trygt-hjem/", home.home, name="home"),
    path("telefonliste/", home.phone_list, name="phone_list"),
    path("telefonliste/lommekort/", home.pocket_card, name="pocket_card"),
    path("telefonliste/endre/", home.phone_list_edit, name="phone_list_edit"),
    path("trygt-hjem/stedfortreder/", home.routine_edit, name="routine_edit"),
    path("trygt-hjem/vakttelefon/", home.on_call_new, name="on_call_new"),
    path("trygt-hjem/vakttelefon/<int:pk>/bort/", home.on_call_remove, name="on_call_remove"),
    path("vakt/<int:pk>/112/", home.police_card, name="police_card"),
    path("okt/<int:pk>/hendelse/", home.incident_report, name="incident_report"),
    path("hendelse/<int:pk>/snakket/", home.incident_talk, name="incident_talk"),
    path("okt/<int:pk>/ringt-forst/", home.called_first, name="called_first"),
]
