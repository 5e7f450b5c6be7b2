"""The map of every address (DESIGN §8)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

import pictures.views

urlpatterns = [
    path("konto/", include("allauth.account.urls")),
    path("konto/2fa/", include("allauth.mfa.urls")),
    path("admin/images/<int:image_id>/preview/<str:filter_spec>/", pictures.views.preview),
    path("admin/", include(wagtailadmin_urls)),
    path("bilder/<path:name>", pictures.views.serve, name="picture"),
]

urlpatterns += i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False)
