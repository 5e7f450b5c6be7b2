"""The addresses below /partner/."""

from portals.partner import views
from portals.routes import routes

app_name = "partner"
urlpatterns = routes(
    ("", views.home),
    ("minihager/", views.gardens),
    ("minihager/<int:offer_id>/", views.garden),
    ("minihager/<int:offer_id>/avtale/", views.agree),
    ("avtaler/", views.leases),
    ("avtaler/<int:lease_id>/", views.lease),
    ("fakturaer/<int:number>/", views.invoice),
    ("fakturaer/<int:number>/betal/", views.pay),
)
