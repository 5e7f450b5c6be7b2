"""The addresses of businesses that lease."""

from django.urls import path

from portals.staff.partners import partner_acts, partners

urlpatterns = [
    path("bedrifter/", partners.partners, name="partners"),
    path("bedrifter/ny/", partners.partner_new, name="partner_new"),
    path("bedrifter/<int:pk>/", partners.partner, name="partner"),
    path("bedrifter/<int:pk>/inviter/", partners.partner_invite, name="partner_invite"),
    path("bedrifter/<int:pk>/endre/", partners.partner_edit, name="partner_edit"),
    path("bedrifter/henvendelse/<int:pk>/", partner_acts.enquiry_answer, name="enquiry_answer"),
    path("bedrifter/henvendelse/<int:pk>/svar/", partner_acts.enquiry_other, name="enquiry_other"),
    path(
        "bedrifter/henvendelse/<int:pk>/igjen/",
        partner_acts.enquiry_open_again,
        name="enquiry_open_again",
    ),
    path("bedrifter/kontakt/<int:pk>/inviter/", partner_acts.contact_invite, name="contact_invite"),
    path("bedrifter/kontakt/<int:pk>/bort/", partner_acts.contact_end, name="contact_end"),
    path("bedrifter/leie/<int:pk>/slutt/", partner_acts.lease_end, name="lease_end"),
    path("bedrifter/leie/<int:pk>/videre/", partner_acts.lease_run_on, name="lease_run_on"),
    path("bedrifter/faktura/<int:pk>/betalt/", partners.invoice_paid, name="invoice_paid"),
]
