"""The addresses of the staff's portal, /staff/: each section of the menu has its own."""

from django.urls import include, path

app_name = "staff"
urlpatterns = [
    path("", include("portals.staff.today.urls")),
    path("", include("portals.staff.planning.urls")),
    path("", include("portals.staff.people.urls")),
    path("", include("portals.staff.pay.urls")),
    path("", include("portals.staff.bank.urls")),
    path("", include("portals.staff.budgets.urls")),
    path("", include("portals.staff.books.urls")),
    path("", include("portals.staff.figures.urls")),
    path("", include("portals.staff.works.urls")),
    path("", include("portals.staff.safety.urls")),
    path("", include("portals.staff.stories.urls")),
    path("", include("portals.staff.partners.urls")),
    path("", include("portals.staff.cover.urls")),
    path("", include("portals.staff.routines.urls")),
    path("", include("portals.staff.me.urls")),
    path("", include("portals.staff.search.urls")),
    path("", include("portals.staff.help.urls")),
]
