"""The addresses of businesses that lease."""

from django.urls import path

from portals.staff.partners import partners

urlpatterns = [
    path("bedrifter/", partners.partners, name="partners"),
    path("bedrifter/ny/", partners.partner_new, name="partner_new"),
    path("bedrifter/<int:pk>/", partners.partner, name="partner"),
    path("bedrifter/<int:pk>/inviter/", partners.partner_invite, name="partner_invite"),
    path("bedrifter/<int:pk>/endre/", partners.partner_edit, name="partner_edit"),
    path("bedrifter/henvendelse/<int:pk>/", partners.enquiry_answer, name="enquiry_answer"),
    path("bedrifter/henvendelse/<int:pk>/svar/", partners.enquiry_other, name="enquiry_other"),
    path(
        "bedrifter/henvendelse/<int:pk>/igjen/",
        partners.enquiry_open_again,
        name="enquiry_open_again",
    ),
    path("bedrifter/kontakt/<int:pk>/inviter/", partners.contact_invite, name="contact_invite"),
    path("bedrifter/kontakt/<int:pk>/bort/", partners.contact_end, name="contact_end"),
    path("bedrifter/leie/<int:pk>/slutt/", partners.lease_end, name="lease_end"),
    path("bedrifter/leie/<int:pk>/videre/", partners.lease_run_on, name="lease_run_on"),
    path("bedrifter/faktura/<int:pk>/betalt/", partners.invoice_paid, name="invoice_paid"),
]
