"""Reir's addresses, and the two floors below which no page of it can come."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from wagtail.urls import serve_pattern
from wagtail.views import serve

from config.urls import urlpatterns as addresses_of_reir

PLAIN = "/bench/plain/"
EMPTY_PAGE = "/bench/wagtail/{slug}/"


def plain(request: HttpRequest) -> HttpResponse:
    """Answer three letters, through every middleware."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("bench/plain/", plain),
    re_path("^bench/wagtail/" + serve_pattern.removeprefix("^"), serve),
    *addresses_of_reir,
]
