"""The addresses below /partner/."""

from django.urls import path

from portals.partner import views

app_name = "partner"
urlpatterns = [
    path("", views.home, name="home"),
    path("minihager/", views.gardens, name="gardens"),
    path("minihager/<int:offer_id>/", views.garden, name="garden"),
    path("minihager/<int:offer_id>/avtale/", views.agree, name="agree"),
    path("avtaler/", views.leases, name="leases"),
    path("avtaler/<int:lease_id>/", views.lease, name="lease"),
    path("fakturaer/<int:number>/", views.invoice, name="invoice"),
    path("fakturaer/<int:number>/betal/", views.pay, name="pay"),
]
