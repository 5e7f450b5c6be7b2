"""The addresses of businesses that lease."""

from portals.routes import routes
from portals.staff.partners import partners

urlpatterns = routes(
    ("bedrifter/", partners.partners),
    ("bedrifter/ny/", partners.partner_new),
    ("bedrifter/<int:pk>/", partners.partner),
    ("bedrifter/<int:pk>/inviter/", partners.partner_invite),
    ("bedrifter/<int:pk>/endre/", partners.partner_edit),
    ("bedrifter/henvendelse/<int:pk>/", partners.enquiry_answer),
    ("bedrifter/henvendelse/<int:pk>/svar/", partners.enquiry_other),
    ("bedrifter/henvendelse/<int:pk>/igjen/", partners.enquiry_open_again),
    ("bedrifter/kontakt/<int:pk>/inviter/", partners.contact_invite),
    ("bedrifter/kontakt/<int:pk>/bort/", partners.contact_end),
    ("bedrifter/leie/<int:pk>/slutt/", partners.lease_end),
    ("bedrifter/leie/<int:pk>/videre/", partners.lease_run_on),
    ("bedrifter/faktura/<int:pk>/betalt/", partners.invoice_paid),
)
