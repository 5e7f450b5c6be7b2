"""The map of every address (rules.md#addresses)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls

import pictures.views
from accounts.sign_in.urls import closed_admin_addresses
from api.views import nothing_here
from cms.serving import urls as cms_urls
from config import views
from portals import webhooks
from portals.partner import public

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("konto/", include("accounts.sign_in.urls")),
    path("konto/", include("allauth.account.urls")),
    path("konto/2fa/", include("allauth.mfa.urls")),
    path(
        "admin/images/<int:image_id>/preview/<str:filter_spec>/",
        pictures.views.preview,
        name="admin_picture_preview",
    ),
    path("admin/", include(closed_admin_addresses)),
    path("admin/", include(wagtailadmin_urls)),
    path("staff/", include("portals.staff.urls")),
    path("", include("portals.mine.urls")),
    path("partner/", include("portals.partner.urls")),
    path("api/v1/", include("api.urls")),
    re_path(r"^api/(?:.*/)?$", nothing_here, name="nothing_here"),
    path("webhooks/stripe/", webhooks.stripe, name="stripe_webhook"),
    path("webhooks/stripe/utbetaling/", webhooks.stripe_payouts, name="stripe_payout_webhook"),
    path("bilder/<path:name>", pictures.views.serve, name="picture"),
]

urlpatterns += cms_urls.feed_urls
urlpatterns += i18n_patterns(
    path("minihager/kontakt/", public.enquiry, name="enquiry"),
    path("minihager/takk/", public.enquiry_thanks, name="enquiry_thanks"),
    path("", include(cms_urls.page_urls)),
    prefix_default_language=False,
)

handler400 = "config.views.bad_request"
handler500 = "config.views.server_error"
